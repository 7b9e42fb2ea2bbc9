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

/** Whether this is what another program left of a file: nothing, as it deleted the file. */
export const isGone = (disk: DiskText) => disk.hash === "";

/** Takes what another program wrote; the reader's own text is gone. */
export function takeDisk(path: string): void {
  const draft = drafts.get().get(path);
  if (!draft?.disk) return;
  become(draft, draft.disk);
}

/** Makes a draft what is on disk. */
function become(draft: Draft, disk: DiskText): void {
  if (isGone(disk)) {
    drafts.update((all) => new Map([...all].filter(([path]) => path !== draft.path)));
    return;
  }
  keep({ ...draft, text: disk.text, base: disk, disk: null, problem: "" });
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
  if (draft) become(draft, draft.disk ?? draft.base);
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
    let disk: DiskText;
    try {
      const { text, hash } = await readFile(path);
      disk = { text, hash };
    } catch (error) {
      if (!(error instanceof Refused && error.problem.rule === "preview/missing")) {
        change(path, { problem: inWords(error) });
        continue;
      }
      disk = { text: "", hash: "" };
    }
    const draft = drafts.get().get(path);
    if (!draft || draft.saving) continue;
    if (disk.hash === draft.base.hash) {
      // Another program took back what it had changed.
      if (draft.disk) keep({ ...draft, disk: null });
    } else if (isDirty(draft) && (isGone(disk) || draft.text !== disk.text)) {
      keep({ ...draft, disk });
      announce(`${path} ${isGone(disk) ? "is deleted" : "has changed"} on disk. Your text is kept.`);
    } else {
      become(draft, disk);
    }
  }
}

// The first event of a connection names no files: whatever is open may have changed meanwhile.
onTold("changed", ({ files }) => void follow(files.length ? files : [...drafts.get().keys()]));

addEventListener("beforeunload", (event) => {
  if (dirtyDrafts().length) event.preventDefault();
});
