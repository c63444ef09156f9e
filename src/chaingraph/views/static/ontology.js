// Search on the page of the ontology: terms whose names or definitions hold every word stay, the others are hidden.
"use strict";
(() => {
  const page = window.chaingraph;
  const field = document.getElementById("filter");
  const told = document.getElementById("shown");
  const terms = [...document.querySelectorAll(".term")];
  const entries = new Map([...document.querySelectorAll("[data-of]")].map((entry) => [entry.dataset.of, entry]));
  const lists = [...document.querySelectorAll(".list")].map((list) => [list, list.open]);
  const plain = (text) => text.normalize("NFKC").toLowerCase();

  const look = () => {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const term of terms) {
      const fits = words.every((word) => plain(term.dataset.keys).includes(word));
      term.hidden = !fits;
      entries.get(term.id).hidden = !fits;
      shown += fits;
    }
    for (const part of document.querySelectorAll(".part")) part.hidden = !part.querySelector(".term:not([hidden])");
    for (const [list, open] of lists) {
      list.hidden = !list.querySelector("[data-of]:not([hidden])");
      list.open = words.length ? true : open;
    }
    told.textContent = page.text(0).replace("{shown}", shown).replace("{all}", terms.length);
  };
  const reach = () => {
    const wanted = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (wanted && wanted.hidden) { field.value = ""; look(); }
    if (wanted && wanted.classList.contains("term")) wanted.scrollIntoView();
  };

  field.addEventListener("input", look);
  field.addEventListener("keydown", (event) => { if (event.key === "Escape") { field.value = ""; look(); } });
  window.addEventListener("hashchange", reach);
  page.onLanguage(look);
  look();
  reach();
})();
