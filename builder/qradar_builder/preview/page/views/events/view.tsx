// The events view: samples on the left, the chosen event in the middle, the YAML and what it changes on the right.
import { useEffect, useMemo, useState } from "preact/hooks";
import { go, place } from "../../state/address";
import { content } from "../../state/content";
import { drafts, isDirty } from "../../state/drafts";
import { useStore } from "../../state/store";
import { Editor } from "../../editor/editor";
import { Findings } from "../../shell/finding";
import { Panel, Tabs } from "../../shell/tabs";
import { Changes } from "./changes";
import { Coverage, CoverageBar } from "./coverage";
import { Details, Facts } from "./details";
import { Filters } from "./filters";
import { EventList } from "./list";
import { Payload } from "./payload";
import { Proposals } from "./proposals";
import { effects, filtered, shownRows } from "./rows";
import type { Selected } from "./selection";
import { answer, chosen, chosenType, readEvent, readEvents, notTaken, trouble, tried } from "./state";
import { dragged } from "./dropping";
import { Unmapped } from "./unmapped";

const set = (changes: Record<string, string>) => go("events", changes);

function TypeChoice({ chosen: type }: { chosen: string }) {
  const types = useStore(content)?.types ?? [];
  return (
    <label>
      Log source type{" "}
      <select value={type} onChange={(event) => set({ type: event.currentTarget.value, row: "", file: "" })}>
        {types.map((one) => (
          <option key={one.key} value={one.key}>
            {one.name || one.key} ({one.samples})
          </option>
        ))}
      </select>
    </label>
  );
}

function Chosen({ type, index }: { type: string; index: number }) {
  const event = useStore(chosen);
  const [selected, setSelected] = useState<Selected | null>(null);
  useEffect(() => setSelected(null), [type, index]);
  if (!event || event.index !== index) return <p class="none">Choose an event in the list.</p>;
  return (
    <>
      <Facts event={event} />
      <Payload event={event} propose={setSelected} />
      {selected && <Proposals type={type} index={index} selected={selected} close={() => setSelected(null)} />}
      <Details event={event} />
    </>
  );
}

function Beside({ type, choose }: { type: string; choose: (index: number) => void }) {
  const [tab, setTab] = useState("changes");
  const now = useStore(answer);
  const result = useStore(tried);
  const source = result?.ok ? result : now;
  const changes = result?.ok ? result.diff.won.length + result.diff.lost.length + result.diff.changed.length : 0;
  return (
    <section class="beside" aria-label="What the samples say">
      <Tabs
        name="beside"
        label="What the samples say"
        tabs={[
          { key: "changes", title: "Changes", note: result ? (result.ok ? String(changes) : "✕") : "" },
          { key: "unmapped", title: "Unmapped", note: String(source?.pairs_unmapped.length ?? 0) },
          { key: "coverage", title: "Coverage" },
        ]}
        chosen={tab}
        choose={setTab}
      />
      <Panel name="beside" chosen={tab}>
        {tab === "changes" && <Changes tried={result} choose={choose} />}
        {tab === "unmapped" && source && (
          <Unmapped pairs={source.pairs_unmapped} records={answer.get()?.qids ?? []} type={type} />
        )}
        {tab === "coverage" && source && <Coverage coverage={source.coverage} />}
      </Panel>
    </section>
  );
}

/** A package without a type, be it that its files could not be read: they can be corrected right here. */
function Empty({ file }: { file: string }) {
  const problem = useStore(notTaken);
  return (
    <section class="column source-column alone" aria-label="Source">
      {problem && (
        <p class="banner bad" role="alert">
          {problem}
        </p>
      )}
      <p class="none">
        The package has no log source type that can be read. Correct its files here, or add a file below{" "}
        <code>log_source_types/</code>.
      </p>
      <Editor path={file} choose={(chosen) => set({ file: chosen })} findings={null} />
    </section>
  );
}

export function EventsView() {
  const { parts } = useStore(place);
  const pack = useStore(content);
  const now = useStore(answer);
  const result = useStore(tried);
  const problems = [useStore(trouble), useStore(notTaken)];
  const unsaved = useStore(drafts);
  const over = useStore(dragged);
  const type = chosenType();
  const key = type?.key ?? "";
  const revision = pack?.revision;

  useEffect(() => {
    if (key) void readEvents(key);
  }, [key, revision, type?.samples]);

  const rows = useMemo(() => shownRows(now, result), [now, result]);
  const effect = useMemo(() => effects(result), [result]);
  const filter = { outcome: parts.outcome ?? "", effect: parts.effect ?? "", search: parts.search ?? "" };
  const listed = useMemo(
    () => filtered(rows, filter, effect),
    [rows, effect, filter.outcome, filter.effect, filter.search],
  );
  const index = Number(parts.row || (listed[0]?.index ?? -1));
  const there = index >= 0 && index < rows.length;
  const anyDirty = [...unsaved.values()].some(isDirty);

  useEffect(() => {
    if (there) void readEvent(index);
  }, [there, index, now, anyDirty ? result : null]);

  if (pack && !type) return <Empty file={parts.file || pack.findings[0]?.file || "extension.yaml"} />;
  if (!pack) return <p class="none">The package is being read …</p>;
  const choose = (row: number) => set({ row: String(row) });
  return (
    <div class={`events ${over ? "over" : ""}`}>
      {over && <p class="drop-here">Drop the files: their payloads are parsed here and stay on this machine.</p>}
      <section class="column samples-column" aria-label="Samples">
        <TypeChoice chosen={key} />
        {problems.filter(Boolean).map((problem) => (
          <p key={problem} class="banner bad" role="alert">
            {problem}
          </p>
        ))}
        {now && !result && now.findings.length > 0 && <Findings findings={now.findings} none="" />}
        {now && <CoverageBar coverage={result?.ok ? result.coverage : now.coverage} />}
        <Filters
          rows={rows}
          shown={listed.length}
          total={now?.total ?? 0}
          changed={effect.size}
          filter={filter}
          set={set}
        />
        <EventList rows={listed} effects={effect} chosen={index} choose={choose} />
      </section>
      <section class="column event-column" aria-label="Event">
        {there ? (
          <Chosen type={key} index={index} />
        ) : (
          <p class="none">No event is listed. Drop a file with payloads.</p>
        )}
      </section>
      <section class="column source-column" aria-label="Source">
        <Editor
          path={parts.file || type?.file || ""}
          choose={(file) => set({ file })}
          findings={result ? result.findings : pack.findings.concat(now?.findings ?? [])}
        />
        <Beside type={key} choose={choose} />
      </section>
    </div>
  );
}
