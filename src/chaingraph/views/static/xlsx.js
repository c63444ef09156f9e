// A workbook of one sheet (XLSX) from rows of cells: texts are inline strings, which no spreadsheet runs; stored, not packed.
"use strict";
(() => {
  const bytes = (text) => new TextEncoder().encode(text);
  const MARKS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  const unfit = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
  const escaped = (text) => text.slice(0, 32000).replace(unfit, " ").replace(/[&<>"]/g, (mark) => MARKS[mark]);
  const STYLES = { head: 1, quoted: 2, "unit:CNY": 3, "unit:CCY_CNY": 3, "unit:FRACTION": 4 };

  const TABLE = Uint32Array.from({ length: 256 }, (_, number) => {
    let rest = number;
    for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1;
    return rest;
  });
  const sum = (data) => {
    let rest = 0xffffffff;
    for (const byte of data) rest = TABLE[(rest ^ byte) & 255] ^ (rest >>> 8);
    return (rest ^ 0xffffffff) >>> 0;
  };

  // Numbers of 16 and 32 bits, little end first.
  const packed = (...pairs) => {
    const out = new DataView(new ArrayBuffer(pairs.reduce((size, [width]) => size + width, 0)));
    let at = 0;
    for (const [width, value] of pairs) {
      if (width === 2) out.setUint16(at, value, true);
      else out.setUint32(at, value, true);
      at += width;
    }
    return new Uint8Array(out.buffer);
  };

  // A zip archive of stored files, dated 1 January 2000: the same rows give the same bytes.
  const zip = (files) => {
    const parts = [], directory = [];
    let at = 0;
    for (const [path, text] of files) {
      const [name, data] = [bytes(path), bytes(text)];
      const about = [[2, 20], [2, 0x800], [2, 0], [2, 0], [2, 0x2821], [4, sum(data)], [4, data.length], [4, data.length], [2, name.length], [2, 0]];
      const local = packed([4, 0x04034b50], ...about);
      directory.push(packed([4, 0x02014b50], [2, 20], ...about, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]), name);
      parts.push(local, name, data);
      at += local.length + name.length + data.length;
    }
    const size = directory.reduce((total, part) => total + part.length, 0);
    return [...parts, ...directory, packed([4, 0x06054b50], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, size], [4, at], [2, 0])];
  };

  const letters = (column) => (column < 26 ? "" : letters(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26));

  const cell = ({ text = "", number, unit, head }, row, column) => {
    const place = `r="${letters(column)}${row + 1}"`;
    if (Number.isFinite(number)) return `<c ${place} s="${STYLES[unit] || 0}"><v>${number}</v></c>`;
    const style = /^\s*[=+\-@＝＋－＠\t\r\n]/.test(text) ? STYLES.quoted : head ? STYLES.head : 0;
    return `<c ${place} s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
  };

  const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
  const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  const FORMATS = [["164", "#,##0&quot;元&quot;"], ["165", "0.0%"]];
  const looks = [
    '<xf numFmtId="0" fontId="0"/>', '<xf numFmtId="0" fontId="1" applyFont="1"/>', '<xf numFmtId="0" fontId="0" quotePrefix="1"/>',
    '<xf numFmtId="164" fontId="0" applyNumberFormat="1"/>', '<xf numFmtId="165" fontId="0" applyNumberFormat="1"/>',
  ].map((look) => look.replace("/>", ' fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'));
  const STYLE = `<styleSheet xmlns="${MAIN}"><numFmts count="2">${FORMATS.map(([id, code]) => `<numFmt numFmtId="${id}" formatCode="${code}"/>`).join("")}</numFmts>`
    + '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    + '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    + '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    + `<cellXfs count="${looks.length}">${looks.join("")}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

  // Rows of { text, number, unit }; the first row holds the headings.
  window.chaingraph.workbook = (title, rows) => {
    const last = `${letters(rows[0].length - 1)}${rows.length}`;
    const lines = rows.map((row, number) => `<row r="${number + 1}">${row.map((one, column) => cell(one, number, column)).join("")}</row>`);
    const sheet = `<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`
      + `<cols><col min="1" max="${rows[0].length}" width="24" customWidth="1"/></cols><sheetData>${lines.join("")}</sheetData><autoFilter ref="A1:${last}"/></worksheet>`;
    const name = escaped(title.replace(/[[\]:*?/\\']/g, " ").trim().slice(0, 31)) || "1";
    const part = (kind, path) => `<Override PartName="/xl/${path}" ContentType="${TYPE}.${kind}+xml"/>`;
    const link = (id, kind, target) => `<Relationship Id="rId${id}" Type="${OFFICE}/${kind}" Target="${target}"/>`;
    return new Blob(zip([
      ["[Content_Types].xml", `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${part("sheet.main", "workbook.xml")}${part("worksheet", "worksheets/sheet1.xml")}${part("styles", "styles.xml")}</Types>`],
      ["_rels/.rels", `<Relationships xmlns="${PACKAGE}/relationships">${link(1, "officeDocument", "xl/workbook.xml")}</Relationships>`],
      ["xl/workbook.xml", `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${name}" sheetId="1" r:id="rId1"/></sheets></workbook>`],
      ["xl/_rels/workbook.xml.rels", `<Relationships xmlns="${PACKAGE}/relationships">${link(1, "worksheet", "worksheets/sheet1.xml")}${link(2, "styles", "styles.xml")}</Relationships>`],
      ["xl/worksheets/sheet1.xml", sheet],
      ["xl/styles.xml", STYLE],
    ].map(([path, text]) => [path, HEAD + text])), { type: `${TYPE}.sheet` });
  };
})();
