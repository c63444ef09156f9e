// The query page: the text, running it, what is shown of the answer, examples, links to share.
"use strict";
(() => {
  const { make, say, read, words, lang, nonce } = window.chaingraph;
  const { EditorView, basicSetup, sparql, keymap, autocompletion, hoverTooltip, setDiagnostics } = window.CodeMirror;
  const id = (name) => document.getElementById(name);
  const [status, fault, section, shown, cut] = ["status", "fault", "answer", "shown", "cut"].map(id);
  const views = [...document.querySelectorAll("[data-view]")];
  let answer = null, asked = "", stop = null, wished = new URLSearchParams(location.search).get("view") || "table";

  const THEME = EditorView.theme({
    "&": { fontSize: "14px", minHeight: "220px", maxHeight: "55vh" },
    ".cm-scroller": { overflow: "auto", fontFamily: "var(--mono)", minHeight: "220px" },
    "&.cm-focused": { outline: "3px solid #1a73c7", outlineOffset: "-3px" },
    ".cm-completionDetail": { fontStyle: "normal", color: "inherit" },
    ".cm-gutters": { color: "#55606b" },
    ".hint, .cm-completionInfo": { maxWidth: "360px", padding: "4px 8px", fontFamily: "var(--face)", whiteSpace: "normal" },
  });
  const text = () => view.state.doc.toString();
  const link = (more = {}) => "/sparql?" + new URLSearchParams({ query: text(), ...(wished === "table" ? {} : { view: wished }), ...more });

  const view = new EditorView({
    doc: window.chaingraph.query,
    extensions: [
      EditorView.cspNonce.of(nonce),
      keymap.of([{ key: "Mod-Enter", run: () => { run(); return true; } }]),
      basicSetup, sparql(), THEME, EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": words.editor }),
      autocompletion({ override: [window.chaingraph.complete] }),
      hoverTooltip(window.chaingraph.hint),
    ],
    parent: id("editor"),
  });
  const write = (words) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: words }, selection: { anchor: 0 } });
  Object.defineProperty(window.chaingraph, "text", { get: text, set: write });

  // Where the engine says that a query is wrong, a mark.
  const mark = (said) => {
    const [, row, column] = said.match(/(?:error at |第 )(\d+)(?::| 行第 )(\d+)/) || [];
    const line = row && Number(row) <= view.state.doc.lines ? view.state.doc.line(Number(row)) : null;
    const from = line ? Math.min(line.from + Number(column) - 1, line.to) : 0;
    view.dispatch(setDiagnostics(view.state, line ? [{ from, to: Math.min(from + 1, line.to), severity: "error", message: said }] : []));
  };
  const complain = (said) => {
    fault.textContent = said.trim();
    fault.hidden = !said;
    mark(said);
  };

  const network = () => {
    shown.replaceChildren(make("iframe", { class: "picture", name: "picture", title: words.network, sandbox: "allow-scripts allow-modals allow-downloads" }));
    id("draw").elements.query.value = asked;
    id("draw").submit();
  };

  const show = (kind) => {
    const fits = { table: answer.kind !== "truth", network: window.chaingraph.hasNetwork(answer), chart: window.chaingraph.hasChart(answer), map: window.chaingraph.hasMap(answer) };
    const now = fits[kind] ? kind : "table";
    for (const button of views) {
      button.disabled = !fits[button.dataset.view];
      button.setAttribute("aria-pressed", String(button.dataset.view === now));
    }
    if (answer.kind === "truth") shown.replaceChildren(make("p", {}, make("b", {}, answer.truth ? words.yes : words.no)));
    else if (!answer.rows.length) shown.replaceChildren(make("p", { class: "note" }, words.none));
    else if (now === "network") network();
    else if (now === "table") window.chaingraph.table(answer, shown);
    else {
      const things = answer.rows.slice(0, 2000).flat().filter((term) => term?.type === "uri").map((term) => term.value);
      window.chaingraph.naming(things).then((names) => window.chaingraph[now](answer, shown, names));
    }
  };

  const run = async () => {
    stop?.abort();
    const own = (stop = new AbortController()), began = performance.now(), query = text();
    id("stop").disabled = false;
    status.textContent = words.running;
    section.hidden = true;
    complain("");
    history.replaceState(null, "", link());
    try {
      const reply = await fetch("/sparql", {
        method: "POST", body: query, signal: own.signal,
        headers: { "Content-Type": "application/sparql-query", Accept: "application/sparql-results+json, application/n-triples;q=0.9", "Accept-Language": lang },
      });
      const said = await reply.text();
      if (own !== stop) return;
      if (!reply.ok) {
        status.textContent = "";
        complain(said);
        return;
      }
      [answer, asked] = [read(reply.headers.get("content-type"), said), query];
      const seconds = ((performance.now() - began) / 1000).toFixed(2);
      status.textContent = answer.kind === "truth" ? "" : say(answer.kind === "graph" ? "triples" : "rows", { n: answer.rows.length, s: seconds });
      cut.hidden = !reply.headers.has("x-sparql-maxrows");
      cut.textContent = say("cut", { n: reply.headers.get("x-sparql-maxrows") });
      section.hidden = false;
      window.chaingraph.offer(answer, id("format"));
      show(wished);
    } catch (error) {
      if (own !== stop) return;
      status.textContent = error.name === "AbortError" ? words.stopped : "";
      if (error.name !== "AbortError") complain(words.lost);
    } finally {
      if (own === stop) id("stop").disabled = true;
    }
  };

  const share = async () => {
    const whole = location.origin + link();
    history.replaceState(null, "", link());
    try {
      await navigator.clipboard.writeText(whole);
      status.textContent = words.copied;
    } catch {
      status.textContent = words.link + whole;
    }
  };

  const list = (examples) => {
    const place = id("examples");
    let theme = "";
    for (const { name, ...both } of examples) {
      const one = both[lang];
      if (one.theme !== theme) place.append(make("h2", {}, (theme = one.theme)));
      if (one.address) {
        place.append(make("a", { href: one.address, "data-example": name }, one.title));
        continue;
      }
      const button = make("button", { type: "button", "data-example": name }, one.title);
      button.addEventListener("click", () => { write(one.text); run(); });
      place.append(button);
    }
    id("sift").addEventListener("input", () => {
      const wanted = id("sift").value.trim().toLowerCase().split(/\s+/);
      for (const button of place.querySelectorAll("[data-example]")) {
        const own = (button.textContent + " " + button.dataset.example).toLowerCase();
        button.hidden = !wanted.every((word) => own.includes(word));
      }
      for (const head of place.querySelectorAll("h2")) {
        let next = head.nextElementSibling;
        while (next?.hidden) next = next.nextElementSibling;
        head.hidden = !next || next.tagName === "H2";
      }
    });
  };

  for (const button of views) {
    button.addEventListener("click", () => {
      wished = button.dataset.view;
      history.replaceState(null, "", link());
      show(wished);
    });
  }
  id("run").addEventListener("click", run);
  id("stop").addEventListener("click", () => stop?.abort());
  id("share").addEventListener("click", share);
  id("download").addEventListener("click", () => window.chaingraph.download(asked, answer, id("format").value).catch((error) => complain(error.message)));
  id("other").addEventListener("click", () => id("other").setAttribute("href", link({ lang: lang === "zh" ? "en" : "zh" })));

  fetch("/editor.json").then((reply) => (reply.ok ? reply.json() : Promise.reject(new Error()))).then((found) => {
    window.chaingraph.prefixes = found.prefixes;
    window.chaingraph.learn(found.terms);
    list([...found.examples, ...found.analyses]);
  }).catch(() => { id("examples").textContent = words.failed; }).finally(() => {
    document.documentElement.dataset.ready = "";
    if (window.chaingraph.asked) run();
  });
})();
