// Lanes and frames behind the nodes of a map, their titles always in sight.
"use strict";
(() => {
  const page = window.chaingraph;
  const { data } = page;
  const rounded = (ink, [left, top, right, bottom], radius) => {
    ink.beginPath();
    ink.roundRect(left, top, right - left, bottom - top, radius);
  };
  // Titles stay in sight: a lane's at the left edge, a tier's at the upper edge, there on a ground of their own.
  const titled = (network, ink, box, look, stuck) => {
    const corner = network.DOMtoCanvas({ x: 0, y: 0 });
    const scale = network.getScale();
    const [left, top, right, bottom] = box.at;
    const size = Math.min(look.size / Math.min(scale, 1), look.size * look.grow);
    ink.font = `600 ${size}px ${data.face}`;
    const count = "many" in box ? page.text(data.words.counted).replace("{count}", box.shown ?? box.many) : "";
    const text = page.text(box.title) + count;
    const wide = ink.measureText(text).width;
    if (right - wide - 12 < corner.x) return;
    const x = Math.max(left + 12, Math.min(corner.x + 10 / scale, right - wide - 12));
    const y = Math.max(top + 9, Math.min(corner.y + 8 / scale, bottom - size - 9));
    const moves = look.sticky === "top" && y > top + 9;
    if (moves !== stuck) return;
    if (stuck) {
      ink.fillStyle = "rgb(238 242 245 / 92%)";
      rounded(ink, [x - 8, y - 5, x + wide + 8, y + size + 5], 6);
      ink.fill();
    }
    ink.fillStyle = look.text;
    ink.textAlign = "left";
    ink.textBaseline = "top";
    ink.fillText(text, x, stuck ? y : top + 9);
  };
  page.lanes = (network) => {
    network.on("beforeDrawing", (ink) => {
      for (const box of data.boxes) {
        if (box.empty && !box.of) continue;
        const look = box.empty ? data.boxLooks.empty : data.boxLooks[box.of ? page.stateOf(box.of) || box.look : box.look];
        rounded(ink, box.at, look.radius);
        ink.fillStyle = look.fill;
        ink.fill();
        if (look.line) {
          ink.setLineDash(look.dashes || []);
          ink.lineWidth = look.width;
          ink.strokeStyle = look.line;
          ink.stroke();
          ink.setLineDash([]);
        }
        if ("title" in box) titled(network, ink, box, look, false);
      }
    });
    network.on("afterDrawing", (ink) => {
      for (const box of data.boxes) if ("title" in box && !box.empty) titled(network, ink, box, data.boxLooks[box.look], true);
    });
  };
})();
