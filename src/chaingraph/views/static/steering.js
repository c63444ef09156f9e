// Tips under the pointer, and keys that walk over a map.
"use strict";
(() => {
  const page = window.chaingraph;
  const { data, network } = page;
  const get = (id) => document.getElementById(id);
  const place = get("map");
  const card = get("card");

  // Tips -----------------------------------------------------------------------------------------------------
  const tip = get("tip");
  const show = (id, { x, y }) => {
    if (!Object.hasOwn(data.things, id)) return;
    tip.replaceChildren(...page.tip(id));
    tip.hidden = false;
    const left = place.offsetLeft + Math.min(x + 16, place.clientWidth - tip.offsetWidth - 8);
    const below = y + 18 + tip.offsetHeight < place.clientHeight;
    tip.style.left = `${Math.max(place.offsetLeft + 4, left)}px`;
    tip.style.top = `${place.offsetTop + (below ? y + 18 : Math.max(4, y - tip.offsetHeight - 14))}px`;
  };
  const hide = () => { tip.hidden = true; };
  network.on("hoverNode", (event) => show(event.node, event.pointer.DOM));
  network.on("hoverEdge", (event) => { if (tip.hidden) show(event.edge, event.pointer.DOM); });
  network.on("blurNode", hide);
  network.on("blurEdge", hide);
  network.on("dragStart", hide);
  network.on("zoom", hide);

  // Keys -----------------------------------------------------------------------------------------------------
  const ways = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  const step = ([right, down]) => {
    const chosen = page.chosen();
    const from = chosen ? network.getPosition(chosen) : network.getViewPosition();
    let best = null;
    for (const node of page.seen()) {
      const along = (node.x - from.x) * right + (node.y - from.y) * down;
      const aside = Math.abs((node.x - from.x) * down) + Math.abs((node.y - from.y) * right);
      const far = along + 2 * aside;
      if (node.id !== chosen && (!chosen || along > 1) && (!best || far < best.far)) best = { far, id: node.id };
    }
    if (!best) return;
    page.choose(best.id);
    page.say(best.id);
    if (!card.hidden) page.show(best.id);
    const spot = network.canvasToDOM(network.getPosition(best.id));
    const inside = spot.x > 90 && spot.y > 30 && spot.x < place.clientWidth - 90 && spot.y < place.clientHeight - 30;
    if (!inside) network.moveTo({ position: network.getPosition(best.id) });
  };
  place.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const chosen = page.chosen();
    if (ways[event.key]) step(ways[event.key]);
    else if (event.key === "Enter" && chosen) { page.open(chosen); card.focus({ preventScroll: true }); }
    else if (event.key === "Escape") page.close();
    else if (event.key === "+" || event.key === "=") page.turn(1.25);
    else if (event.key === "-") page.turn(0.8);
    else if (event.key === "0") page.frame("all", 0.08);
    else return;
    page.touch();
    event.preventDefault();
  });
  card.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { page.close(); place.focus(); }
  });
})();
