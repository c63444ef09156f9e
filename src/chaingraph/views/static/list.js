// Lists: sort by a column, filter by words and by value, and save what is shown as CSV or XLSX.
"use strict";
(() => {
  const { text, onLanguage } = window.chaingraph;
  const plain = (value) => value.normalize("NFKC").toLowerCase();
  const collators = ["zh-CN", "en"].map((language) => new Intl.Collator(language, { numeric: true }));

  // The text of a cell in the language shown.
  const told = (cell) => {
    const spans = [...cell.querySelectorAll("span[lang]")];
    if (!spans.length) return cell.textContent.trim();
    const language = ["zh", "en"][window.chaingraph.index];
    return spans.filter((span) => span.lang === language).map((span) => span.textContent).join("").trim();
  };

  // No spreadsheet takes this for a formula; numbers stay as they are.
  const harmless = (value) =>
    /^[=+\-@\t\r\n\0＝＋－＠]/.test(value) && !/^[+-]?\d+(\.\d+)?$/.test(value) ? "'" + value : value;
  const quoted = (value) => '"' + harmless(value).replaceAll('"', '""') + '"';

  const list = (section) => {
    const body = section.querySelector("tbody");
    if (!body) return;
    const heads = [...section.querySelectorAll("thead th")];
    const rows = [...body.rows].map((row, place) => ({ row, place, words: plain(row.textContent) }));
    const filter = section.querySelector(".filter");
    const shown = section.querySelector(".shown");
    const choices = new Map();
    const sorted = { by: -1, down: false };

    // What the rows are sorted by: numbers as numbers, text in the language shown, what is empty last.
    const compared = (column) => {
      const keys = new Map(rows.map(({ row }) => [row, { words: told(row.cells[column]), number: row.cells[column].dataset.number }]));
      return (one, other) => {
        const [a, b] = [keys.get(one.row), keys.get(other.row)];
        if (!a.words || !b.words) return (a.words ? 0 : 1) - (b.words ? 0 : 1);
        const numbers = a.number !== undefined && b.number !== undefined;
        const order = numbers ? a.number - b.number : collators[window.chaingraph.index].compare(a.words, b.words);
        return sorted.down ? -order : order;
      };
    };

    const show = () => {
      const wanted = plain(filter.value.trim()).split(/\s+/);
      let count = 0;
      for (const { row, words } of rows) {
        const fits = wanted.every((word) => words.includes(word))
          && [...choices].every(([column, select]) => !select.value || select.value === row.cells[column].textContent);
        row.hidden = !fits;
        count += fits ? 1 : 0;
      }
      const numbers = text(0).replace("{shown}", count).replace("{all}", rows.length);
      shown.textContent = count ? numbers : text(2);
    };

    const sort = (column) => {
      if (sorted.by !== column) Object.assign(sorted, { by: column, down: false });
      else if (!sorted.down) sorted.down = true;
      else sorted.by = -1;
      heads.forEach((head, number) => {
        if (number === sorted.by) head.setAttribute("aria-sort", sorted.down ? "descending" : "ascending");
        else head.removeAttribute("aria-sort");
      });
      const compare = sorted.by < 0 ? () => 0 : compared(sorted.by);
      const order = [...rows].sort((a, b) => compare(a, b) || a.place - b.place);
      body.append(...order.map(({ row }) => row));
    };

    // The rows shown, in their order, without pictures.
    const written = (cell) => {
      const number = cell.dataset.unit === undefined ? undefined : Number(cell.dataset.number);
      return { text: told(cell), number, unit: cell.dataset.unit };
    };
    const kept = () => {
      const columns = heads.map((head, column) => column).filter((column) => !heads[column].classList.contains("picture"));
      const names = columns.map((column) => ({ text: told(heads[column].querySelector(".sort")), head: true }));
      return [names, ...[...body.rows].filter((row) => !row.hidden).map((row) => columns.map((column) => written(row.cells[column])))];
    };
    const save = (file, kind) => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(file);
      link.download = `${section.dataset.name}.${kind}`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    };
    const csv = () => "\ufeff" + kept().map((line) => line.map(({ text: value }) => quoted(value)).join(",") + "\r\n").join("");

    // A column with few values gets a choice of them.
    const choose = (column) => {
      if (heads[column].classList.contains("picture")) return;
      const values = new Map(rows.map(({ row }) => [row.cells[column].textContent, row.cells[column]]));
      if (rows.some(({ row }) => "number" in row.cells[column].dataset)) return;
      if (values.size < 2 || values.size > 12 || values.size > rows.length / 2) return;
      const select = document.createElement("select");
      for (const value of ["", ...[...values.keys()].filter(Boolean)]) select.append(new Option("", value));
      select.addEventListener("change", show);
      select.wording = () => {
        for (const option of select.options) option.textContent = option.value ? told(values.get(option.value)) : text(1);
        select.setAttribute("aria-label", told(heads[column].querySelector(".sort")));
      };
      heads[column].append(select);
      choices.set(column, select);
    };

    heads.forEach((head, column) => {
      head.querySelector("button.sort")?.addEventListener("click", () => sort(column));
      if (column < heads.length - 1) choose(column);
    });
    filter.addEventListener("input", show);
    section.querySelector(".csv").addEventListener("click", () => save(new Blob([csv()], { type: "text/csv" }), "csv"));
    section.querySelector(".xlsx").addEventListener("click", () =>
      save(window.chaingraph.workbook(told(section.querySelector("h3 .name")), kept()), "xlsx"));
    section.querySelector(".controls").hidden = false;
    const refresh = () => {
      for (const select of choices.values()) select.wording();
      show();
    };
    onLanguage(refresh);
    refresh();
  };

  document.querySelectorAll("section.list").forEach(list);
  document.getElementById(window.chaingraph.wishes().get("at") ?? "")?.scrollIntoView();
  document.documentElement.dataset.ready = "";
})();
