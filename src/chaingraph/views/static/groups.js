// The map of a large network: groups first; a click opens one, and only its members are drawn.
"use strict";
(() => {
  const page = window.chaingraph;
  const { data } = page;
  const get = (id) => document.getElementById(id);
  const place = get("map");
  const card = get("card");
  const report = get("report");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const nodes = new vis.DataSet();
  const edges = new vis.DataSet();
  const network = new vis.Network(place, { nodes, edges }, data.network.options);
  const first = [];
  data.sizes.reduce((sum, size) => { first.push(sum); return sum + size; }, 0);
  let opened = null;
  let chosen = null;

  const wrap = (text) => text.replace(/(.{13}|\S{13})(?=.)/gu, "$1\n").split("\n").slice(0, 2).join("\n") + (text.length > 26 ? "…" : "");
  const dress = (look, label, id, x, y) => ({
    id,
    label,
    x,
    y,
    shape: "box",
    color: { background: look.fill, border: look.line, highlight: { background: look.fill, border: data.looks.chosen.line }, hover: { background: look.fill, border: data.looks.chosen.line } },
    font: { face: data.face, size: look.size, color: look.text, mod: look.weight },
    borderWidth: look.width || 1,
    borderWidthSelected: 4,
    shapeProperties: { borderRadius: look.radius, borderDashes: look.dashes },
    widthConstraint: { minimum: data.wide - 14, maximum: data.wide },
  });
  const line = (id, from, to, look, width) => ({
    id, from, to, width, color: { color: look.color, inherit: false }, arrows: { to: { enabled: true, scaleFactor: 0.4 } },
  });
  const level = () => {
    nodes.clear();
    edges.clear();
    if (opened === null) {
      nodes.add(data.network.nodes.map((node) => dress(data.looks[node.look], page.text(node.label), node.id, node.x, node.y)));
      edges.add(data.network.edges.map((edge) => line(edge.id, edge.from, edge.to, data.lines.stage, Math.min(5, 1 + Math.log2(edge.count) / 2))));
      return;
    }
    const inside = [...Array(data.sizes[opened]).keys()].map((one) => first[opened] + one);
    const here = new Set(inside);
    nodes.add(inside.map((one) => {
      const state = data.stateOf[one];
      const look = data.looks[state || "idle"];
      const name = page.text(data.names[one]);
      return dress(look, wrap(state ? `${data.signs[state]} ${name}` : name), data.ids[one], data.spots[2 * one], data.spots[2 * one + 1]);
    }));
    const lines = [];
    for (let at = 0; at < data.links.length; at += 2) {
      const [from, to] = [data.links[at], data.links[at + 1]];
      if (here.has(from) && here.has(to)) lines.push(line(`e${at}`, data.ids[from], data.ids[to], data.lines.reported, 1.4));
    }
    edges.add(lines);
  };
  const fit = () => {
    network.fit({ animation: false });
    if (network.getScale() > 1) network.moveTo({ scale: 1 });
    if (network.getScale() >= 0.5) return;
    const spots = Object.values(network.getPositions());
    const [left, top] = [Math.min(...spots.map((spot) => spot.x)), Math.min(...spots.map((spot) => spot.y))];
    const scale = 0.62;
    const half = { x: place.clientWidth / 2 / scale, y: place.clientHeight / 2 / scale };
    network.moveTo({ scale, position: { x: left - 110 + half.x, y: top - 40 + half.y } });
  };
  const crumb = () => {
    get("up").hidden = opened === null;
    get("where").textContent = opened === null
      ? page.text(data.words.top)
      : `${page.text(data.groups[opened])} · ${data.sizes[opened]} ${page.text(data.words.members)}`;
  };
  const enter = (group) => {
    opened = group;
    chosen = null;
    level();
    crumb();
    fit();
  };
  const close = () => {
    card.hidden = true;
    report.hidden = false;
    chosen = null;
    network.unselectAll();
  };
  const show = (id) => {
    card.replaceChildren(...page.card(id, () => { close(); place.focus(); }));
    card.hidden = false;
    report.hidden = true;
    get("panel").scrollTop = 0;
  };
  const choose = (id) => {
    chosen = id;
    network.selectNodes([id], false);
    const group = opened === null ? Number(id.slice(1)) : null;
    const state = group === null ? page.stateOf(id) : "";
    const name = page.text(group === null ? data.things[id].name : data.groups[group]);
    get("said").textContent = state ? `${name} · ${page.text(data.states[state])}` : name;
  };
  page.open = (id) => {
    if (Object.hasOwn(data.groupOf, id)) { close(); enter(data.groupOf[id]); return; }
    if (!Object.hasOwn(data.things, id)) return;
    if (opened !== data.things[id].group) enter(data.things[id].group);
    show(id);
    choose(id);
    network.moveTo({ position: network.getPosition(id), scale: Math.max(0.8, network.getScale()), animation: calm ? false : { duration: 250, easingFunction: "easeInOutQuad" } });
  };
  const act = (id) => { if (opened === null) enter(Number(id.slice(1))); else { show(id); choose(id); } };
  network.on("click", (event) => { if (event.nodes.length) act(event.nodes[0]); else close(); });
  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-to], [data-group]");
    if (!target) return;
    if ("group" in target.dataset) { close(); enter(Number(target.dataset.group)); place.focus(); } else { page.open(target.dataset.to); card.focus({ preventScroll: true }); }
  });
  get("up").addEventListener("click", () => { close(); enter(null); place.focus(); });

  // Keys -----------------------------------------------------------------------------------------------------
  const ways = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  const step = ([right, down]) => {
    const spots = network.getPositions();
    const from = chosen !== null && Object.hasOwn(spots, chosen) ? spots[chosen] : network.getViewPosition();
    let best = null;
    for (const [id, spot] of Object.entries(spots)) {
      const along = (spot.x - from.x) * right + (spot.y - from.y) * down;
      const far = along + 2 * (Math.abs((spot.x - from.x) * down) + Math.abs((spot.y - from.y) * right));
      if (id !== chosen && (chosen === null || along > 1) && (!best || far < best.far)) best = { far, id };
    }
    if (!best) return;
    choose(best.id);
    network.moveTo({ position: spots[best.id] });
  };
  const turn = (factor) => network.moveTo({ scale: Math.min(3, Math.max(0.04, network.getScale() * factor)) });
  place.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (ways[event.key]) step(ways[event.key]);
    else if (event.key === "Enter" && chosen !== null) { act(chosen); if (!card.hidden) card.focus({ preventScroll: true }); }
    else if (event.key === "Escape") { if (!card.hidden || opened === null) close(); else enter(null); }
    else if (event.key === "+" || event.key === "=") turn(1.25);
    else if (event.key === "-") turn(0.8);
    else if (event.key === "0") network.fit({ animation: false });
    else return;
    event.preventDefault();
  });
  card.addEventListener("keydown", (event) => { if (event.key === "Escape") { close(); place.focus(); } });
  for (const button of document.querySelectorAll("[data-frame]")) button.addEventListener("click", () => network.fit({ animation: false }));
  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => turn(button.dataset.zoom === "in" ? 1.25 : 0.8));
  }

  // Tips, language, print, start -----------------------------------------------------------------------------
  const tip = get("tip");
  network.on("hoverNode", ({ node, pointer }) => {
    const name = opened === null ? page.text(data.groups[Number(node.slice(1))]) : page.text(data.things[node].name);
    tip.replaceChildren(page.make("p", "name", name));
    tip.hidden = false;
    tip.style.left = `${place.offsetLeft + Math.min(pointer.DOM.x + 16, place.clientWidth - tip.offsetWidth - 8)}px`;
    tip.style.top = `${place.offsetTop + pointer.DOM.y + 18}px`;
  });
  for (const gone of ["blurNode", "dragStart", "zoom"]) network.on(gone, () => { tip.hidden = true; });
  page.onLanguage(() => { level(); crumb(); });
  addEventListener("beforeprint", () => {
    const before = { position: network.getViewPosition(), scale: network.getScale() };
    network.setSize("1800px", "1100px");
    network.redraw();
    network.fit({ animation: false });
    network.redraw();
    const drawn = place.querySelector("canvas");
    const copy = get("printed");
    [copy.width, copy.height] = [drawn.width, drawn.height];
    copy.getContext("2d").drawImage(drawn, 0, 0);
    network.setSize("100%", "100%");
    network.redraw();
    network.moveTo(before);
  });
  get("print").addEventListener("click", () => print());
  page.network = network;
  page.enter = enter;
  enter(null);
  network.once("afterDrawing", () => { document.documentElement.dataset.ready = "yes"; });
  const wished = page.wishes().get("at");
  if (wished) page.open(wished);
})();
