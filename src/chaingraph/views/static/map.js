// The map: a vis-network with fixed positions, lanes behind it, search, filters and keys.
"use strict";
(() => {
  const page = window.chaingraph;
  const { data, make, both } = page;
  const things = data.things;
  const get = (id) => document.getElementById(id);
  const place = get("map");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const has = (id) => Object.prototype.hasOwnProperty.call(things, id);

  // Looks ----------------------------------------------------------------------------------------------------
  // Filters and what-ifs (filters.js, whatif.js) lay rules over the map: each may hide a node or an edge, or give a node
  // another look, label or state.
  const rules = [];
  const ruled = (name, id, otherwise) => {
    for (const rule of rules) {
      const found = rule[name] && rule[name](id);
      if (found !== undefined) return found;
    }
    return otherwise;
  };
  page.stateOf = (id) => ruled("state", id, things[id].state || "");
  const lookOf = (node) => ruled("look", node.id, node.look);
  const labelOf = (id) => ruled("label", id, page.text(things[id].label));
  const dressed = (node, mode) => {
    const look = data.looks[lookOf(node)];
    const color = mode === "dim" ? data.looks.dim : look;
    const strong = mode === "strong";
    const fill = { background: color.fill, border: strong ? data.looks.chosen.line : color.line };
    return {
      id: node.id,
      label: labelOf(node.id),
      color: { ...fill, highlight: fill, hover: fill },
      font: { face: data.face, size: look.size, color: color.text, mod: look.weight },
      heightConstraint: { minimum: node.tall[page.index] },
      borderWidth: strong ? 4 : look.width,
      borderWidthSelected: 4,
      shapeProperties: { borderRadius: look.radius, borderDashes: look.dashes },
    };
  };
  const drawn = (edge, mode) => {
    const look = data.lines[edge.look];
    const color = mode === "dim" ? "#e3e7eb" : mode === "strong" ? data.looks.chosen.line : look.color;
    return {
      id: edge.id,
      color: { color, highlight: data.looks.chosen.line, hover: data.looks.chosen.line, inherit: false },
      width: mode === "strong" ? look.width + 1.2 : look.width,
      dashes: look.dashes,
      arrows: edge.arrows === "to" ? { to: { enabled: true, scaleFactor: look.arrow } } : {},
    };
  };

  const given = { nodes: data.network.nodes, edges: data.network.edges };
  const nodes = new vis.DataSet(given.nodes.map((node) => ({ ...node, ...dressed(node) })));
  const edges = new vis.DataSet(given.edges.map((edge) => ({ ...edge, ...drawn(edge), hidden: edge.quiet === true })));
  const near = new Map(given.nodes.map((node) => [node.id, new Set(things[node.id].near || [])]));
  for (const edge of given.edges) {
    near.get(edge.from).add(edge.to);
    near.get(edge.to).add(edge.from);
  }
  const network = new vis.Network(place, { nodes, edges }, data.network.options);

  // What is shown --------------------------------------------------------------------------------------------
  let chosen = null;
  const off = (name, value) => {
    const box = document.querySelector(`input[name="${name}"][value="${value}"]`);
    return box !== null && !box.checked;
  };
  const seen = (node) => {
    const thing = things[node.id];
    if (thing.fixed) return true;
    const state = page.stateOf(node.id);
    return !(off("kind", thing.kind) || (state && off("state", state)) || ruled("hides", node.id, false));
  };
  const drawnEdge = (edge) => !rules.some((rule) => rule.hidesEdge && rule.hidesEdge(edge));
  const listeners = [];
  const restyle = () => {
    const lit = chosen && near.get(chosen);
    const visible = new Set(given.nodes.filter(seen).map((node) => node.id));
    nodes.update(given.nodes.map((node) => ({
      ...dressed(node, !lit ? "" : node.id === chosen ? "strong" : lit.has(node.id) || ruled("marked", node.id) ? "" : "dim"),
      hidden: !visible.has(node.id),
    })));
    const asked = new Set([...document.querySelectorAll('input[name="links"]:checked')].map((box) => box.value));
    edges.update(given.edges.map((edge) => {
      const touches = chosen === edge.from || chosen === edge.to;
      const wanted = !edge.quiet || touches || asked.has(edge.look === "makes" ? "makes" : "flow");
      return {
        ...drawn(edge, !lit ? "" : touches ? "strong" : "dim"),
        hidden: !(wanted && drawnEdge(edge) && visible.has(edge.from) && visible.has(edge.to)),
      };
    }));
    for (const listener of listeners) listener(visible);
  };
  for (const box of document.querySelectorAll(".filters input")) box.addEventListener("change", restyle);
  page.lay = (rule) => { rules.push(rule); };
  page.restyle = restyle;
  page.onRestyle = (listener) => { listeners.push(listener); };
  page.seen = () => given.nodes.filter(seen);

  page.lanes(network);

  // Where we look --------------------------------------------------------------------------------------------
  const margin = 14;
  const fill = ([left, top, right, bottom], least, most = 1.15) => {
    const { clientWidth: width, clientHeight: height } = place.firstElementChild;
    const fit = Math.min((width - 2 * margin) / (right - left), (height - 2 * margin) / (bottom - top), most);
    const scale = Math.max(fit, least);
    const half = { x: width / 2 / scale, y: height / 2 / scale };
    const middle = (left + right) / 2;
    const edge = margin / scale;
    network.moveTo({
      scale,
      position: {
        x: right - left > 2 * half.x ? left - edge + half.x : middle,
        y: top - edge + half.y,
      },
    });
    return fit >= least;
  };
  const frame = (name, least, most) => fill(data.frames[name], least, most);
  let touched = false;
  const begin = () => ["all", "segments", "core"].some((name) => data.frames[name] && frame(name, data.readable));
  const turn = (factor) => network.moveTo({ scale: Math.min(3, Math.max(0.08, network.getScale() * factor)) });
  network.on("zoom", () => {
    touched = true;
    if (network.getScale() > 3) network.moveTo({ scale: 3 });
    if (network.getScale() < 0.08) network.moveTo({ scale: 0.08 });
  });
  network.on("dragStart", () => { touched = true; });
  network.on("resize", () => { if (!touched) requestAnimationFrame(begin); });
  for (const button of document.querySelectorAll("[data-frame]")) {
    button.addEventListener("click", () => { touched = true; frame(button.dataset.frame, 0.08); });
  }
  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => { touched = true; turn(button.dataset.zoom === "in" ? 1.25 : 0.8); });
  }

  // Choosing -------------------------------------------------------------------------------------------------
  const card = get("card");
  const report = get("report");
  const say = (id) => {
    const thing = things[id];
    const now = page.stateOf(id);
    const state = now ? page.text(data.states[now]) : "";
    get("said").textContent = [page.text(thing.name), state].filter(Boolean).join(" · ");
  };
  const close = () => {
    card.hidden = true;
    report.hidden = false;
    choose(null);
  };
  const open = (id) => {
    card.replaceChildren(...page.card(id, () => { close(); place.focus(); }));
    card.hidden = false;
    report.hidden = true;
    get("panel").scrollTop = 0;
  };
  const choose = (id) => {
    chosen = id !== null && near.has(id) ? id : null;
    network.unselectAll();
    if (chosen) network.selectNodes([chosen], false);
    restyle();
  };
  // Show a thing with all it is linked to where that stays readable, else the thing itself.
  const view = (id) => {
    const own = network.getPosition(id);
    const spots = [own, ...Object.values(network.getPositions([...near.get(id)].filter((one) => near.has(one))))];
    const [xs, ys] = [spots.map((spot) => spot.x), spots.map((spot) => spot.y)];
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const fit = Math.min(place.clientWidth / (right - left + 230), place.clientHeight / (bottom - top + 90));
    const scale = fit < 0.6 ? Math.max(network.getScale(), 0.85) : Math.min(fit, 1);
    const middle = fit < 0.6 ? own : { x: (left + right) / 2, y: (top + bottom) / 2 };
    const highest = data.frames.all[1] + (place.clientHeight / 2 - margin) / scale;
    return { position: { x: middle.x, y: Math.max(middle.y, highest) }, scale };
  };
  const go = (id) => {
    if (!has(id)) return;
    get("tip").hidden = true;
    open(id);
    const node = near.has(id) ? id : things[id].node;
    if (!near.has(node)) return;
    for (const name of ["kind", "state"]) {
      const box = document.querySelector(`input[name="${name}"][value="${things[node][name]}"]`);
      if (box) box.checked = true;
    }
    for (const rule of rules) if (rule.bringBack) rule.bringBack(node);
    choose(node);
    say(id);
    touched = true;
    network.moveTo({ ...view(node), animation: calm ? false : { duration: 250, easingFunction: "easeInOutQuad" } });
  };
  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-to]");
    if (!target) return;
    go(target.dataset.to);
    card.focus({ preventScroll: true });
  });
  network.on("click", (event) => {
    const id = event.nodes[0] ?? event.edges[0];
    if (id === undefined || !has(id)) { close(); return; }
    open(id);
    choose(event.nodes[0] ?? null);
  });

  // Language, start -----------------------------------------------------------------------------------
  page.onLanguage(restyle);
  Object.assign(page, { network, begin, fill, frame, turn, choose, say, close, show: open, touch: () => { touched = true; } });
  page.chosen = () => chosen;
  page.reopen = () => { if (!card.hidden && chosen) open(chosen); };
  page.open = go;
  begin();
  network.once("afterDrawing", () => { document.documentElement.dataset.ready = "yes"; });
  const wished = page.wishes().get("at");
  if (wished) go(wished);
})();
