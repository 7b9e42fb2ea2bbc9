// Which events are listed: outcome, changed by the edit, search; and files that are dropped.
import { useMemo, useRef } from "preact/hooks";
import type { Row } from "../../protocol";
import { useKeys } from "../../shell/keys";
import { outcomeMarks } from "./list";
import { counts, type Filter } from "./rows";
import { drop, forgetDropped } from "./state";

interface Props {
  readonly rows: readonly Row[];
  readonly shown: number;
  readonly total: number;
  readonly changed: number;
  readonly filter: Filter;
  readonly set: (changes: Record<string, string>) => void;
}

export function Filters({ rows, shown, total, changed, filter, set }: Props) {
  const found = counts(rows);
  const files = useMemo(
    () => [...new Set(rows.filter((row) => row.origin === "dropped").map((row) => row.source))],
    [rows],
  );
  const search = useRef<HTMLInputElement>(null);
  const file = useRef<HTMLInputElement>(null);
  useKeys("Filter", [
    { key: "/", what: "Search in the events", run: () => search.current?.focus() },
    { key: "o", what: "Open a file with payloads", run: () => file.current?.click() },
  ]);
  return (
    <div class="filters">
      <div class="bar" role="group" aria-label="Outcome">
        <button type="button" aria-pressed={!filter.outcome} onClick={() => set({ outcome: "" })}>
          All {rows.length}
        </button>
        {found.map(([outcome, count]) => (
          <button
            key={outcome}
            type="button"
            class={`mark ${outcome}`}
            aria-pressed={filter.outcome === outcome}
            onClick={() => set({ outcome: filter.outcome === outcome ? "" : outcome })}
          >
            {outcomeMarks[outcome]} {count}
          </button>
        ))}
        {(changed > 0 || filter.effect) && (
          <button
            type="button"
            aria-pressed={Boolean(filter.effect)}
            onClick={() => set({ effect: filter.effect ? "" : "1" })}
          >
            ~ by the edit {changed}
          </button>
        )}
      </div>
      <div class="bar">
        <label class="grow">
          <span class="unseen">Search in the events</span>
          <input
            type="search"
            placeholder="Search in the events"
            ref={search}
            value={filter.search}
            onInput={(event) => set({ search: event.currentTarget.value })}
          />
        </label>
        <button type="button" onClick={() => file.current?.click()}>
          Open files …
        </button>
        <input
          type="file"
          multiple
          hidden
          ref={file}
          aria-label="Files with payloads"
          onChange={(event) => {
            const input = event.currentTarget;
            void drop([...(input.files ?? [])]).then(() => (input.value = ""));
          }}
        />
        {files.length > 0 && (
          <button type="button" onClick={() => void forgetDropped()}>
            Forget {files.length === 1 ? files[0] : `${files.length} files`}
          </button>
        )}
      </div>
      <p class="quiet" role="status">
        {shown} of {total} events are listed{total > rows.length ? `; the first ${rows.length} are here` : ""}. Drop
        files with payloads anywhere: they stay on this machine.
      </p>
    </div>
  );
}
