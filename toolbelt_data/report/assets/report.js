/* What a page does beside showing: tables sort and filter, a link is copied, menus close.
   Everything is there without it: this only adds to the page. */
(function () {
  "use strict";

  const FILTERED = 8; // rows from which a table gets a filter

  const fold = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const wordsOf = (cell) => cell.textContent.replace(/\s+/g, " ").trim();

  function create(tag, attributes, ...inside) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) element.setAttribute(name, value);
    element.append(...inside);
    return element;
  }

  /* A number sorts as one, a place by its path and then by its line; what is empty comes last. */
  function keyOf(row, at) {
    const cell = row.cells[at];
    const words = cell ? wordsOf(cell) : "";
    const number = /^[-+−]?\d[\d,]*(\.\d+)?(e[-+]\d+)?%?$/.test(words);
    if (number) return parseFloat(words.replace("−", "-").replace(/[,%]/g, ""));
    const title = cell && cell.querySelector("a.place[title]");
    const place = /^(.*):(\d+)$/.exec(title && cell.children.length === 1 ? title.title : words);
    if (place) return fold(place[1]) + place[2].padStart(9, "0");
    return /^(|–|nan|none|<na>)$/i.test(words) ? null : fold(words);
  }

  function compare(one, other) {
    if (one === null || other === null) return (one === null) - (other === null);
    if (typeof one === "number" && typeof other === "number") return one - other;
    return String(one).localeCompare(String(other));
  }

  /* The head of each column: of several rows the lowest that has words. */
  function headsOf(table) {
    const rows = [...table.tHead.rows].reverse();
    return [...rows[0].cells].map((_, at) =>
      rows.map((row) => row.cells.length === rows[0].cells.length && row.cells[at])
        .find((cell) => cell && wordsOf(cell) && !cell.querySelector("a")));
  }

  function sortable(table) {
    const body = table.tBodies[0];
    const first = [...body.rows];
    const heads = headsOf(table);
    heads.forEach((head, at) => {
      if (!head) return;
      const cells = first.map((row) => row.cells[at]);
      if (cells.every((cell) => cell && cell.classList.contains("number"))) head.classList.add("number");
      const button = create("button", { type: "button", class: "sort" }, ...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const was = head.getAttribute("aria-sort");
        for (const one of heads) if (one) one.removeAttribute("aria-sort");
        const down = was === "ascending";
        let rows = first;
        if (was !== "descending") {
          head.setAttribute("aria-sort", down ? "descending" : "ascending");
          const keys = new Map(first.map((row) => [row, keyOf(row, at)]));
          const empty = (row) => keys.get(row) === null;
          rows = [...first].sort((one, other) =>
            compare(keys.get(one), keys.get(other)) * (down && !empty(one) && !empty(other) ? -1 : 1));
        }
        body.append(...rows);
      });
    });
  }

  function filtered(table, region) {
    const rows = [...table.tBodies[0].rows];
    if (rows.length < FILTERED) return;
    const words = rows.map((row) => fold([...row.cells].map((cell) =>
      wordsOf(cell) + " " + [...cell.querySelectorAll("[title]")].map((one) => one.title)).join(" ")));
    const input = create("input", { type: "search", autocomplete: "off" });
    const status = create("p", { role: "status" });
    const named = (region.getAttribute("aria-label") || "this table").replace(/^Table: /, "");
    input.addEventListener("input", () => {
      const terms = fold(input.value).split(/\s+/).filter(Boolean);
      let left = 0;
      rows.forEach((row, at) => {
        row.hidden = !terms.every((one) => words[at].includes(one));
        left += !row.hidden;
      });
      status.textContent = left === rows.length ? rows.length + " rows" : left + " of " + rows.length + " rows";
    });
    status.textContent = rows.length + " rows";
    const label = create("label", {}, create("span", {}, "Filter",
      create("span", { class: "hidden" }, " " + named)), input);
    region.before(create("div", { class: "controls" }, label, status));
  }

  function copied(link) {
    const button = create("button", { type: "button" }, "Copy link");
    button.addEventListener("click", async () => {
      const done = navigator.clipboard && await navigator.clipboard.writeText(link.href)
        .then(() => true, () => false);
      if (!done) window.location.hash = new URL(link.href).hash;
      button.textContent = done ? "Copied" : "Copy the address above";
      window.setTimeout(() => { button.textContent = "Copy link"; }, 3000);
    });
    link.replaceWith(button);
  }

  function menus() {
    const all = [...document.querySelectorAll("details.menu")];
    document.addEventListener("keydown", (event) => {
      const open = all.find((one) => one.open);
      if (event.key !== "Escape" || !open) return;
      open.open = false;
      open.querySelector("summary").focus();
    });
    document.addEventListener("click", (event) => {
      for (const one of all) if (!one.contains(event.target)) one.open = false;
    });
  }

  /* What a link leads to is not folded. */
  function opened() {
    const target = document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
    for (let one = target; one; one = one.parentElement) if (one.tagName === "DETAILS") one.open = true;
  }

  function start() {
    document.documentElement.classList.add("scripted");
    menus();
    for (const table of document.querySelectorAll("main .scroll > table:not(#found)")) {
      const body = table.tBodies[0];
      if (!table.tHead || !body || body.rows.length < 2) continue;
      if (body.querySelector("[rowspan]")) continue; // its rows belong together
      sortable(table);
      filtered(table, table.parentElement);
    }
    document.querySelectorAll("a.copy").forEach(copied);
    window.addEventListener("hashchange", opened);
    opened();
    window.addEventListener("beforeprint", () => {
      for (const one of document.querySelectorAll("main details:has(table)")) one.open = true;
    });
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
