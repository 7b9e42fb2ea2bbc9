// What keeps the page from being up to date: a server that is gone, files with errors.
import { link } from "../state/changes";
import { content, trouble } from "../state/content";
import { useStore } from "../state/store";
import { JumpTo } from "./finding";

export function Banner() {
  const state = useStore(link);
  const problem = useStore(trouble);
  const now = useStore(content);
  const first = now?.findings.find((finding) => finding.severity === "error");
  return (
    <div class="banners" role="status">
      {state === "gone" && (
        <p class="banner bad">
          <strong>The server of the preview is gone.</strong> What you see is the last state. Start{" "}
          <code>qradar-builder preview</code> again; this page tries to reach it, and keeps what you have not saved.
        </p>
      )}
      {state !== "gone" && problem && <p class="banner bad">{problem}</p>}
      {now?.stale && (
        <p class="banner poor">
          <strong>The files have errors.</strong> Events and workflows are those of the last good state.{" "}
          {first && (
            <>
              {first.message} (<code>{first.rule}</code>) <JumpTo finding={first} />
            </>
          )}
        </p>
      )}
    </div>
  );
}
