// The editor of a file: its text, findings as marks, save, and what another program wrote meanwhile.
import { useEffect, useRef } from "preact/hooks";
import type { FindingMessage } from "../protocol";
import { inWords } from "../state/api";
import { content } from "../state/content";
import { drafts, edit, isDirty, open, replaced, revert, save } from "../state/drafts";
import { Store, useStore } from "../state/store";
import { announce } from "../shell/announce";
import { spot } from "../shell/finding";
import { useKeys } from "../shell/keys";
import { Conflict } from "./conflict";
import { type LineMarks, mount, type Mounted } from "./mount";

interface Props {
  readonly path: string;
  readonly choose: (path: string) => void;
  /** Findings of the texts that are not saved; null where there are none. */
  readonly findings: readonly FindingMessage[] | null;
  readonly marks?: LineMarks;
}

const problem = new Store("");

function FileChoice({ path, choose }: Pick<Props, "path" | "choose">) {
  const files = (useStore(content)?.files ?? []).filter((file) => file.editable);
  const unsaved = useStore(drafts);
  const mark = (name: string) => {
    const draft = unsaved.get(name);
    return draft && isDirty(draft) ? "● " : "";
  };
  return (
    <label class="file-choice">
      <span class="unseen">File in the editor</span>
      <select id="file-choice" value={path} onChange={(event) => choose(event.currentTarget.value)}>
        {!files.some((file) => file.path === path) && <option value={path}>{path}</option>}
        {files.map((file) => (
          <option key={file.path} value={file.path}>
            {mark(file.path)}
            {file.path}
          </option>
        ))}
      </select>
    </label>
  );
}

export function Editor({ path, choose, findings, marks }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<Mounted | null>(null);
  const draft = useStore(drafts).get(path);
  const pack = useStore(content);
  const kind = pack?.files.find((file) => file.path === path)?.kind ?? "other";
  const wanted = useStore(spot);
  const trouble = useStore(problem);
  const ready = draft !== undefined && pack !== null;

  useEffect(() => {
    problem.set("");
    // A file that is gone may come back.
    if (path) open(path).catch((error: unknown) => problem.set(inWords(error)));
  }, [path, ready, pack?.revision]);

  useEffect(() => {
    const text = drafts.get().get(path)?.text;
    if (!host.current || text === undefined) return;
    const mounted = mount(host.current, {
      text,
      kind,
      label: path,
      readOnly: false,
      onEdit: (now) => edit(path, now),
      onLeave: () => document.getElementById("file-choice")?.focus(),
    });
    editor.current = mounted;
    // What people look for in a log source type is below the comments on its sources.
    const parsing = kind === "log-source-type" ? text.split("\n").findIndex((line) => line.startsWith("parsing:")) : -1;
    if (parsing >= 0) mounted.goTo(parsing + 1, false);
    return () => {
      editor.current = null;
      mounted.destroy();
    };
  }, [path, kind, ready]);

  // Only a text from outside goes into the editor: the one that is typed may be behind it already.
  const fromOutside = useStore(replaced);
  useEffect(() => {
    const text = drafts.get().get(path)?.text;
    if (text !== undefined) editor.current?.setText(text);
  }, [fromOutside]);

  const shown = (findings ?? pack?.findings ?? []).filter((finding) => finding.file === path);
  const key = JSON.stringify(shown);
  useEffect(() => editor.current?.setFindings(shown), [key, path, kind, ready]);
  useEffect(() => {
    if (marks) editor.current?.setMarks(marks);
  }, [marks, path, kind, ready]);
  useEffect(() => {
    if (wanted?.file !== path || !editor.current) return;
    editor.current.goTo(wanted.line ?? 1, true);
    spot.set(null);
  }, [wanted, path, ready]);
  useEffect(() => {
    if (marks?.current) editor.current?.goTo(marks.current, false);
  }, [marks?.current, path, ready]);

  const store = () => void save(path);
  useKeys("Editor", [
    { key: "Ctrl+s", what: "Save the file", run: store },
    { key: "e", what: "Go into the editor", run: () => editor.current?.focus() },
  ]);

  const dirty = draft !== undefined && isDirty(draft);
  const drop = () => {
    revert(path);
    announce(`${path} is as it is on disk`);
  };
  return (
    <section class={`editor ${draft?.disk ? "in-conflict" : ""}`} aria-label="Editor">
      <div class="bar">
        <FileChoice path={path} choose={choose} />
        {dirty && <span class="unsaved">● not saved</span>}
        <button type="button" onClick={store} disabled={!dirty || draft.saving || draft.disk !== null}>
          Save
        </button>
        <button type="button" onClick={drop} disabled={!dirty}>
          Undo all
        </button>
      </div>
      {(trouble || draft?.problem) && (
        <p class="banner bad" role="alert">
          {trouble || draft?.problem}
        </p>
      )}
      {draft?.disk && <Conflict draft={draft} disk={draft.disk} kind={kind} />}
      <div class="code" ref={host} />
      <p class="under" role="status">
        {shown.length
          ? `${shown.length} ${shown.length === 1 ? "finding" : "findings"} in this file: ${shown[0]?.message}`
          : "No findings in this file"}
      </p>
    </section>
  );
}
