// What the workflows view shows: a workflow, and the recorded case of it that is gone through.
import { get, inWords, isAbandoned, pathOf } from "../../state/api";
import { Store } from "../../state/store";
import type { CaseAnswer, WorkflowAnswer } from "../../protocol";

export const workflow = new Store<WorkflowAnswer | null>(null);
export const recorded = new Store<CaseAnswer | null>(null);
export const trouble = new Store("");

let reading = new AbortController();

/** Reads a workflow and, unless its name is empty, a recorded case. */
export async function readWorkflow(key: string, name: string): Promise<void> {
  reading.abort();
  reading = new AbortController();
  const { signal } = reading;
  try {
    const [one, other] = await Promise.all([
      get<WorkflowAnswer>(`workflows/${pathOf(key)}`, signal),
      name ? get<CaseAnswer>(casePath(key, name), signal) : null,
    ]);
    workflow.set(one);
    recorded.set(other);
    trouble.set("");
  } catch (error) {
    if (!isAbandoned(error)) trouble.set(inWords(error));
  }
}

export function casePath(key: string, name: string, ...more: (string | number)[]): string {
  return pathOf("workflows", key, "cases", name, ...more);
}
