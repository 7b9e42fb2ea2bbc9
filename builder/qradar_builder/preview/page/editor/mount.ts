// CodeMirror in an element: a shadow root keeps its styles apart, which the Content-Security-Policy allows there.
import { completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, indentOnInput, indentUnit } from "@codemirror/language";
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Annotation, Compartment, EditorState, type Extension, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import type { FindingMessage } from "../protocol";
import { hints } from "./hints";
import { look } from "./look";

const fromOutside = Annotation.define<boolean>();

/** Lines of a file that are marked, from 1. */
export interface LineMarks {
  readonly reached: ReadonlySet<number>;
  readonly current: number;
}

const setMarks = StateEffect.define<LineMarks>();

const marks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(now, { effects, changes, state }) {
    const effect = effects.findLast((one) => one.is(setMarks));
    if (!effect) return now.map(changes);
    const { reached, current } = effect.value as LineMarks;
    const lines = [...new Set([...reached, current])].filter((line) => line > 0 && line <= state.doc.lines);
    return Decoration.set(
      lines
        .sort((one, other) => one - other)
        .map((line) =>
          Decoration.line({ class: line === current ? "current" : "reached" }).range(state.doc.line(line).from),
        ),
    );
  },
  provide: (field) => EditorView.decorations.from(field),
});

export interface Options {
  readonly text: string;
  readonly kind: string;
  readonly label: string;
  readonly readOnly: boolean;
  readonly onEdit: (text: string) => void;
  readonly onLeave: () => void;
}

export interface Mounted {
  readonly setText: (text: string) => void;
  readonly setFindings: (findings: readonly FindingMessage[]) => void;
  readonly setMarks: (marks: LineMarks) => void;
  readonly goTo: (line: number, focus: boolean) => void;
  readonly focus: () => void;
  readonly destroy: () => void;
}

/** The shadow root of an element. */
export function rootOf(host: HTMLElement): ShadowRoot {
  return host.shadowRoot ?? host.attachShadow({ mode: "open" });
}

/** What every editor of the page has. */
export function basics(kind: string, label: string): Extension {
  const isYaml = !["event-table", "xml", "markdown", "sample", "other"].includes(kind);
  return [
    lineNumbers(),
    highlightActiveLineGutter(),
    highlightActiveLine(),
    drawSelection(),
    indentUnit.of("  "),
    look,
    EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", dir: "ltr", tabindex: "0" }),
    isYaml ? yaml() : [],
  ];
}

/** The part of the old text that another text replaces. */
function replacement(old: string, text: string) {
  const most = Math.min(old.length, text.length);
  let start = 0;
  while (start < most && old[start] === text[start]) start += 1;
  let end = 0;
  while (end < most - start && old[old.length - 1 - end] === text[text.length - 1 - end]) end += 1;
  return { from: start, to: old.length - end, insert: text.slice(start, text.length - end) };
}

function toDiagnostic(state: EditorState, finding: FindingMessage): Diagnostic {
  const line = state.doc.line(Math.min(Math.max(finding.line ?? 1, 1), state.doc.lines));
  const at = (column: number) => Math.min(line.from + Math.max(column - 1, 0), line.to);
  const from = at(finding.column ?? 1);
  const to = finding.end_column ? at(finding.end_column) : line.to;
  return {
    from,
    to: Math.max(from, to),
    severity: finding.severity === "note" ? "info" : finding.severity,
    source: finding.rule,
    message: [finding.message, finding.advice].filter(Boolean).join("\n"),
  };
}

/** Shows a position in the middle of the editor. Unlike `EditorView.scrollIntoView`, it leaves the page where it is. */
function scrollInside(view: EditorView, position: number): void {
  view.requestMeasure({
    read: () => view.lineBlockAt(position).top - view.scrollDOM.clientHeight / 2,
    write: (top) => void (view.scrollDOM.scrollTop = top),
  });
}

/** Typing over a selection. A browser left to itself writes colors into the new text, against the security policy. */
const typesOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { data, inputType } = event;
    if (inputType !== "insertText" || !data || view.composing || view.state.readOnly) return false;
    if (view.state.selection.ranges.every((range) => range.empty)) return false;
    event.preventDefault();
    view.dispatch(view.state.replaceSelection(data), { userEvent: "input.type", scrollIntoView: true });
    return true;
  },
});

export function mount(host: HTMLElement, options: Options): Mounted {
  const root = rootOf(host);
  const readOnly = new Compartment();
  const leave = {
    key: "Escape",
    run: () => {
      options.onLeave();
      return true;
    },
  };
  const view = new EditorView({
    root,
    parent: root,
    doc: options.text,
    extensions: [
      keymap.of([...completionKeymap, ...searchKeymap, ...lintKeymap, leave]),
      keymap.of([...defaultKeymap, ...historyKeymap]),
      basics(options.kind, options.label),
      typesOver,
      history(),
      search({ top: true }),
      highlightSelectionMatches(),
      indentOnInput(),
      bracketMatching(),
      lintGutter(),
      hints(options.kind),
      marks,
      readOnly.of(EditorState.readOnly.of(options.readOnly)),
      EditorView.updateListener.of((update) => {
        const own = update.transactions.some((one) => one.docChanged && !one.annotation(fromOutside));
        if (own) options.onEdit(update.state.doc.toString());
      }),
    ],
  });
  return {
    setText: (text) => {
      const old = view.state.doc.toString();
      if (old !== text) view.dispatch({ changes: replacement(old, text), annotations: fromOutside.of(true) });
    },
    setFindings: (findings) =>
      view.dispatch(
        setDiagnostics(
          view.state,
          findings.map((finding) => toDiagnostic(view.state, finding)),
        ),
      ),
    setMarks: (lines) => view.dispatch({ effects: setMarks.of(lines) }),
    goTo: (number, focus) => {
      const line = view.state.doc.line(Math.min(Math.max(number, 1), view.state.doc.lines));
      if (!focus) return scrollInside(view, line.from);
      view.dispatch({
        selection: { anchor: line.from },
        effects: EditorView.scrollIntoView(line.from, { y: "center" }),
      });
      view.focus();
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}
