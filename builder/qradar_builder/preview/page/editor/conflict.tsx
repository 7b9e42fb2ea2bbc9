// A file that has changed on disk under an unsaved edit: both texts side by side, and the choice.
import { MergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { useEffect, useRef } from "preact/hooks";
import type { DiskText } from "../protocol";
import { type Draft, isGone, keepMine, takeDisk } from "../state/drafts";
import { basics, rootOf } from "./mount";

export function Conflict({ draft, disk, kind }: { draft: Draft; disk: DiskText; kind: string }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!host.current) return;
    const root = rootOf(host.current);
    const side = (doc: string, label: string) => ({
      doc,
      extensions: [basics(kind, label), EditorState.readOnly.of(true), EditorView.lineWrapping],
    });
    const both = new MergeView({
      root,
      parent: root,
      a: side(draft.text, "Your text"),
      b: side(disk.text, "The text on disk"),
      collapseUnchanged: { margin: 2, minSize: 6 },
    });
    return () => both.destroy();
  }, [draft.text, disk.text, kind]);
  const gone = isGone(disk);
  return (
    <section class="conflict" aria-labelledby="conflict-title" role="alert">
      <h2 id="conflict-title">Another program has {gone ? "deleted" : "changed"} this file</h2>
      <p>
        {gone
          ? "Your text is still here. Nothing is lost until you choose."
          : "Your text is on the left and the text on disk on the right. Nothing is lost until you choose. To take only parts of the other text, copy them from here and keep yours."}
      </p>
      <div class="choices">
        <button type="button" onClick={() => keepMine(draft.path)}>
          Keep mine: the next save {gone ? "creates the file again" : "writes over the disk"}
        </button>
        <button type="button" onClick={() => takeDisk(draft.path)}>
          {gone ? "Leave the file deleted" : "Take the text on disk"}: mine is dropped
        </button>
      </div>
      <div class="sides" ref={host} />
    </section>
  );
}
