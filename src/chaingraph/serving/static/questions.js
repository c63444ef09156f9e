// Forms and answers: suggestions while a name is typed, finding a question, sorting a table.
"use strict";
(() => {
  const suggest = (input) => {
    const list = input.list;
    let waiting = 0;
    const ask = async () => {
      const text = input.value.trim();
      const reply = await fetch("/names?" + new URLSearchParams({ parameter: input.dataset.suggest, text })).catch(() => null);
      if (!reply?.ok || input.value.trim() !== text) return;
      list.replaceChildren(...(await reply.json()).map(({ value, label }) => {
        const option = document.createElement("option");
        option.value = value;
        if (label !== value) option.label = `${label} (${value})`;
        return option;
      }));
    };
    const later = () => { clearTimeout(waiting); waiting = setTimeout(ask, 200); };
    input.addEventListener("input", later);
    input.addEventListener("focus", () => { if (!list.children.length) later(); });
  };
  document.querySelectorAll("input[data-suggest]").forEach(suggest);

  const sift = document.getElementById("sift");
  sift?.addEventListener("input", () => {
    const wanted = sift.value.trim().normalize("NFKC").toLowerCase().split(/\s+/);
    let count = 0;
    for (const theme of document.querySelectorAll("section.theme")) {
      let here = 0;
      for (const one of theme.querySelectorAll("details")) {
        const own = one.querySelector("summary").textContent.normalize("NFKC").toLowerCase();
        one.hidden = !wanted.every((word) => own.includes(word));
        here += one.hidden ? 0 : 1;
      }
      theme.hidden = !here;
      count += here;
    }
    const told = document.getElementById("sifted");
    told.textContent = count ? "" : told.dataset.none;
  });

  // An address that names a question opens it.
  const open = () => {
    const one = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    if (one?.tagName === "DETAILS") one.open = true;
  };
  addEventListener("hashchange", open);
  open();

  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  for (const table of document.querySelectorAll("table.sortable")) {
    const [heads, body] = [[...table.tHead.rows[0].cells], table.tBodies[0]];
    const first = [...body.rows];
    const state = { by: -1, down: false };
    heads.forEach((head, column) => head.querySelector("button").addEventListener("click", () => {
      if (state.by !== column) Object.assign(state, { by: column, down: false });
      else if (!state.down) state.down = true;
      else state.by = -1;
      heads.forEach((each, place) => {
        if (place === state.by) each.setAttribute("aria-sort", state.down ? "descending" : "ascending");
        else each.removeAttribute("aria-sort");
      });
      const key = new Map(first.map((row) => [row, row.cells[column]]));
      const compare = (one, other) => {
        const [a, b] = [key.get(one), key.get(other)], [m, n] = [a.textContent.trim(), b.textContent.trim()];
        if (!m || !n) return (m ? 0 : 1) - (n ? 0 : 1);
        const numbers = a.dataset.number !== undefined && b.dataset.number !== undefined;
        const order = numbers ? a.dataset.number - b.dataset.number : collator.compare(m, n);
        return state.down ? -order : order;
      };
      body.append(...(state.by < 0 ? first : [...first].sort(compare)));
    }));
  }
  document.documentElement.dataset.ready = "";
})();
