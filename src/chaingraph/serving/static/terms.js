// Terms of an answer: reading them, writing them short, where they lead.
"use strict";
(() => {
  const ID = "https://w3id.org/chaingraph/id/", DATA = "https://w3id.org/chaingraph/data/", ONT = "https://w3id.org/chaingraph/ont#";
  const NUMERIC = /#(integer|decimal|double|float|int|long|short|nonNegativeInteger|positiveInteger|gYear)$/;
  const chaingraph = { ...JSON.parse(document.getElementById("data").textContent), prefixes: {} };
  window.chaingraph = chaingraph;

  chaingraph.say = (name, given = {}) =>
    chaingraph.words[name].replace(/\{(\w+)\}/g, (_, key) => String(given[key]));

  // An element with attributes and children; text is only ever text.
  chaingraph.make = (name, attributes = {}, ...children) => {
    const made = name.startsWith("svg:") ? document.createElementNS("http://www.w3.org/2000/svg", name.slice(4)) : document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  chaingraph.short = (iri) => {
    let best = "", base = "";
    for (const [prefix, start] of Object.entries(chaingraph.prefixes)) {
      if (iri.startsWith(start) && start.length > base.length) [best, base] = [prefix, start];
    }
    return base ? `${best}:${iri.slice(base.length)}` : iri;
  };

  const local = (place, rest) => {
    const [path, part] = rest.split(/#(.*)/s);
    return place + path.split("/").map(encodeURIComponent).join("/") + (part ? "?part=" + encodeURIComponent(part) : "");
  };
  chaingraph.address = (iri) => {
    if (iri.startsWith(ID)) return local("/id/", iri.slice(ID.length));
    if (iri.startsWith(DATA)) return local("/data/", iri.slice(DATA.length));
    if (iri.startsWith(ONT)) return "/ont#" + encodeURIComponent(iri.slice(ONT.length));
    return /^https?:\/\//.test(iri) ? iri : "";
  };

  chaingraph.number = (term) =>
    term && term.type === "literal" && (NUMERIC.test(term.datatype || "") || !term.datatype) && /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(term.value)
      ? Number(term.value) : undefined;

  const ESCAPES = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f", '"': '"', "'": "'", "\\": "\\" };
  const plain = (text) => text.replace(/\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)/gs, (_, mark) =>
    mark.length > 1 ? String.fromCodePoint(parseInt(mark.slice(1), 16)) : ESCAPES[mark] ?? mark);
  const TERM = /<([^>]*)>|_:([^\s]+)|"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?/gs;
  // A line of N-Triples as three terms.
  const triple = (line) => [...line.matchAll(TERM)].slice(0, 3).map(([, iri, blank, text, lang, datatype]) =>
    iri !== undefined ? { type: "uri", value: plain(iri) }
      : blank !== undefined ? { type: "bnode", value: blank }
        : { type: "literal", value: plain(text), ...(lang ? { "xml:lang": lang } : {}), ...(datatype ? { datatype } : {}) });

  // What came back: {kind, names, rows}, or {kind: "truth", truth}.
  chaingraph.read = (type, text) => {
    if (type.startsWith("application/n-triples")) {
      const rows = text.split("\n").filter((line) => line && !line.startsWith("#")).map(triple);
      return { kind: "graph", names: ["subject", "predicate", "object"], titles: ["subject", "predicate", "object"].map((name) => chaingraph.say(name)), rows };
    }
    const found = JSON.parse(text);
    if (typeof found.boolean === "boolean") return { kind: "truth", truth: found.boolean, names: [], rows: [] };
    const names = found.head.vars;
    return { kind: "table", names, titles: names, rows: found.results.bindings.map((row) => names.map((name) => (Object.hasOwn(row, name) ? row[name] : null))) };
  };
})();
