// Print: the whole map is drawn once more, larger, on a canvas that only print shows; everything folded opens.
"use strict";
(() => {
  const { network, data, frame } = window.chaingraph;
  const get = (id) => document.getElementById(id);
  const place = get("map");
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    for (const part of folded) part.open = true;
    const before = { position: network.getViewPosition(), scale: network.getScale() };
    const [left, top, right, bottom] = data.frames.all;
    const high = Math.round(Math.min(2600, Math.max(700, (1800 * (bottom - top)) / (right - left))));
    network.setSize("1800px", `${high}px`);
    network.redraw();
    frame("all", 0.02, 2);
    network.redraw();
    const drawn = place.querySelector("canvas");
    const copy = get("printed");
    [copy.width, copy.height] = [drawn.width, drawn.height];
    copy.getContext("2d").drawImage(drawn, 0, 0);
    network.setSize("100%", "100%");
    network.redraw();
    network.moveTo(before);
  });
  addEventListener("afterprint", () => { for (const part of folded) part.open = false; });
  get("print").addEventListener("click", () => print());
})();
