// What the filters of the chain page leave: counted and named, with a way back; what they empty fades.
"use strict";
(() => {
  const page = window.chaingraph;
  const { data, make, both } = page;
  const { words } = data;
  const get = (id) => document.getElementById(id);
  const boxes = [...document.querySelectorAll(".filters input:not([name=links])")];
  const place = get("place");
  const slider = get("year");
  const loose = data.network.nodes.filter((node) => !data.things[node.id].fixed);
  const inside = ([left, top, right, bottom], { x, y }) => x > left && x < right && y > top && y < bottom;
  const held = data.boxes.map((box) => loose.filter((node) => inside(box.at, node)).map((node) => node.id));
  const most = 14;

  // Rectangles: one of which nothing is left is not drawn, that of a segment only as an outline; lanes count who is left.
  const fade = (visible) => data.boxes.forEach((box, number) => {
    const shown = held[number].filter((id) => visible.has(id));
    box.empty = held[number].length > 0 && !shown.length;
    if ("many" in box) box.shown = shown.length;
  });

  const chip = (id) => {
    const state = page.stateOf(id);
    const button = make("button", `chip ${state || "enterprise"}`, both(data.things[id].name, make("bdi")));
    button.type = "button";
    button.dataset.to = id;
    if (state) button.prepend(page.sign(state));
    return button;
  };
  const row = (kind, ids) => {
    const chips = ids.slice(0, most).map(chip);
    if (ids.length > most) chips.push(make("span", "", `+${ids.length - most}`));
    return make("div", "sifted-row", both(data.kinds[kind], make("h3")), make("div", "chips", ...chips));
  };
  const tell = (visible) => {
    fade(visible);
    const asked = place.value !== "" || boxes.some((box) => box.checked !== box.defaultChecked);
    get("sifted").hidden = !asked;
    if (!asked) { get("sifted-text").replaceChildren(); return; }
    const kinds = Object.fromEntries(["enterprise", "product"].map((kind) =>
      [kind, loose.filter(({ id }) => data.things[id].kind === kind && data.things[id].keys.length).map(({ id }) => id)]));
    const left = Object.fromEntries(Object.entries(kinds).map(([kind, ids]) => [kind, ids.filter((id) => visible.has(id))]));
    let text = page.text(words.left);
    for (const kind of Object.keys(kinds)) text = text.replace(`{${kind}}`, left[kind].length).replace(`{all ${kind}}`, kinds[kind].length);
    const rows = place.value ? Object.keys(left).filter((kind) => left[kind].length).map((kind) => row(kind, left[kind])) : [];
    get("sifted-text").replaceChildren(make("p", "", text), ...rows);
  };
  page.onRestyle(tell);

  // Show where the enterprises of a place are, with what they make as far as that stays readable.
  place.addEventListener("change", () => {
    const left = page.seen().filter((node) => !data.things[node.id].fixed);
    const people = left.filter((node) => data.things[node.id].kind === "enterprise");
    if (!place.value || !left.length) { page.begin(); return; }
    const around = (nodes) => [
      Math.min(...nodes.map(({ x }) => x)) - 110, Math.min(...nodes.map(({ y }) => y)) - 50,
      Math.max(...nodes.map(({ x }) => x)) + 110, Math.max(...nodes.map(({ y }) => y)) + 40,
    ];
    page.touch();
    page.network.setSize("100%", "100%");
    if (!page.fill(around(left), 0.5) && people.length) page.fill(around(people), 0.5);
  });
  get("clear").addEventListener("click", () => {
    for (const box of boxes) box.checked = box.defaultChecked;
    place.value = "";
    place.dispatchEvent(new Event("change"));
    if (slider) {
      slider.value = slider.max;
      slider.dispatchEvent(new Event("input"));
    }
    get("map").focus();
  });
})();
