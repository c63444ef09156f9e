// What the editor page uses of CodeMirror, under one global name.
import { autocompletion, completionKeymap, startCompletion } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView, hoverTooltip, keymap } from "@codemirror/view";
import { basicSetup } from "codemirror";
import { sparql } from "codemirror-lang-sparql";

window.CodeMirror = {
  EditorState, EditorView, autocompletion, basicSetup, completionKeymap, defaultKeymap, history, historyKeymap,
  hoverTooltip, keymap, setDiagnostics, sparql, startCompletion,
};
