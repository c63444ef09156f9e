// The regional map: schematic cells, spots and leader lines behind the labels, and a choice of one chain.
"use strict";
(() => {
  const page = window.chaingraph;
  const { data, network } = page;
  const { cells, dots, leaders } = data.ground;
  const path = (ink, points) => {
    ink.beginPath();
    points.forEach(([x, y], number) => (number ? ink.lineTo(x, y) : ink.moveTo(x, y)));
  };
  network.on("beforeDrawing", (ink) => {
    cells.forEach((cell, number) => {
      path(ink, cell);
      ink.closePath();
      ink.fillStyle = number % 2 ? "#eef3f1" : "#f3f6f4";
      ink.fill();
      ink.setLineDash([2, 6]);
      ink.lineWidth = 1;
      ink.strokeStyle = "#b9c6c0";
      ink.stroke();
      ink.setLineDash([]);
    });
    const seen = new Set(page.seen().map((node) => node.id));
    for (const [id, [x, y, toX, toY]] of Object.entries(leaders)) {
      if (!seen.has(id)) continue;
      path(ink, [[x, y], [toX, toY]]);
      ink.lineWidth = 1.2;
      ink.strokeStyle = "#8b98a5";
      ink.stroke();
    }
    for (const [x, y] of Object.values(dots)) {
      ink.beginPath();
      ink.arc(x, y, 6, 0, 2 * Math.PI);
      ink.fillStyle = "#0b4f82";
      ink.fill();
      ink.lineWidth = 2;
      ink.strokeStyle = "#fff";
      ink.stroke();
    }
  });

  const choice = document.getElementById("chain");
  const all = Object.fromEntries(Object.entries(data.things).map(([id, thing]) => [id, { ...thing }]));
  const own = (table, key) => (Object.hasOwn(table, key) ? table[key] : undefined);
  page.lay({
    look: (id) => data.things[id].state,
    hides: (id) => choice.value !== "" && !Object.hasOwn(dots, id) && data.things[id].state === "unknown",
  });
  // What is on record of one chain: its gaps in the region, and the places that have something of it.
  const told = (chosen) => {
    const { words } = data;
    const gaps = chosen[data.region].sections.filter((one) => one.title === words.gaps);
    const places = Object.keys(chosen).filter((id) => chosen[id].facts.length > 1 && chosen[id].state !== "unknown");
    const items = places.map((to) => ({ to, lines: chosen[to].facts.slice(1) }));
    return [
      ...(gaps.length ? gaps.map(page.section) : [page.both(words.noGap, page.make("p", "note"))]),
      ...(items.length ? [page.section({ title: words.places, items })] : []),
    ];
  };
  const turn = () => {
    const chosen = own(data.byChain, choice.value) || all;
    for (const [id, thing] of Object.entries(chosen)) Object.assign(data.things[id], thing);
    const levels = Object.values(chosen).map((thing) => thing.state);
    for (const box of document.querySelectorAll(".tally [data-level]")) {
      box.querySelector(".many").textContent = String(levels.filter((level) => level === box.dataset.level).length);
    }
    const one = choice.value !== "";
    document.getElementById("report-all").hidden = one;
    document.getElementById("lists").hidden = one;
    document.getElementById("report-chain").hidden = !one;
    document.getElementById("lists-chain").replaceChildren(...(one ? told(chosen) : []));
    page.restyle();
    const back = document.querySelector("#card .back");
    if (back && !document.getElementById("card").hidden) back.click();
  };
  choice.addEventListener("change", turn);
  if (choice.value !== "") turn();
  network.redraw();
})();
