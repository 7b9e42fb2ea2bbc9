// The events that were posted up to a step.
import { useEffect, useState } from "preact/hooks";
import { get, inWords, isAbandoned } from "../../state/api";
import { Shown } from "../events/controls";
import type { EventsSoFar } from "../../protocol";
import { casePath } from "./state";

interface Props {
  readonly workflow: string;
  readonly name: string;
  readonly step: number;
  readonly go: (step: number) => void;
}

export function Posted({ workflow, name, step, go }: Props) {
  const [answer, setAnswer] = useState<EventsSoFar | null>(null);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    const request = new AbortController();
    get<EventsSoFar>(casePath(workflow, name, "events", step), request.signal)
      .then(setAnswer)
      .catch((error: unknown) => isAbandoned(error) || setProblem(inWords(error)));
    return () => request.abort();
  }, [workflow, name, step]);
  if (problem) return <p class="banner bad">{problem}</p>;
  if (!answer) return <p class="none">…</p>;
  if (!answer.total) return <p class="none">No event is posted up to this step.</p>;
  return (
    <>
      <p>{answer.total} posted so far</p>
      <ol class="posted">
        {answer.events.map((event, at) => (
          <li key={at}>
            <button type="button" class="link" onClick={() => go(event.step)}>
              step {event.step + 1}
            </button>{" "}
            <bdi class="value">
              <Shown text={event.payload} />
            </bdi>
          </li>
        ))}
      </ol>
    </>
  );
}
