// The build and the test: buttons, how far they are, and what came of them.
import type { JobState, ProgressEvent, ResultsAnswer } from "../../protocol";
import { Findings } from "../../shell/finding";
import { Fragment } from "../../shell/fragment";
import { useStore } from "../../state/store";
import { type Part, progress, results } from "./state";

type JobName = "build" | "test";

const words: Record<JobState["state"], string> = {
  none: "not run yet",
  running: "… running",
  passed: "✓ passed",
  failed: "✕ failed",
};

function Job({ name, state, told }: { name: JobName; state: JobState; told: ProgressEvent | null }) {
  const live = told?.job === state.job || state.state === "none" ? told : null;
  const now = live?.state ?? state.state;
  const done = live?.done ?? state.done;
  const total = live?.total ?? state.total;
  return (
    <div class="running" role="group" aria-label={name === "build" ? "Build" : "Test"}>
      <h3>
        {name === "build" ? "Build" : "Test"} <span class={`mark ${now}`}>{words[now]}</span>{" "}
        {total > 0 && (
          <span class="quiet">
            {done} of {total}
            {(live?.failed ?? state.failed) > 0 && `, ${live?.failed ?? state.failed} failed`}
          </span>
        )}
      </h3>
      {now === "running" && (
        <label>
          <span class="quiet">{live?.case}</span>
          <progress value={done} max={Math.max(total, 1)} />
        </label>
      )}
      {state.written.length > 0 && (
        <ul>
          {state.written.map((name) => (
            <li key={name}>
              <code>{name}</code>
            </li>
          ))}
        </ul>
      )}
      {state.findings.length > 0 && <Findings findings={state.findings} none="" />}
    </div>
  );
}

export function Jobs() {
  const { value, problem }: Part<ResultsAnswer> = useStore(results);
  const told = useStore(progress);
  return (
    <section aria-labelledby="jobs-title">
      <h2 id="jobs-title">Build and test</h2>
      {problem && (
        <p class="banner bad" role="alert">
          {problem}
        </p>
      )}
      {value && (
        <>
          <Job name="build" state={value.build} told={told.build} />
          <Job name="test" state={value.test} told={told.test} />
          {value.failures.map((failure) => (
            <details key={failure.case}>
              <summary>✕ {failure.case}</summary>
              <div class="failure">{failure.text}</div>
            </details>
          ))}
          {value.html && <Fragment html={value.html} label="Report of the test" />}
        </>
      )}
    </section>
  );
}
