// The card of one thing: what it is, who makes it, who needs it, and on which lines that stands.
"use strict";
(() => {
  const { data, both } = window.chaingraph;

  const make = (name, className, ...children) => {
    const element = document.createElement(name);
    if (className) element.className = className;
    element.append(...children);
    return element;
  };

  const sign = (state) => {
    const element = make("b", "sign " + state, data.signs[state]);
    element.setAttribute("aria-hidden", "true");
    return element;
  };

  // A line that leads to a thing has the thing's name and state unless it says otherwise.
  const entry = (line) => {
    const item = { ...line };
    const other = Object.prototype.hasOwnProperty.call(data.things, line.to) ? data.things[line.to] : {};
    if (!("head" in item) && "name" in other) item.head = other.name;
    if (!("state" in item) && "state" in other) item.state = other.state;
    const element = make(item.to ? "button" : "div", "item " + (item.state || ""));
    if (item.to) {
      element.type = "button";
      element.dataset.to = item.to;
    }
    if ("head" in item || "tag" in item) {
      const head = make("span", "head");
      if (item.state) head.append(sign(item.state), both(data.states[item.state], make("span", "unseen")));
      if ("head" in item) head.append(both(item.head, make("bdi", "name")));
      if ("tag" in item) head.append(both(item.tag, make("span", "tag")));
      element.append(head);
    }
    for (const line of item.lines || []) element.append(both(line, make("span", "text")));
    if ("cite" in item) element.append(both(item.cite, make("span", "cite")));
    return element;
  };

  const section = (part) => {
    const box = part.fold
      ? make("details", "part", both(part.title, make("summary")))
      : make("section", "part", both(part.title, make("h3")));
    if ("note" in part) box.append(both(part.note, make("p", "note")));
    if (part.items.length) {
      const items = part.items.map((item) => make("li", "", entry(item)));
      box.append(make(part.fold ? "ol" : "ul", "items", ...items));
    }
    return box;
  };

  window.chaingraph.make = make;
  window.chaingraph.sign = sign;
  window.chaingraph.section = section;
  const stated = (id) => {
    const thing = data.things[id];
    const state = window.chaingraph.stateOf(id);
    const kind = make("p", "kind " + state, both(data.kinds[thing.kind]));
    if (state) kind.append(" ", sign(state), both(data.states[state]));
    return kind;
  };
  const extras = [];
  window.chaingraph.extra = (extra) => { extras.push(extra); };
  window.chaingraph.card = (id, close) => {
    const thing = data.things[id];
    const back = both(data.words.back, make("button", "plain back"));
    back.type = "button";
    back.addEventListener("click", close);
    const more = extras.flatMap((extra) => extra(id));
    const facts = make("ul", "facts", ...thing.facts.map((fact) => both(fact, make("li"))));
    return [back, both(thing.name, make("h2")), stated(id), ...more, facts, ...thing.sections.map(section)];
  };
  window.chaingraph.tip = (id) => {
    const thing = data.things[id];
    const facts = thing.tip.slice(0, 7).map((fact) => both(fact, make("p")));
    return [both(thing.name, make("p", "name")), stated(id), ...facts];
  };
})();
