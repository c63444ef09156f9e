// Completion and hints: our classes, properties and values by their names in either language, variables, keywords.
"use strict";
(() => {
  const { make, say } = window.chaingraph;
  const WORDS = ("SELECT DISTINCT REDUCED CONSTRUCT DESCRIBE ASK WHERE PREFIX BASE OPTIONAL UNION MINUS FILTER BIND AS VALUES UNDEF GRAPH GROUP BY HAVING ORDER ASC DESC " +
    "LIMIT OFFSET COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT SEPARATOR EXISTS NOT IN STR LANG LANGMATCHES DATATYPE BOUND IRI STRLEN SUBSTR UCASE LCASE STRSTARTS STRENDS " +
    "CONTAINS STRBEFORE STRAFTER CONCAT REPLACE REGEX ABS CEIL FLOOR ROUND NOW YEAR MONTH DAY COALESCE IF isIRI isLITERAL isNUMERIC").split(" ");
  const MOST = 80;
  let terms = [];

  const label = (term) => [term.zh, term.en][window.chaingraph.lang === "zh" ? 0 : 1] || term.zh || term.en;
  const about = (term) => term["about_" + window.chaingraph.lang] || term.about_en || term.about_zh || "";
  const plain = (text) => text.normalize("NFKC").toLowerCase();

  // Put in a term, and the prefix it needs where the query has none yet.
  const put = (term) => (view, _, from, to) => {
    const prefix = term.name.split(":")[0], text = view.state.doc.toString();
    const lacks = !new RegExp(`prefix\\s+${prefix}:`, "i").test(text);
    const line = lacks ? `PREFIX ${prefix}: <${window.chaingraph.prefixes[prefix]}>\n` : "";
    view.dispatch({
      changes: [...(lacks ? [{ from: 0, insert: line }] : []), { from, to, insert: term.name }],
      selection: { anchor: from + line.length + term.name.length },
    });
  };

  const info = (term) => () => make("div", {}, make("b", {}, `${term.zh} ${term.en}`.trim()), make("div", {}, about(term)));
  const rank = (term, text) => {
    const name = plain(term.name), own = name.split(":")[1], both = [plain(term.zh), plain(term.en)];
    if (own === text || both.includes(text)) return 0;
    if (name.startsWith(text) || own.startsWith(text) || both.some((one) => one.startsWith(text))) return 1;
    return name.includes(text) || both.some((one) => one.includes(text)) ? 2 : 3;
  };

  const variables = (context, word) => {
    const found = new Set(context.state.doc.toString().match(/\?[\p{L}\p{N}_]+/gu));
    found.delete(word.text);
    return { from: word.from, options: [...found].map((name) => ({ label: name, type: "variable" })) };
  };

  const complete = (context) => {
    const line = context.state.doc.lineAt(context.pos), before = line.text.slice(0, context.pos - line.from);
    if (/(^|\s)#[^>]*$/.test(before)) return null;
    const variable = context.matchBefore(/\?[\p{L}\p{N}_]*/u);
    if (variable) return variables(context, variable);
    const word = context.matchBefore(/[\p{L}\p{N}_:.-]+/u);
    if (!word && !context.explicit) return null;
    const text = plain(word ? word.text : "");
    const fitting = terms.map((term) => [rank(term, text), term]).filter(([order]) => order < 3).sort((a, b) => a[0] - b[0]).slice(0, MOST);
    const options = fitting.map(([, term]) => ({
      label: term.name, detail: label(term), type: term.kind === "class" ? "class" : term.kind === "concept" ? "constant" : "property", apply: put(term), info: info(term),
    }));
    const keywords = WORDS.filter((one) => text && plain(one).startsWith(text)).map((one) => ({ label: one, type: "keyword" }));
    return { from: word ? word.from : context.pos, options: [...(keywords.length < 4 ? keywords : []), ...options, ...(keywords.length < 4 ? [] : keywords)], filter: false };
  };

  const hint = (view, at) => {
    const line = view.state.doc.lineAt(at);
    for (const match of line.text.matchAll(/[\p{L}\p{N}_-]+:[\p{L}\p{N}_.-]+/gu)) {
      const [from, to] = [line.from + match.index, line.from + match.index + match[0].length];
      const term = from <= at && at <= to ? terms.find((one) => one.name === match[0]) : undefined;
      if (term) return { pos: from, end: to, above: true, create: () => ({ dom: make("div", { class: "hint" }, make("b", {}, `${say(term.kind)} · ${label(term)}`), make("div", {}, about(term))) }) };
    }
    return null;
  };

  Object.assign(window.chaingraph, { complete, hint, learn(found) { terms = found; } });
})();
