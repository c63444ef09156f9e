// What if enterprises stop: the region's production as gates, worked out as the analysis does (greatest fixpoint).
"use strict";
(() => {
  const page = window.chaingraph;
  const { data, make, both } = page;
  const { every, inputs, makers, products, segments, enterprises } = data.wiring;
  const get = (id) => document.getElementById(id);
  const number = new Map(enterprises.map((id, place) => [id, place]));
  const unnamed = new Set(data.wiring.unnamed);
  const dependents = inputs.map(() => []);
  inputs.forEach((listed, gate) => listed.forEach((each) => dependents[each].push(gate)));

  // Everything works until something stops it. *kinds*: look at makers alone, not at what they need.
  const run = (gone, kinds) => {
    const works = every.map(() => true);
    const open = (gate) => {
      const group = makers[gate];
      if (group !== undefined && group.every((one) => gone.has(one))) return false;
      if (kinds && group !== undefined) return true;
      return every[gate] ? inputs[gate].every((each) => works[each]) : inputs[gate].some((each) => works[each]);
    };
    const waiting = every.map((_, gate) => gate);
    while (waiting.length) {
      const gate = waiting.pop();
      if (!works[gate] || open(gate)) continue;
      works[gate] = false;
      waiting.push(...dependents[gate]);
    }
    return Object.keys(products).filter((id) => !works[products[id]]).sort();
  };
  // What is left of a segment: who makes its products, or takes part in it and does not only develop them.
  const left = ([making, taking, developing], gone) => {
    const stay = (group) => group.filter((one) => !gone.has(one));
    const makes = new Set(stay(making));
    const only = new Set(stay(developing).filter((one) => !makes.has(one)));
    return new Set([...makes, ...stay(taking).filter((one) => !only.has(one))]);
  };
  page.fall = (removed) => {
    const gone = new Set(removed.map((id) => number.get(id)).filter((one) => one !== undefined));
    const lost = run(gone, false);
    const idle = new Set();
    for (const gate of lost.map((id) => products[id])) {
      for (const each of inputs[gate]) for (const one of makers[each] || []) if (!gone.has(one)) idle.add(enterprises[one]);
    }
    const held = Object.keys(segments).map((id) => {
      const [before, after] = [left(segments[id], new Set()), left(segments[id], gone)];
      const developing = segments[id][2];
      if (data.things[id].state === "developing" && developing.every((one) => gone.has(one))) return [id, "dropped"];
      const sole = after.size === 1 && ![...after].some((one) => unnamed.has(one));
      if (before.size && !after.size) return [id, "empty"];
      return after.size < before.size && sole ? [id, "sole"] : null;
    }).filter(Boolean);
    return { lost, direct: run(gone, true), idle: [...idle].sort(), segments: Object.fromEntries(held) };
  };

  // Segments whose products, as far as they are made here, all stop although somebody is left.
  const stopped = (lost) => {
    const inside = new Map(Object.keys(segments).map((id) => [id, []]));
    for (const [id, thing] of Object.entries(data.things)) {
      if (thing.in && Object.hasOwn(products, id)) inside.get(thing.in).push(id);
    }
    const gone = new Set(lost);
    return [...inside].filter(([, made]) => made.length && made.every((id) => gone.has(id))).map(([segment]) => segment);
  };

  // What is shown --------------------------------------------------------------------------------------------
  const off = new Set();
  let fallen = new Set();
  const chip = (id, why) => {
    const thing = data.things[id];
    const button = make("button", "chip fallen", make("b", "sign fallen", "⊘"), both(thing.name, make("bdi")));
    button.type = "button";
    button.dataset.to = id;
    if (why !== undefined) button.append(both(why, make("small")));
    return button;
  };
  const row = (title, chips) => make("div", "whatif-row", both(title, make("h3")), make("div", "chips", ...chips));
  const tell = () => {
    const box = get("whatif");
    box.hidden = off.size === 0;
    if (!off.size) { get("whatif-text").replaceChildren(); return; }
    const found = page.fall([...off]);
    const halted = stopped(found.lost).filter((id) => !Object.hasOwn(found.segments, id));
    fallen = new Set([...found.lost, ...halted, ...Object.keys(found.segments).filter((id) => found.segments[id] !== "sole")]);
    const direct = new Set(found.direct);
    const rows = [make("div", "chips", ...[...off].map((id) => {
      const button = make("button", "chip off", both(data.things[id].name, make("bdi")), " ×");
      button.type = "button";
      button.addEventListener("click", () => toggle(id));
      return button;
    }))];
    const { words } = data;
    if (found.lost.length) {
      rows.push(row(words.lost, found.lost.map((id) => chip(id, direct.has(id) ? words.direct : words.inputs))));
    } else rows.push(both(words.none, make("p")));
    const concerned = [...Object.entries(found.segments), ...halted.map((id) => [id, "stopped"])];
    if (concerned.length) rows.push(row(words.segments, concerned.map(([id, how]) => chip(id, words[how]))));
    if (found.idle.length) rows.push(row(words.idle, found.idle.map((id) => chip(id))));
    get("whatif-title").replaceChildren(both(words.whatIf));
    get("whatif-text").replaceChildren(...rows);
  };
  const toggle = (id) => {
    if (off.has(id)) off.delete(id);
    else off.add(id);
    page.latest();
    fallen = new Set();
    tell();
    page.restyle();
    page.reopen();
  };
  const signed = (id, mark) => page.text(data.things[id].label).replace(/^[✓▲✕△?·] /u, "").replace(/^/, `${mark} `);
  page.lay({
    marked: (id) => (off.has(id) || fallen.has(id) ? true : undefined),
    look: (id) => (off.has(id) ? "off" : fallen.has(id) ? "fallen" : undefined),
    label: (id) => (off.has(id) || fallen.has(id) ? signed(id, "⊘") : undefined),
  });
  page.extra((id) => {
    if (!number.has(id)) return [];
    const button = both(off.has(id) ? data.words.on : data.words.off, make("button", "plain switch"));
    button.type = "button";
    button.setAttribute("aria-pressed", String(off.has(id)));
    button.addEventListener("click", () => {
      toggle(id);
      (document.querySelector("#card .switch") || get("map")).focus();
    });
    return [button];
  });
  get("reset").addEventListener("click", () => {
    off.clear();
    fallen = new Set();
    tell();
    page.restyle();
    page.reopen();
    get("map").focus();
  });
  page.toggle = toggle;
})();
