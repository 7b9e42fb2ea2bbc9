// Completion and hover in the editor, from the JSON Schema of the file.
import {
  autocompletion,
  type CompletionContext,
  type CompletionResult,
  completionStatus,
} from "@codemirror/autocomplete";
import { EditorSelection, type EditorState, type Extension } from "@codemirror/state";
import { EditorView, getTooltip, hoverTooltip, showTooltip } from "@codemirror/view";
import { get, pathOf } from "../state/api";
import { type Where, whereIs } from "./outline";
import { described, keysAt, type Option, type Schema, schemasAt, valuesAt } from "./schema";

/** Kinds of file that have no JSON Schema. */
const without = new Set(["event-table", "xml", "markdown", "lock", "sample", "other"]);
const read = new Map<string, Promise<Schema | null>>();

/** The schema of a kind of file, read once; null where there is none. */
export function schemaOf(kind: string): Promise<Schema | null> {
  if (without.has(kind)) return Promise.resolve(null);
  let schema = read.get(kind);
  if (!schema) {
    schema = get<Schema>(`schemas/${pathOf(kind)}`).catch(() => {
      read.delete(kind);
      return null;
    });
    read.set(kind, schema);
  }
  return schema;
}

function place(state: EditorState, position: number): Where & { start: number } {
  const line = state.doc.lineAt(position);
  const lines = state.doc.toString().split("\n");
  return { ...whereIs(lines, line.number - 1, position - line.from), start: line.from };
}

function toCompletion(option: Option, after: string) {
  return {
    label: option.label,
    apply: option.label + after,
    type: after ? "property" : "enum",
    boost: option.required ? 1 : 0,
    ...(option.required ? { detail: "required" } : {}),
    ...(option.description ? { info: option.description } : {}),
  };
}

function completes(kind: string) {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const root = await schemaOf(kind);
    if (!root) return null;
    const where = place(context.state, context.pos);
    const from = where.start + where.from;
    if (!context.explicit && from === context.pos && where.kind === "key") return null;
    const keys = where.kind === "key";
    const options = keys
      ? keysAt(root, where.path).filter((option) => !where.taken.has(option.label))
      : valuesAt(root, where.path);
    if (!options.length || from > context.pos) return null;
    return { from, options: options.map((option) => toCompletion(option, keys ? ": " : "")), validFor: /^[\w./-]*$/ };
  };
}

/** Where the word begins that the list of completions belongs to; null where no list is open. */
function listedAt(view: EditorView): number | null {
  const isList = (dom: HTMLElement | undefined) => dom?.classList.contains("cm-tooltip-autocomplete");
  const list = view.state.facet(showTooltip).find((one) => one && isList(getTooltip(view, one)?.dom));
  return list?.pos ?? null;
}

/**
 * Scrolls sideways to the start of a word that is completed. CodeMirror keeps only the cursor in view, and hides the
 * list of completions while the start of their word is behind the line numbers.
 */
const showsWord = EditorView.updateListener.of(({ view, state, startState, docChanged, selectionSet }) => {
  const opened = completionStatus(state) === "active" && completionStatus(startState) !== "active";
  if (!opened && !docChanged && !selectionSet) return;
  const from = listedAt(view);
  if (from === null) return;
  const word = EditorSelection.range(from, Math.max(from, state.selection.main.head));
  view.dispatch({ effects: EditorView.scrollIntoView(word) });
});

function coordsAt(view: EditorView, position: number) {
  return view.coordsAtPos(Math.min(position, view.state.doc.length)) ?? view.scrollDOM.getBoundingClientRect();
}

function explains(kind: string) {
  return hoverTooltip(async (view, position) => {
    const root = await schemaOf(kind);
    const word = view.state.wordAt(position);
    if (!root || !word) return null;
    const line = view.state.doc.lineAt(word.to);
    const colon = line.text.indexOf(":", word.to - line.from);
    // Only a key is explained, and the text between the word and its colon is part of it.
    if (colon < 0 || /[{},]/.test(line.text.slice(word.to - line.from, colon))) return null;
    const { path } = place(view.state, line.from + colon + 1);
    const [schema] = schemasAt(root, path);
    const text = schema && described(root, schema);
    if (!text) return null;
    return {
      pos: word.from,
      end: word.to,
      above: true,
      create: () => {
        const dom = document.createElement("div");
        dom.className = "explained";
        dom.textContent = `${path.at(-1)}: ${text}`;
        // The start of the word may be behind the line numbers, where CodeMirror hides what belongs to it.
        const pointed = position - word.from;
        const getCoords = (from: number) => coordsAt(view, from + pointed);
        return { dom, getCoords };
      },
    };
  });
}

export function hints(kind: string): Extension {
  return [autocompletion({ override: [completes(kind)], icons: false }), showsWord, explains(kind)];
}
