/* What a page does beside showing: tables sort, filter and search; all code opens at once.
   Everything is there without it: the tables are plain HTML, and this only adds to them. */
(function () {
  "use strict";

  const SEARCHED = 8; // rows from which a table gets a search box
  const PAGED = 50; // rows of which a page of a table holds at most so many
  const CHOICES = 12; // different words of a column that a list may offer
  const LISTS = 4; // lists above one table at most
  const WORDS = 40; // letters of the longest word that a list offers
  const TEXT = 60; // letters from which a column is one of texts, and gets room on a phone
  const ORDER = [
    "error", "documented", "written", "exists", "direct", "reviewed", "yes", "warning",
    "partial", "incomplete", "outdated", "partly", "forthcoming", "note", "predicted", "unreviewed",
    "future", "empty", "placeholder", "unwritten", "missing", "none", "malformed",
  ];

  const fold = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
  const escaped = (words) =>
    words.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const wordsOf = (cell) => cell.textContent.replace(/\s+/g, " ").trim();
  const isEmpty = (words) => words === "" || words === "–";

  function made(tag, given, ...inside) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(given || {})) element.setAttribute(name, value);
    element.append(...inside);
    return element;
  }

  /* A place sorts by its path and then by its line, a status by what it is worth. */
  function sortedBy(cell, words, numeric) {
    if (numeric) return isEmpty(words) ? "" : words.replace(/[^\d.eE+-]/g, "");
    const place = /^(.*):(\d+)$/.exec(words);
    if (place) return fold(place[1]) + ":" + place[2].padStart(9, "0");
    const mark = cell.querySelector(".mark");
    const rank = mark ? ORDER.indexOf(words) : -1;
    return rank < 0 ? fold(words) : String(rank).padStart(3, "0");
  }

  /* Give DataTables plain words to sort and search by, so that it reads no markup. */
  function read(table) {
    const heads = [...table.tHead.rows[0].cells];
    const rows = [...table.tBodies[0].rows];
    const columns = heads.map((head, at) => {
      const numeric = head.classList.contains("number");
      const values = rows.map((row) => {
        const words = wordsOf(row.cells[at]);
        row.cells[at].dataset.order = sortedBy(row.cells[at], words, numeric);
        row.cells[at].dataset.filter = escaped(words);
        return words;
      });
      if (values.some((one) => one.length > TEXT)) {
        for (const row of rows) row.cells[at].classList.add("text");
      }
      return { at, numeric, title: wordsOf(head), values };
    });
    return { rows, columns };
  }

  /* A column is worth a list where few words stand in many rows, and no place or number. */
  function worthList(column, rows) {
    const words = [...new Set(column.values)];
    return !column.numeric && words.length > 1 && words.length <= CHOICES &&
      words.length <= rows.length / 2 && words.every((one) => one.length <= WORDS) &&
      !words.some((one) => /:\d+$/.test(one));
  }

  function listOf(column, table, number) {
    const id = "list-" + number + "-" + column.at;
    const select = made("select", { id }, made("option", { value: "" }, "all"));
    const rank = (one) => (ORDER.indexOf(one) + 1 || ORDER.length + 1);
    const words = [...new Set(column.values)].sort(
      (one, other) => rank(one) - rank(other) || fold(one).localeCompare(fold(other)));
    for (const one of words) select.append(made("option", { value: one }, one));
    select.addEventListener("change", () => {
      const wanted = select.value;
      const chosen = (value, data, row) => column.values[row] === wanted;
      table.column(column.at).search(wanted ? chosen : "").draw();
    });
    return made("p", { class: "control" }, made("label", { for: id }, column.title), select);
  }

  function searchOf(table, number, named) {
    const id = "find-" + number;
    const input = made("input", { id, type: "search", autocomplete: "off" });
    input.addEventListener("input", () => table.search(fold(input.value)).draw());
    const label = made("label", { for: id }, "Find",
      made("span", { class: "hidden" }, " in " + named));
    return made("p", { class: "control" }, label, input);
  }

  function pagesOf(table, named) {
    const back = made("button", { type: "button" }, "Back");
    const on = made("button", { type: "button" }, "Next");
    const all = made("button", { type: "button" }, "All rows");
    back.addEventListener("click", () => table.page("previous").draw("page"));
    on.addEventListener("click", () => table.page("next").draw("page"));
    all.addEventListener("click", () => {
      table.page.len(table.page.len() < 0 ? PAGED : -1).draw();
    });
    table.on("draw", () => {
      const at = table.page.info();
      const whole = table.page.len() < 0;
      back.disabled = whole || at.page === 0;
      on.disabled = whole || at.page >= at.pages - 1;
      all.textContent = whole ? "In pages" : "All rows";
      all.hidden = !whole && at.pages < 2;
      back.hidden = on.hidden = whole || at.pages < 2;
    });
    return made("div", { class: "pages", role: "group", "aria-label": "Pages of " + named },
      back, on, all);
  }

  function enhance(element, number) {
    if (!element.tHead || !element.tBodies.length || element.querySelector("td[colspan]")) return;
    const { rows, columns } = read(element);
    if (rows.length < 2) return;
    const region = element.closest(".scroll");
    const named = (region && region.getAttribute("aria-label")) || "table " + (number + 1);
    const long = rows.length > PAGED;
    const bundle = window.toolbeltBundle;
    const table = bundle.jQuery(element).DataTable({
      autoWidth: false,
      deferRender: true,
      layout: { topStart: null, topEnd: null, bottomStart: null, bottomEnd: null },
      order: [],
      orderMulti: false,
      pageLength: long ? PAGED : -1,
      paging: long,
      columns: columns.map((column) => ({ type: column.numeric ? "num" : "string" })),
      language: { zeroRecords: "No row fits.", emptyTable: "none" },
    });
    const controls = made("div", { class: "controls" });
    if (rows.length >= SEARCHED) {
      controls.append(searchOf(table, number, named));
      const lists = columns.filter((column) => worthList(column, rows)).slice(0, LISTS);
      for (const column of lists) controls.append(listOf(column, table, number));
      const told = made("p", { class: "told", role: "status" });
      const tell = () => {
        const { recordsDisplay: left, recordsTotal: total, start, end } = table.page.info();
        const part = end - start < left ? "rows " + (start + 1) + " to " + end + " of " + left : "";
        told.textContent = left === total
          ? (part || total + " rows") : (part || left + " rows") + ", of " + total + " in all";
      };
      table.on("draw", tell);
      tell();
      controls.append(told);
    }
    const around = region || element;
    if (controls.childElementCount) around.before(controls);
    if (long) {
      around.after(pagesOf(table, named));
      window.addEventListener("beforeprint", () => table.page.len(-1).draw());
      window.addEventListener("afterprint", () => table.page.len(PAGED).draw());
      table.draw();
    }
  }

  /* A table that fits keeps its head in sight; one that does not says that it can be scrolled. */
  function fit(region) {
    const table = region.querySelector("table");
    const wide = table && table.scrollWidth > region.clientWidth + 1;
    region.classList.toggle("fits", !wide);
    region.classList.toggle("wide", Boolean(wide));
  }

  function allCode() {
    const folded = [...document.querySelectorAll("details.code")];
    const place = document.querySelector(".all-code");
    if (!folded.length || !place) return;
    const button = made("button", { type: "button", "aria-pressed": "false" }, "Show all code");
    button.addEventListener("click", () => {
      const open = button.getAttribute("aria-pressed") !== "true";
      for (const one of folded) one.open = open;
      button.setAttribute("aria-pressed", String(open));
    });
    place.append(button);
  }

  function menu() {
    const details = document.querySelector("details.menu");
    if (!details) return;
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !details.open) return;
      details.open = false;
      details.querySelector("summary").focus();
    });
    document.addEventListener("click", (event) => {
      if (!details.contains(event.target)) details.open = false;
    });
  }

  /* On a phone the list of sections would fill the screen. */
  function contents() {
    const listed = document.querySelector(".contents details");
    if (listed && window.matchMedia("(max-width: 40rem)").matches) listed.open = false;
  }

  function start() {
    document.documentElement.classList.add("scripted");
    menu();
    contents();
    allCode();
    if (window.toolbeltBundle) {
      [...document.querySelectorAll("table.toolbelt")].forEach(enhance);
    }
    const regions = [...document.querySelectorAll(".scroll")];
    const again = () => regions.forEach(fit);
    window.addEventListener("resize", again);
    again();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
