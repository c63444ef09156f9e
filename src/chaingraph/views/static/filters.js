// Filters of the chain page: place, what a thing stands on, and the year that the map shows.
"use strict";
(() => {
  const page = window.chaingraph;
  const { data } = page;
  const get = (id) => document.getElementById(id);
  const own = (table, key) => (Object.hasOwn(table, key) ? table[key] : undefined);

  // Place: enterprises there, and what they make ------------------------------------------------------------
  const place = get("place");
  const held = (id) => own(data.where, id);
  const there = new Set();
  const gather = () => {
    there.clear();
    if (!place.value) return;
    for (const [id, places] of Object.entries(data.where)) if (places.includes(place.value)) there.add(id);
    const here = new Set(there);
    for (const edge of data.network.edges) {
      for (const [one, other] of [[edge.from, edge.to], [edge.to, edge.from]]) {
        if (here.has(one) && !held(other)) there.add(other);
      }
    }
  };

  // What it stands on ----------------------------------------------------------------------------------------
  const assumed = new Set(data.assumed);
  const wanted = (basis) => document.querySelector(`input[name="basis"][value="${basis}"]`).checked;
  const guessed = (edge) => edge.look === "assumed";

  // Year -----------------------------------------------------------------------------------------------------
  const slider = get("year");
  const last = data.moments.length - 1;
  let moment = null;
  let absent = new Set();
  const turn = () => {
    moment = slider && Number(slider.value) < last ? data.moments[Number(slider.value)] : null;
    absent = new Set(moment ? moment.absent : []);
    get("when").textContent = slider ? data.moments[Number(slider.value)].year : "";
    say();
    tally();
  };
  // Segments whose state is another one by now, and what "as of" means.
  const changed = () => Object.entries(moment.states).filter(([id]) => data.things[id].kind === "segment").map(([id, then]) => {
    const now = data.things[id].state;
    return `${page.text(data.things[id].name)} ${data.signs[then || "unknown"]} → ${data.signs[now || "unknown"]}`;
  });
  const told = (year) => {
    const { words } = data;
    const since = changed();
    const comma = page.index ? ", " : "、";
    const stop = page.index ? "; " : "；";
    const end = page.index ? ". " : "。";
    const what = since.length ? page.text(words.since) + since.join(comma) : page.text(words.same);
    return page.text(words.shown).replace("{year}", year) + stop + what + end + page.text(words.asOf);
  };
  const say = () => {
    const year = slider ? data.moments[Number(slider.value)].year : "";
    get("then").hidden = moment === null;
    get("then").textContent = moment === null ? "" : told(year);
    if (slider) slider.setAttribute("aria-valuetext", moment === null ? `${year} · ${page.text(data.words.latest)}` : year);
  };
  // The counts and the short list of segments follow the year.
  const tally = () => {
    if (last < 0) return;
    const counts = (moment || data.moments[last]).tally;
    for (const [level, count] of Object.entries(counts)) {
      const shown = document.querySelector(`.tally .${level} .many`);
      if (shown) shown.textContent = count;
    }
    for (const chip of document.querySelectorAll(".tier .chip")) {
      const state = page.stateOf(chip.dataset.to) || "unknown";
      chip.className = `chip ${state}`;
      chip.querySelector(".sign").replaceWith(page.sign(state));
      chip.querySelector(".unseen").replaceChildren(page.both(data.states[state]), " ");
    }
  };

  page.lay({
    hides(id) {
      if (absent.has(id)) return true;
      if (place.value && !there.has(id)) return true;
      const basis = assumed.has(id) ? "assumed" : "stated";
      return !held(id) && !wanted(basis) ? true : undefined;
    },
    hidesEdge: (edge) => !wanted(guessed(edge) ? "assumed" : "stated"),
    state: (id) => (moment ? own(moment.states, id) : undefined),
    label(id) {
      const label = moment ? own(moment.labels, id) : undefined;
      return label === undefined ? undefined : page.text(label);
    },
    look(id) {
      const state = moment ? own(moment.states, id) : undefined;
      if (state === undefined) return undefined;
      return data.things[id].kind === "segment" ? `head-${state || "unknown"}` : state || "idle";
    },
    bringBack(id) {
      if (absent.has(id)) { slider.value = String(last); turn(); }
      if (place.value && !there.has(id)) { place.value = ""; gather(); }
      for (const basis of ["stated", "assumed"]) {
        if ((basis === "assumed") === assumed.has(id)) document.querySelector(`input[name="basis"][value="${basis}"]`).checked = true;
      }
    },
  });
  const again = () => { page.restyle(); page.reopen(); };
  place.addEventListener("change", () => { gather(); again(); });
  if (slider) slider.addEventListener("input", () => { turn(); again(); });
  page.latest = () => { if (slider && moment) { slider.value = String(last); turn(); } };
  page.onLanguage(say);
  if (slider) turn();
})();
