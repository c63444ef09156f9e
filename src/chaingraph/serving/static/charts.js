// Chart and map of an answer, as plain drawings.
"use strict";
(() => {
  const { make, say, number, short } = window.chaingraph;
  const BARS = 60, DOTS = 5000;
  const svg = (name, attributes, ...children) => make("svg:" + name, attributes, ...children);
  const text = (x, y, words, attributes = {}) => svg("text", { x, y, ...attributes }, words);
  const cut = (words, most) => (words.length > most ? words.slice(0, most - 1) + "…" : words);
  const told = (term, names) => (!term ? "" : term.type === "uri" ? names?.get(term.value) || short(term.value) : term.value);

  const numeric = (answer, column) => {
    const bound = answer.rows.filter((row) => row[column]);
    return bound.length > 0 && bound.every((row) => number(row[column]) !== undefined);
  };
  const columns = (answer) => answer.names.map((_, column) => column);
  const place = (answer, pattern) => columns(answer).find((column) => pattern.test(answer.names[column]) && numeric(answer, column));
  const places = (answer) => [place(answer, /^(lat|latitude|纬度)$/i), place(answer, /^(lon|lng|long|longitude|经度)$/i)];
  const dated = (answer, column) => answer.rows.every((row) => row[column] && /^\d{4}(-\d\d){0,2}$/.test(row[column].value));

  // Which columns a chart can have: names across, numbers up.
  const axes = (answer) => {
    const up = columns(answer).filter((column) => numeric(answer, column) && !dated(answer, column));
    return { up, across: columns(answer).filter((column) => !up.includes(column)) };
  };

  const ticks = (least, most) => {
    const step = 10 ** Math.floor(Math.log10((most - least) / 4 || 1));
    const wide = [1, 2, 5, 10].map((factor) => factor * step).find((each) => (most - least) / each <= 6) || step;
    const found = [];
    for (let at = Math.ceil(least / wide) * wide; at <= most + wide / 1e6; at += wide) found.push(Number(at.toPrecision(12)));
    return found;
  };

  const bars = (rows) => {
    const left = 260, wide = 900, tall = rows.length * 24 + 30;
    const least = Math.min(0, ...rows.map((row) => row.value)), most = Math.max(0, ...rows.map((row) => row.value)) || 1;
    const x = (value) => left + ((value - least) / (most - least)) * (wide - left - 80);
    const drawn = svg("svg", { class: "drawing", role: "img", "aria-label": say("chart"), viewBox: `0 0 ${wide} ${tall}`, width: wide, height: tall });
    for (const tick of ticks(least, most)) {
      drawn.append(svg("line", { class: "grid", x1: x(tick), x2: x(tick), y1: 20, y2: tall - 6 }), text(x(tick), 14, String(tick), { "text-anchor": "middle", class: "soft" }));
    }
    rows.forEach((row, at) => {
      const y = 24 + at * 24, start = x(Math.min(0, row.value));
      drawn.append(
        text(left - 8, y + 13, cut(row.name, 20), { "text-anchor": "end" }),
        svg("rect", { class: "bar", x: start, y, width: Math.max(1, x(Math.max(0, row.value)) - start), height: 17 }, svg("title", {}, `${row.name}: ${row.value}`)),
        text(x(Math.max(0, row.value)) + 5, y + 13, String(row.value)),
      );
    });
    return drawn;
  };

  const line = (rows) => {
    const left = 70, wide = 900, tall = 360, floor = tall - 40;
    const time = (name) => { const [year, month, day] = name.split("-").map(Number); return year + ((month || 1) - 1) / 12 + ((day || 1) - 1) / 372; };
    const sorted = [...rows].sort((a, b) => time(a.name) - time(b.name));
    const times = sorted.map((row) => time(row.name)), values = sorted.map((row) => row.value);
    const [first, last] = [times[0], times.at(-1)], least = Math.min(0, ...values), most = Math.max(...values, least + 1e-9);
    const x = (at) => left + (last > first ? (at - first) / (last - first) : 0.5) * (wide - left - 30);
    const y = (value) => floor - ((value - least) / (most - least)) * (floor - 24);
    const drawn = svg("svg", { class: "drawing", role: "img", "aria-label": say("chart"), viewBox: `0 0 ${wide} ${tall}`, width: wide, height: tall });
    for (const tick of ticks(least, most)) {
      drawn.append(svg("line", { class: "grid", x1: left, x2: wide - 20, y1: y(tick), y2: y(tick) }), text(left - 6, y(tick) + 4, String(tick), { "text-anchor": "end", class: "soft" }));
    }
    drawn.append(svg("polyline", { class: "line", points: sorted.map((row, at) => `${x(times[at])},${y(row.value)}`).join(" ") }));
    let free = -Infinity;
    sorted.forEach((row, at) => {
      drawn.append(svg("circle", { class: "dot", cx: x(times[at]), cy: y(row.value), r: 4 }, svg("title", {}, `${row.name}: ${row.value}`)));
      if (x(times[at]) < free) return;
      drawn.append(text(x(times[at]), tall - 18, row.name, { "text-anchor": "middle", class: "soft" }));
      free = x(times[at]) + 12 + row.name.length * 7;
    });
    return drawn;
  };

  const chart = (answer, shown, names) => {
    const { up, across } = axes(answer);
    const choice = (label, listed) => {
      const select = make("select", {}, ...listed.map((column) => make("option", { value: column }, answer.titles[column])));
      return [select, make("label", {}, label + " ", select)];
    };
    const [by, byLabel] = choice(say("across"), across), [of, ofLabel] = choice(say("value"), up);
    const place = make("div");
    const draw = () => {
      const rows = answer.rows.filter((row) => row[of.value]).map((row) => ({ name: told(row[by.value], names), value: number(row[of.value]) }));
      const time = dated(answer, Number(by.value)) && new Set(rows.map((row) => row.name)).size === rows.length;
      const kept = time ? rows : rows.slice(0, BARS);
      place.replaceChildren(time ? line(kept) : bars(kept), ...(kept.length < rows.length ? [make("p", { class: "note" }, say("first", { n: kept.length }))] : []));
    };
    by.addEventListener("change", draw);
    of.addEventListener("change", draw);
    shown.replaceChildren(make("p", { class: "tools" }, byLabel, ofLabel), place);
    draw();
  };

  const map = (answer, shown, names) => {
    const [lat, lon] = places(answer), label = columns(answer).find((column) => column !== lat && column !== lon);
    const all = answer.rows.filter((row) => row[lat] && row[lon]).map((row) => ({ y: number(row[lat]), x: number(row[lon]), name: label === undefined ? "" : told(row[label], names) }))
      .filter((dot) => Math.abs(dot.y) <= 90 && Math.abs(dot.x) <= 360);
    const dots = all.slice(0, DOTS), wide = 900, tall = 620, edge = 50;
    const range = (values) => { const [a, b] = [Math.min(...values), Math.max(...values)]; const pad = (b - a) * 0.05 || 0.05; return [a - pad, b + pad]; };
    const [south, north] = range(dots.map((dot) => dot.y)), [west, east] = range(dots.map((dot) => dot.x));
    const squeeze = Math.cos(((south + north) / 2) * Math.PI / 180);
    const scale = Math.min((wide - 2 * edge) / ((east - west) * squeeze), (tall - 2 * edge) / (north - south));
    const x = (value) => wide / 2 + (value - (west + east) / 2) * squeeze * scale, y = (value) => tall / 2 - (value - (south + north) / 2) * scale;
    const drawn = svg("svg", { class: "drawing", role: "img", "aria-label": say("map"), viewBox: `0 0 ${wide} ${tall}`, width: wide, height: tall });
    for (const tick of ticks(south, north)) drawn.append(svg("line", { class: "grid", x1: 0, x2: wide, y1: y(tick), y2: y(tick) }), text(4, y(tick) - 3, `${tick}°`, { class: "soft" }));
    for (const tick of ticks(west, east)) drawn.append(svg("line", { class: "grid", y1: 0, y2: tall, x1: x(tick), x2: x(tick) }), text(x(tick) + 3, tall - 6, `${tick}°`, { class: "soft" }));
    for (const dot of dots) drawn.append(svg("circle", { class: "dot", cx: x(dot.x), cy: y(dot.y), r: 5 }, svg("title", {}, dot.name)));
    const taken = [];
    for (const dot of dots.slice(0, 300)) {
      const length = 5 + cut(dot.name, 12).length * 12;
      const box = [x(dot.x) + 7, x(dot.x) - 7 - length].map((from) => [from, y(dot.y) - 8, from + length, y(dot.y) + 8])
        .find((one) => !taken.some((other) => one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3]));
      if (!box) continue;
      taken.push(box);
      drawn.append(text(box[0], y(dot.y) + 4, cut(dot.name, 12)));
    }
    shown.replaceChildren(drawn, ...(dots.length < all.length ? [make("p", { class: "note" }, say("first", { n: dots.length }))] : []));
  };

  Object.assign(window.chaingraph, {
    chart, map,
    hasChart: (answer) => { const { up, across } = axes(answer); return answer.kind === "table" && answer.rows.length > 0 && up.length > 0 && across.length > 0; },
    hasMap: (answer) => answer.rows.length > 0 && places(answer).every((column) => column !== undefined),
    hasNetwork: (answer) => answer.rows.some((row) =>
      row.filter((term) => term?.type === "uri" && !window.chaingraph.aside.some((base) => term.value.startsWith(base))).length > 1),
  });
})();
