// The workflows view: workflows with their recorded cases, a debugger over what was recorded, and the YAML.
import { useEffect, useMemo, useState } from "preact/hooks";
import { Editor } from "../../editor/editor";
import { Panel, Tabs } from "../../shell/tabs";
import { go, place } from "../../state/address";
import { content } from "../../state/content";
import { useStore } from "../../state/store";
import { prepare, tried } from "../events/state";
import { Cases } from "./cases";
import { Controls } from "./controls";
import { Diagram } from "./diagram";
import { Evaluate } from "./evaluate";
import { Posted } from "./posted";
import type { CaseAnswer } from "../../protocol";
import { readWorkflow, recorded, trouble, workflow } from "./state";
import { Step } from "./step";
import { within } from "./stepping";
import { Branch } from "./tree";

const set = (changes: Record<string, string>) => go("workflows", changes);

function Outcome({ run }: { run: CaseAnswer }) {
  return (
    <ul class="runs">
      {run.runs.map((one) => (
        <li key={one.number}>
          <button type="button" class="link" onClick={() => set({ step: String(one.first) })}>
            Run {one.number + 1}
          </button>{" "}
          <span class={`mark ${one.outcome === "ok" && !one.mismatch ? "passed" : "failed"}`}>{one.outcome}</span>{" "}
          {one.reason} {one.advice && <span class="advice">{one.advice}</span>}{" "}
          {one.mismatch && <span class="advice">{one.mismatch}</span>}
        </li>
      ))}
      {run.cut && <li class="none">{run.cut}</li>}
    </ul>
  );
}

function Inside({ run, at, keys }: { run: CaseAnswer; at: number; keys: { workflow: string; name: string } }) {
  const [tab, setTab] = useState("step");
  const step = run.steps[at];
  if (!step) return <p class="none">The case has no step.</p>;
  const where = { ...keys, step: at };
  return (
    <>
      <Tabs
        name="inside"
        label="At the step"
        tabs={[
          { key: "step", title: "Step", note: step.changes.length ? `${step.changes.length} changed` : "" },
          { key: "state", title: "State" },
          { key: "events", title: "Events" },
          { key: "evaluate", title: "Evaluate" },
        ]}
        chosen={tab}
        choose={setTab}
      />
      <Panel name="inside" chosen={tab}>
        {tab === "step" && <Step step={step} />}
        {tab === "state" && <Branch key={at} where={where} path="/" changes={step.changes} />}
        {tab === "events" && <Posted {...where} go={(to) => set({ step: String(to) })} />}
        {tab === "evaluate" && <Evaluate {...where} />}
      </Panel>
    </>
  );
}

/** A package without a workflow: its files can be corrected here, too. */
function Empty({ file }: { file: string }) {
  return (
    <section class="column source-column alone" aria-label="Source">
      <p class="none">
        The package has no workflow that can be read. Add a file below <code>workflows/</code>.
      </p>
      <Editor path={file} choose={(chosen) => set({ file: chosen })} findings={null} />
    </section>
  );
}

export function WorkflowsView() {
  const { parts } = useStore(place);
  const pack = useStore(content);
  const one = useStore(workflow);
  const run = useStore(recorded);
  const problem = useStore(trouble);
  const result = useStore(tried);
  const summary = pack?.workflows.find((known) => known.key === parts.workflow) ?? pack?.workflows[0];
  const key = summary?.key ?? "";
  const name = summary?.cases.some((known) => known.name === parts.case) ? (parts.case ?? "") : "";
  const revision = pack?.revision;

  useEffect(() => {
    if (key) void readWorkflow(key, name);
  }, [key, name, revision]);

  const anyType = pack?.types[0]?.key ?? "";
  useEffect(() => {
    if (anyType) prepare(anyType);
  }, [anyType]);

  const at = run ? within(run.steps, Number(parts.step) || 0) : 0;
  const step = run?.steps[at];
  const file = parts.file || step?.file || summary?.file || "";
  const marks = useMemo(() => {
    const reached = new Set(run?.steps.filter((seen) => seen.file === file).map((seen) => seen.line));
    return { reached, current: step?.file === file ? step.line : 0 };
  }, [run, file, step]);

  if (!pack) return <p class="none">The package is being read …</p>;
  if (!summary) return <Empty file={parts.file || pack.findings[0]?.file || "extension.yaml"} />;
  const goTo = (to: number) => set({ step: String(to), file: "" });
  const choose = (node: string) => {
    const found = run?.steps.findIndex((seen) => seen.node === node) ?? -1;
    const there = one?.nodes.find((known) => known.id === node);
    if (found >= 0) goTo(found);
    else if (there) set({ file: there.file });
  };
  return (
    <div class="workflows">
      <nav class="column" aria-label="Workflows and cases">
        <Cases
          workflows={pack.workflows}
          chosen={key}
          name={name}
          choose={(chosen, recordedCase) => set({ workflow: chosen.key, case: recordedCase, step: "", file: "" })}
        />
      </nav>
      <section class="column run-column" aria-label="Run">
        {problem && (
          <p class="banner bad" role="alert">
            {problem}
          </p>
        )}
        {run && <Controls recorded={run} at={at} file={file} go={goTo} />}
        {one && <Diagram svg={run?.diagram || one.diagram} node={step?.node ?? ""} choose={choose} />}
        {run && <Inside run={run} at={at} keys={{ workflow: key, name }} />}
        {run && <Outcome run={run} />}
        {!run && <p class="none">Choose a recorded case to go through it step by step.</p>}
      </section>
      <section class="column source-column" aria-label="Source">
        <Editor
          path={file}
          choose={(chosen) => set({ file: chosen })}
          findings={result?.findings ?? null}
          marks={marks}
        />
      </section>
    </div>
  );
}
