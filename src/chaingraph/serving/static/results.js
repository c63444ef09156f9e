// The answer as a table: names and links, pages, sorting; and its download in every form.
"use strict";
(() => {
  const { make, say, number, short, address } = window.chaingraph;
  const PAGE = 100, BASE = "https://w3id.org/chaingraph/";
  const FORMS = {
    table: [["JSON", "application/sparql-results+json", "srj"], ["XML", "application/sparql-results+xml", "srx"], ["CSV", "text/csv", "csv"], ["TSV", "text/tab-separated-values", "tsv"]],
    graph: [["Turtle", "text/turtle", "ttl"], ["N-Triples", "application/n-triples", "nt"], ["JSON-LD", "application/ld+json", "jsonld"], ["RDF/XML", "application/rdf+xml", "rdf"], ["N-Quads", "application/n-quads", "nq"], ["TriG", "application/trig", "trig"]],
  };
  const collator = new Intl.Collator(window.chaingraph.lang === "zh" ? "zh-CN" : "en", { numeric: true });

  // The names of things, asked of the same endpoint, in the language of the page; those not known stay as they are.
  const known = new Map();
  const naming = async (iris) => {
    const wanted = [...new Set(iris)].filter((iri) => iri.startsWith(BASE) && !iri.startsWith(BASE + "data/") && !known.has(iri) && !/[<>"{}|^`\\\s]/.test(iri)).slice(0, 2000);
    if (!wanted.length) return known;
    const query = `SELECT ?x ?name { VALUES ?x { ${wanted.map((iri) => `<${iri}>`).join(" ")} } ?x <http://www.w3.org/2004/02/skos/core#prefLabel>|<http://www.w3.org/2000/01/rdf-schema#label> ?name }`;
    const reply = await fetch("/sparql", { method: "POST", headers: { "Content-Type": "application/sparql-query", Accept: "application/sparql-results+json" }, body: query }).catch(() => null);
    if (!reply?.ok) return known;
    for (const { x, name } of (await reply.json()).results.bindings) {
      if (!known.has(x.value) || name["xml:lang"] === window.chaingraph.lang) known.set(x.value, name.value);
    }
    return known;
  };

  const cell = (term) => {
    if (!term) return make("td");
    if (term.type === "triple") return make("td", {}, JSON.stringify(term.value));
    if (term.type !== "uri") {
      const value = number(term);
      const made = make("td", value === undefined ? {} : { class: "number" }, make("bdi", {}, term.type === "bnode" ? "_:" + term.value : term.value));
      if (term["xml:lang"]) made.append(" ", make("small", {}, term["xml:lang"]));
      return made;
    }
    const name = known.get(term.value), place = address(term.value);
    const words = make("bdi", {}, name || short(term.value));
    const made = make("td", {}, place ? make("a", { href: place, title: term.value, target: "_blank", rel: "noopener" }, words) : words);
    if (name) made.append(make("code", { class: "short" }, short(term.value)));
    return made;
  };

  const key = (term) => (!term ? "" : term.type === "uri" ? known.get(term.value) || short(term.value) : term.value);

  const table = (answer, shown) => {
    const state = { page: 0, by: -1, down: false, rows: answer.rows };
    const pages = Math.max(1, Math.ceil(answer.rows.length / PAGE));
    const body = make("tbody"), at = make("span", { role: "status" });
    const [back, on] = [make("button", { type: "button" }, say("previous")), make("button", { type: "button" }, say("next"))];
    const heads = answer.titles.map((title, column) => {
      const button = make("button", { type: "button", title: say("sort") }, title);
      button.addEventListener("click", () => sort(column));
      return make("th", { scope: "col" }, button);
    });
    const fill = () => {
      const some = state.rows.slice(state.page * PAGE, (state.page + 1) * PAGE);
      const put = () => body.replaceChildren(...some.map((row) => make("tr", {}, ...row.map(cell))));
      put();
      naming(some.flat().filter((term) => term?.type === "uri").map((term) => term.value)).then(put);
      at.textContent = say("page", { n: state.page + 1, all: pages });
      [back.disabled, on.disabled] = [state.page === 0, state.page === pages - 1];
    };
    const sort = (column) => {
      if (state.by !== column) Object.assign(state, { by: column, down: false });
      else if (!state.down) state.down = true;
      else state.by = -1;
      heads.forEach((head, place) => {
        if (place === state.by) head.setAttribute("aria-sort", state.down ? "descending" : "ascending");
        else head.removeAttribute("aria-sort");
      });
      const compare = (one, other) => {
        const [a, b] = [one[column], other[column]];
        if (!a || !b) return (a ? 0 : 1) - (b ? 0 : 1);
        const [m, n] = [number(a), number(b)];
        const order = m !== undefined && n !== undefined ? m - n : collator.compare(key(a), key(b));
        return state.down ? -order : order;
      };
      state.rows = state.by < 0 ? answer.rows : [...answer.rows].sort(compare);
      state.page = 0;
      fill();
    };
    back.addEventListener("click", () => { state.page -= 1; fill(); });
    on.addEventListener("click", () => { state.page += 1; fill(); });
    const scroll = make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": say("rows", { n: answer.rows.length, s: "" }).split(/[,，]| in /)[0] },
      make("table", {}, make("thead", {}, make("tr", {}, ...heads)), body));
    shown.replaceChildren(scroll, ...(pages > 1 ? [make("p", { class: "tools" }, back, at, on)] : []));
    fill();
  };

  // No spreadsheet takes this for a formula; numbers stay as they are.
  const harmless = (value) => (/^[=+\-@\t\r\n\0＝＋－＠]/.test(value) && !/^[+-]?\d+(\.\d+)?$/.test(value) ? "'" + value : value);
  const quoted = (value) => '"' + harmless(value).replaceAll('"', '""') + '"';
  const excel = (answer) => {
    const lines = [answer.titles, ...answer.rows.map((row) => row.map((term) => (!term ? "" : term.type === "uri" ? short(term.value) : String(term.value))))];
    return new Blob(["\ufeff" + lines.map((line) => line.map(quoted).join(",") + "\r\n").join("")], { type: "text/csv" });
  };

  const save = (blob, name) => {
    const link = make("a", { href: URL.createObjectURL(blob), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  const offer = (answer, select) => {
    const forms = FORMS[answer.kind] || FORMS.table;
    const more = answer.kind === "truth" ? [] : [make("option", { value: "excel" }, say("excel"))];
    select.replaceChildren(...forms.map(([name, type]) => make("option", { value: type }, name)), ...more);
  };

  // The server's own text in the form chosen; null and what is wrong when it refuses.
  const download = async (query, answer, type) => {
    if (type === "excel") return save(excel(answer), "query.csv");
    const [, , ending] = (FORMS[answer.kind] || FORMS.table).find((form) => form[1] === type);
    const reply = await fetch("/sparql", { method: "POST", headers: { "Content-Type": "application/sparql-query", Accept: type }, body: query });
    if (!reply.ok) throw new Error(await reply.text());
    return save(await reply.blob(), `query.${ending}`);
  };

  Object.assign(window.chaingraph, { table, naming, known, offer, download });
})();
