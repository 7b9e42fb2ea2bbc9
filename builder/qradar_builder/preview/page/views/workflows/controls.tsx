// The controls of the debugger: steps forward and back, to a line, to the ends.
import { useState } from "preact/hooks";
import { announce } from "../../shell/announce";
import { useKeys } from "../../shell/keys";
import type { CaseAnswer } from "../../protocol";
import { over, toLine, within } from "./stepping";

interface Props {
  readonly recorded: CaseAnswer;
  readonly at: number;
  readonly file: string;
  readonly go: (step: number) => void;
}

export function Controls({ recorded, at, file, go }: Props) {
  const { steps, runs } = recorded;
  const [line, setLine] = useState("");
  const now = steps[at];
  const move = (to: number) => {
    const next = within(steps, to);
    go(next);
    const step = steps[next];
    if (step) announce(`Step ${next + 1}: ${step.action} ${step.label}, line ${step.line}`);
  };
  const run = (way: 1 | -1) => {
    const wanted = Number(line);
    if (!wanted) return document.getElementById("line")?.focus();
    const next = toLine(steps, at, file, wanted, way);
    if (next === at) announce(`No ${way > 0 ? "later" : "earlier"} step is on line ${wanted}`);
    else move(next);
  };
  useKeys("Debugger", [
    { key: "j", what: "Step forward", run: () => move(at + 1) },
    { key: "k", what: "Step back", run: () => move(at - 1) },
    { key: "o", what: "Step over what lies inside", run: () => move(over(steps, at)) },
    { key: "r", what: "Run forward to the line", run: () => run(1) },
    { key: "R", what: "Run back to the line", run: () => run(-1) },
    { key: "g", what: "First step", run: () => move(0) },
    { key: "G", what: "Last step", run: () => move(steps.length - 1) },
  ]);
  return (
    <div class="debugger" role="group" aria-label="Debugger">
      <div class="bar">
        <button type="button" onClick={() => move(0)} disabled={at <= 0} aria-label="First step">
          First
        </button>
        <button type="button" onClick={() => move(at - 1)} disabled={at <= 0}>
          Step back
        </button>
        <button type="button" class="main" onClick={() => move(at + 1)} disabled={at >= steps.length - 1}>
          Step
        </button>
        <button type="button" onClick={() => move(over(steps, at))} disabled={at >= steps.length - 1}>
          Step over
        </button>
        <button
          type="button"
          onClick={() => move(steps.length - 1)}
          disabled={at >= steps.length - 1}
          aria-label="Last step"
        >
          Last
        </button>
        <label>
          Line{" "}
          <input
            id="line"
            class="short"
            inputMode="numeric"
            value={line}
            onInput={(event) => setLine(event.currentTarget.value)}
            onKeyDown={(event) => event.key === "Enter" && run(1)}
          />
        </label>
        <button type="button" onClick={() => run(1)}>
          Run to line
        </button>
        <button type="button" onClick={() => run(-1)}>
          Back to line
        </button>
      </div>
      <label class="scrubber">
        <span>
          Step {at + 1} of {steps.length}
          {now && runs.length > 1 && `, run ${now.run + 1} of ${runs.length}`}
        </span>
        <input
          type="range"
          min={0}
          max={Math.max(steps.length - 1, 0)}
          value={at}
          onInput={(event) => move(Number(event.currentTarget.value))}
        />
      </label>
    </div>
  );
}
