/* The search of a report: every term begins a word of each result, in any order;
   case and accents do not matter. The rows are data in search-rows.js. */
(function () {
  "use strict";

  const SHOWN = 100; // rows shown at once
  const WORD = /[\p{L}\p{N}\p{M}]+/gu;

  const fold = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const split = (words) => fold(words).match(WORD) || [];

  function create(tag, attributes, ...inside) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) element.setAttribute(name, value);
    element.append(...inside);
    return element;
  }

  /* Words as text, with the terms marked. */
  function marked(words, terms) {
    const parts = [];
    let end = 0;
    for (const found of words.matchAll(WORD)) {
      if (!terms.some((one) => fold(found[0]).startsWith(one))) continue;
      parts.push(words.slice(end, found.index), create("mark", {}, found[0]));
      end = found.index + found[0].length;
    }
    return [...parts, words.slice(end)];
  }

  function start() {
    const { kinds, rows } = window.toolbeltRows;
    const form = document.getElementById("search-page");
    const input = form.querySelector("input");
    const list = form.querySelector("select");
    const status = document.getElementById("search-status");
    const table = document.getElementById("found");
    const body = table.tBodies[0];
    const more = document.getElementById("more");
    const known = rows.map((row) => " " + split(kinds[row[0]] + " " + row[1] + " " + row[2]).join(" "));
    let hits = [];
    let terms = [];
    let count = 0;

    kinds.forEach((kind, number) => list.append(create("option", { value: String(number) }, kind)));

    function rowOf(row) {
      const [kind, where, words, page, place, there] = row;
      const text = page ? create("a", { href: page }, ...marked(words, terms))
        : create("span", {}, ...marked(words, terms));
      const line = there ? create("a", { href: there, class: "place" }, place) : place;
      return create("tr", {}, create("td", {}, kinds[kind]), create("td", {}, ...marked(where, terms)),
        create("td", {}, text), create("td", {}, line));
    }

    function show() {
      const next = hits.slice(count, count + SHOWN);
      body.append(...next.map((at) => rowOf(rows[at])));
      count += next.length;
      more.hidden = count >= hits.length;
    }

    function search() {
      terms = split(input.value);
      const kind = list.value === "" ? -1 : Number(list.value);
      hits = [];
      if (terms.length || kind >= 0) {
        known.forEach((words, at) => {
          if (kind >= 0 && rows[at][0] !== kind) return;
          if (terms.every((one) => words.includes(" " + one))) hits.push(at);
        });
      }
      body.replaceChildren();
      count = 0;
      table.hidden = !hits.length;
      status.textContent = !terms.length && kind < 0
        ? rows.length + " things can be found."
        : hits.length + (hits.length === 1 ? " thing" : " things") + " found, of " + rows.length + ".";
      show();
    }

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      search();
    });
    input.addEventListener("input", search);
    list.addEventListener("change", search);
    more.addEventListener("click", show);
    const q = new URLSearchParams(window.location.search).get("q") || "";
    for (const one of document.querySelectorAll("input[name=q]")) one.value = q;
    search();
  }

  document.addEventListener("DOMContentLoaded", start);
})();
