// Search by part of a name in either language, or by pinyin: a list that keys and mouse can choose from.
"use strict";
(() => {
  const page = window.chaingraph;
  const { data, make, both } = page;
  const things = data.things;

  const field = document.getElementById("search");
  const found = document.getElementById("found");
  const plain = (text) => text.normalize("NFKC").toLowerCase();
  const keys = Object.keys(things).filter((id) => things[id].keys).map((id) => [id, things[id].keys.map(plain)]);
  // Pinyin: each character may be met by itself, by its initial or by the whole of one of its readings; the last one
  // by the beginning of a reading.
  const readings = Object.fromEntries(Object.entries(data.readings || {}).map(([mark, read]) => [mark, read.split(" ")]));
  const meets = (text, from, wanted) => {
    if (!wanted) return true;
    if (from >= text.length) return false;
    const mark = text[from];
    if (wanted.startsWith(mark) && meets(text, from + 1, wanted.slice(1))) return true;
    return (Object.hasOwn(readings, mark) ? readings[mark] : []).some((read) =>
      (wanted.startsWith(read) && meets(text, from + 1, wanted.slice(read.length))) ||
      (read[0] === wanted[0] && meets(text, from + 1, wanted.slice(1))) ||
      read.startsWith(wanted));
  };
  const sounds = (text, wanted) => {
    for (let from = 0; from < text.length; from += 1) if (meets(text, from, wanted)) return from === 0 ? 3 : 4;
    return 9;
  };
  let marked = -1;
  const mark = (number) => {
    const options = [...found.querySelectorAll("[role=option]")];
    marked = options.length ? (number + options.length) % options.length : -1;
    options.forEach((option, index) => option.setAttribute("aria-selected", String(index === marked)));
    if (marked >= 0) {
      field.setAttribute("aria-activedescendant", options[marked].id);
      options[marked].scrollIntoView({ block: "nearest" });
    } else field.removeAttribute("aria-activedescendant");
  };
  const clear = () => {
    found.hidden = true;
    found.replaceChildren();
    field.setAttribute("aria-expanded", "false");
    mark(-1);
  };
  const look = () => {
    const wanted = plain(field.value.trim());
    if (!wanted) { clear(); return; }
    const letters = wanted.replace(/[\s'’]/g, "").replaceAll("ü", "v");
    const spelt = /[a-z]/.test(letters) && letters.length <= 40 ? letters : "";
    const rank = (words) => {
      if (words.some((word) => word === wanted)) return 0;
      if (words.some((word) => word.startsWith(wanted))) return 1;
      if (words.some((word) => word.includes(wanted))) return 2;
      return spelt ? Math.min(...words.map((word) => sounds(word, spelt))) : 9;
    };
    const hits = keys.map(([id, words]) => [rank(words), id]).filter(([place]) => place < 9);
    hits.sort((one, two) => one[0] - two[0]);
    found.replaceChildren(...hits.slice(0, 12).map(([, id], number) => {
      const thing = things[id];
      const option = make("li", "");
      option.id = `found-${number}`;
      option.setAttribute("role", "option");
      option.dataset.found = id;
      const state = page.stateOf(id);
      if (state) option.append(page.sign(state));
      option.append(both(thing.name, make("bdi", "")), both(data.kinds[thing.kind], make("small", "")));
      return option;
    }));
    if (!hits.length) found.append(both(data.words.nothing, make("li", "none")));
    found.hidden = false;
    field.setAttribute("aria-expanded", "true");
    mark(hits.length ? 0 : -1);
  };
  const pick = (option) => {
    if (!option || !option.dataset.found) return;
    clear();
    field.value = "";
    page.open(option.dataset.found);
    document.getElementById("card").focus({ preventScroll: true });
  };
  field.addEventListener("input", look);
  field.addEventListener("focus", look);
  field.addEventListener("blur", () => setTimeout(() => { if (document.activeElement !== field) clear(); }, 150));
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") mark(marked + 1);
    else if (event.key === "ArrowUp") mark(marked - 1);
    else if (event.key === "Enter") pick(found.children[marked]);
    else if (event.key === "Escape") { field.value = ""; clear(); }
    else return;
    event.preventDefault();
  });
  found.addEventListener("mousedown", (event) => {
    event.preventDefault();
    pick(event.target.closest("[data-found]"));
  });
})();
