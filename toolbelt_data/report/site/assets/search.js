/* The search of a report: every word asked for begins a word of what is found, in any order;
   case and accents do not matter. The rows stand in search-rows.js, as data. */
(function () {
  "use strict";

  const SHOWN = 100; // rows shown at once
  const WORD = /[\p{L}\p{N}\p{M}]+/gu;

  const fold = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const split = (words) => fold(words).match(WORD) || [];

  function made(tag, given, ...inside) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(given || {})) element.setAttribute(name, value);
    element.append(...inside);
    return element;
  }

  /* Words as text, those that were asked for marked. */
  function marked(words, asked) {
    const parts = [];
    let end = 0;
    for (const found of words.matchAll(WORD)) {
      if (!asked.some((one) => fold(found[0]).startsWith(one))) continue;
      parts.push(words.slice(end, found.index), made("mark", {}, found[0]));
      end = found.index + found[0].length;
    }
    return [...parts, words.slice(end)];
  }

  function start() {
    const { kinds, rows } = window.toolbeltRows;
    const form = document.getElementById("search-page");
    const input = form.querySelector("input");
    const list = form.querySelector("select");
    const told = document.getElementById("told");
    const table = document.getElementById("found");
    const body = table.tBodies[0];
    const more = document.getElementById("more");
    const known = rows.map((row) => " " + split(kinds[row[0]] + " " + row[1] + " " + row[2]).join(" "));
    let hits = [];
    let asked = [];
    let count = 0;

    kinds.forEach((kind, number) => list.append(made("option", { value: String(number) }, kind)));

    function rowOf(row) {
      const [kind, where, words, page, place, there] = row;
      const text = page ? made("a", { href: page }, ...marked(words, asked))
        : made("span", {}, ...marked(words, asked));
      const line = there ? made("a", { href: there, class: "place" }, place) : place;
      return made("tr", {}, made("td", {}, kinds[kind]), made("td", {}, ...marked(where, asked)),
        made("td", {}, text), made("td", {}, line));
    }

    function show() {
      const next = hits.slice(count, count + SHOWN);
      body.append(...next.map((at) => rowOf(rows[at])));
      count += next.length;
      more.hidden = count >= hits.length;
    }

    function search() {
      asked = split(input.value);
      const kind = list.value === "" ? -1 : Number(list.value);
      hits = [];
      if (asked.length || kind >= 0) {
        known.forEach((words, at) => {
          if (kind >= 0 && rows[at][0] !== kind) return;
          if (asked.every((one) => words.includes(" " + one))) hits.push(at);
        });
      }
      body.replaceChildren();
      count = 0;
      table.hidden = !hits.length;
      told.textContent = !asked.length && kind < 0
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
