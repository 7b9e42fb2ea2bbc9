// Texts of files that are open in the editor: what was read, what the reader made of it, and what another program wrote.
import type { DiskText, FileAnswer, FindingMessage, WrittenAnswer } from "../protocol";
import { get, inWords, pathOf, put, Refused } from "./api";
import { onTold } from "./changes";
import { Store } from "./store";
import { announce } from "../shell/announce";

export interface Draft {
  readonly path: string;
  readonly text: string;
  /** What the text was made from. */
  readonly base: DiskText;
  /** What another program wrote while the text was not saved. */
  readonly disk: DiskText | null;
  readonly saving: boolean;
  readonly problem: string;
}

export const drafts = new Store<ReadonlyMap<string, Draft>>(new Map());

/** Rises when the text of a file was replaced from outside of the editor. */
export const replaced = new Store(0);

export const isDirty = (draft: Draft) => draft.text !== draft.base.text;

export function dirtyDrafts(): Draft[] {
  return [...drafts.get().values()].filter(isDirty);
}

function keep(draft: Draft): void {
  drafts.update((all) => new Map(all).set(draft.path, draft));
}

function change(path: string, changes: Partial<Draft>): void {
  const draft = drafts.get().get(path);
  if (draft) keep({ ...draft, ...changes });
}

const readFile = (path: string) => get<FileAnswer>(`files/${pathOf(path)}`);

/** Reads a file into the editor, unless it is there. */
export async function open(path: string): Promise<void> {
  if (drafts.get().has(path)) return;
  const { text, hash } = await readFile(path);
  if (!drafts.get().has(path)) {
    keep({ path, text, base: { text, hash }, disk: null, saving: false, problem: "" });
  }
}

export function edit(path: string, text: string): void {
  change(path, { text });
}

/** Takes what another program wrote; the reader's own text is gone. */
export function takeDisk(path: string): void {
  const draft = drafts.get().get(path);
  if (!draft?.disk) return;
  keep({ ...draft, text: draft.disk.text, base: draft.disk, disk: null, problem: "" });
  replaced.update((count) => count + 1);
}

/** Stays with the reader's own text, which the next save writes over the text on disk. */
export function keepMine(path: string): void {
  const draft = drafts.get().get(path);
  if (draft?.disk) keep({ ...draft, base: draft.disk, disk: null, problem: "" });
}

/** Drops what is not saved. */
export function revert(path: string): void {
  const draft = drafts.get().get(path);
  if (!draft) return;
  keep({
    ...draft,
    text: draft.disk?.text ?? draft.base.text,
    base: draft.disk ?? draft.base,
    disk: null,
    problem: "",
  });
  replaced.update((count) => count + 1);
}

/** Saves a file. The answer says whether it is on disk; a conflict or problem is in the draft. */
export async function save(path: string): Promise<FindingMessage[] | null> {
  const draft = drafts.get().get(path);
  if (!draft || draft.saving || draft.disk) return null;
  if (!isDirty(draft)) return [];
  change(path, { saving: true, problem: "" });
  try {
    const written = await put<WrittenAnswer>(`files/${pathOf(path)}`, { text: draft.text, base_hash: draft.base.hash });
    change(path, { base: { text: draft.text, hash: written.hash }, saving: false });
    announce(`${path} is saved`);
    return written.findings;
  } catch (error) {
    if (error instanceof Refused && error.disk) change(path, { disk: error.disk, saving: false });
    else change(path, { problem: inWords(error), saving: false });
    return null;
  }
}

/** Reads again what has changed on disk: a text that was not edited follows, an edited one gets both. */
export async function follow(paths: Iterable<string>): Promise<void> {
  for (const path of paths) {
    if (!drafts.get().has(path)) continue;
    let file: FileAnswer;
    try {
      file = await readFile(path);
    } catch (error) {
      change(path, { problem: inWords(error) });
      continue;
    }
    const draft = drafts.get().get(path);
    if (!draft || draft.saving || file.hash === draft.base.hash) continue;
    const disk = { text: file.text, hash: file.hash };
    if (isDirty(draft) && draft.text !== file.text) {
      keep({ ...draft, disk });
      announce(`${path} has changed on disk. Both texts are kept.`);
    } else {
      keep({ ...draft, text: file.text, base: disk, disk: null, problem: "" });
      replaced.update((count) => count + 1);
    }
  }
}

// The first event of a connection names no files: whatever is open may have changed meanwhile.
onTold("changed", ({ files }) => void follow(files.length ? files : [...drafts.get().keys()]));

addEventListener("beforeunload", (event) => {
  if (dirtyDrafts().length) event.preventDefault();
});
