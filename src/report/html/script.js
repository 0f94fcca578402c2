"use strict";
// Sorts and filters tables, copies tests. The page says all it says without this script.
(() => {
  const SHOWN = 25; // Rows of a long table that are shown at first.
  const live = document.getElementById("live");
  const say = (text) => { live.textContent = ""; requestAnimationFrame(() => { live.textContent = text; }); };
  const make = (tag, text, set = {}) => Object.assign(document.createElement(tag), { textContent: text }, set);
  const fold = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");

  // What a cell is sorted by: a number, a grade (A before E, none last), or its text.
  const keys = {
    n: (text) => { const n = parseFloat(text.replace(/,/g, "").replace(/^< /, "")); return Number.isNaN(n) ? -1 : n; },
    grade: (text) => { const at = "ABCDE".indexOf(text.replace("~", "")[0]); return /^~?[A-E]( |$)/.test(text) ? 5 - at : 0; },
  };
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

  const enhance = (table) => {
    const tools = document.querySelector(`.tools[data-for="${table.id}"]`);
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells];
    const rows = [...body.rows].map((row) => ({ row, text: fold(row.textContent) }));
    let order = rows;
    let all = rows.length <= SHOWN;
    let wanted = "";
    let choice = "";

    const input = make("input", "", { type: "search", autocomplete: "off", spellcheck: false });
    const label = make("label", "Filter");
    label.append(input);
    const count = make("output", "");
    const more = make("button", "", { type: "button" });
    tools.append(label);

    const grades = heads.findIndex((head) => head.dataset.sort === "grade");
    if (grades >= 0) {
      const select = make("select", "");
      for (const [value, text] of [["", "all"], ["A", "A"], ["B", "B"], ["C", "C"], ["D", "D"], ["E", "E"], ["0", "too few"]]) {
        select.append(make("option", text, { value }));
      }
      const grade = make("label", "Grade");
      grade.append(select);
      tools.append(grade);
      select.addEventListener("change", () => { choice = select.value; show(true); });
    }
    tools.append(count, more);
    tools.hidden = false;

    const show = (told) => {
      const hits = order.filter((item) => item.text.includes(wanted)
        && (!choice || item.row.cells[grades].classList.contains("g" + choice)));
      const shown = all ? hits : hits.slice(0, SHOWN);
      body.replaceChildren(...shown.map((item) => item.row));
      count.textContent = `${shown.length.toLocaleString("en")} of ${rows.length.toLocaleString("en")} ${tools.dataset.what} shown`;
      more.hidden = shown.length === hits.length;
      more.textContent = `Show all ${hits.length.toLocaleString("en")}`;
      if (told) say(count.textContent);
    };
    let waiting = 0;
    input.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => { wanted = fold(input.value.trim()); show(true); }, 120);
    });
    more.addEventListener("click", () => { all = true; show(true); input.focus(); });
    addEventListener("beforeprint", () => { all = true; show(false); });

    heads.forEach((head, at) => {
      const name = head.textContent.trim();
      if (!name || head.querySelector(".axis-l")) return;
      const button = make("button", "", { type: "button" });
      button.append(...head.childNodes);
      head.append(button);
      const key = keys[head.dataset.sort];
      button.addEventListener("click", () => {
        const was = head.getAttribute("aria-sort");
        const down = was ? was === "ascending" : Boolean(key);
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const text = (item) => item.row.cells[at].textContent.trim();
        const keyed = order.map((item) => [key ? key(text(item)) : text(item), item]);
        const compare = key ? (a, b) => a[0] - b[0] : (a, b) => collator.compare(a[0], b[0]);
        order = keyed.sort(down ? (a, b) => compare(b, a) : compare).map((pair) => pair[1]);
        show(false);
        say(`sorted by ${name}, ${down ? "descending" : "ascending"}`);
      });
    });
    show(false);
  };
  document.querySelectorAll("table.sortable").forEach(enhance);

  const select = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  };
  const copy = async (pre) => {
    try {
      await navigator.clipboard.writeText(pre.textContent);
      return true;
    } catch {
      select(pre);
      return document.execCommand("copy");
    }
  };
  document.addEventListener("toggle", (event) => {
    const details = event.target;
    if (!details.open || !details.classList.contains("yaml") || details.querySelector("button")) return;
    const button = make("button", "Copy", { type: "button" });
    const pre = details.querySelector("pre");
    button.addEventListener("click", async () => {
      const done = await copy(pre);
      button.textContent = done ? "Copied" : "Press Ctrl+C";
      say(done ? "copied" : "selected; press Ctrl+C");
    });
    pre.before(button);
  }, true);

  // A tip is closed with Escape, as tips should be.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.activeElement.matches(".cut, .mark, .mend")) document.activeElement.blur();
  });

  // A link into a closed part opens it.
  const reveal = () => {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    for (let at = target; at; at = at.parentElement) if (at.localName === "details") at.open = true;
  };
  addEventListener("hashchange", reveal);
  reveal();

  const names = Intl.DisplayNames ? new Intl.DisplayNames(["en"], { type: "language" }) : null;
  document.querySelectorAll(".lang").forEach((cell) => {
    const code = cell.textContent.trim();
    try {
      const name = names && code !== "und" ? names.of(code) : "";
      if (name && name !== code) cell.title = name;
    } catch { /* not a tag that the browser knows */ }
  });
})();
