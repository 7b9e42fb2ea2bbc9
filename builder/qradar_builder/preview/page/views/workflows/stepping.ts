// Which step comes next: by one, over what lies inside, to a line, to the end of a run.
import type { StepInfo } from "../../protocol";

/** The next step that is not inside of the action at `at`; the last one where there is none. */
export function over(steps: readonly StepInfo[], at: number): number {
  const now = steps[at];
  if (!now) return at;
  const next = steps.findIndex((step) => step.index > at && (step.run !== now.run || step.depth <= now.depth));
  return next < 0 ? steps.length - 1 : next;
}

/** The next step, in the direction of `way`, that is on a line of a file; `at` where there is none. */
export function toLine(steps: readonly StepInfo[], at: number, file: string, line: number, way: 1 | -1): number {
  for (let index = at + way; index >= 0 && index < steps.length; index += way) {
    const step = steps[index];
    if (step?.file === file && step.line === line) return index;
  }
  return at;
}

/** Keeps a number within the steps. */
export function within(steps: readonly StepInfo[], at: number): number {
  return Math.min(Math.max(at, 0), steps.length - 1);
}
