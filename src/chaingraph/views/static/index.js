// The index: print only; links carry the language (language.js).
"use strict";
document.getElementById("print").addEventListener("click", () => print());
