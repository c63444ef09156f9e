// The language of a page: both languages stand in it, and this shows one of them.
"use strict";
(() => {
  const root = document.documentElement;
  const listeners = [];
  const wishes = () => new URLSearchParams(location.hash.slice(1));

  const show = (language) => {
    root.dataset.lang = language;
    root.lang = language === "en" ? "en" : "zh-CN";
    document.title = language === "en" ? root.dataset.titleEn : root.dataset.titleZh;
    for (const element of document.querySelectorAll("[data-attribute]")) {
      element.setAttribute(element.dataset.attribute, element.dataset[language]);
    }
    for (const button of document.querySelectorAll("[data-language]")) {
      button.setAttribute("aria-pressed", String(button.dataset.language === language));
    }
    for (const link of document.querySelectorAll("a[data-page]")) {
      const rest = new URLSearchParams({ lang: language });
      if (link.dataset.at) rest.set("at", link.dataset.at);
      link.setAttribute("href", link.dataset.page + "#" + rest);
    }
    for (const listener of listeners) listener();
  };

  const chaingraph = {
    data: JSON.parse(document.getElementById("data").textContent),
    get index() { return root.dataset.lang === "en" ? 1 : 0; },
    onLanguage(listener) { listeners.push(listener); },
    wishes,
    // Texts stand in the data by number; this one in the language shown.
    text(number) { return chaingraph.data.texts[number][chaingraph.index]; },
    // Two spans, of which the style sheet shows one; text only, whatever it holds.
    both(number, element = document.createElement("span")) {
      const pair = chaingraph.data.texts[number];
      ["zh", "en"].forEach((language, index) => {
        const span = document.createElement("span");
        span.lang = language;
        span.textContent = pair[index];
        element.append(span);
      });
      return element;
    },
  };
  window.chaingraph = chaingraph;

  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => show(button.dataset.language));
  }
  const wished = wishes().get("lang");
  show(wished === "en" || wished === "zh" ? wished : root.dataset.lang);
})();
