// The State at a step as a tree. What lies below is read when it is opened.
import { useEffect, useState } from "preact/hooks";
import { get, inWords, isAbandoned } from "../../state/api";
import type { Child, StateAnswer, StateChange } from "../../protocol";
import { Value } from "./value";
import { casePath } from "./state";

interface Where {
  readonly workflow: string;
  readonly name: string;
  readonly step: number;
}

interface BranchProps {
  readonly where: Where;
  readonly path: string;
  readonly changes: readonly StateChange[];
}

/** Whether a change is at a path or below it. */
function touches(change: StateChange, path: string): boolean {
  return change.path === path || change.path.startsWith(`${path}/`) || change.path.startsWith(`${path}[`);
}

function Twig({ child, where, changes }: { child: Child; where: Where; changes: readonly StateChange[] }) {
  const changed = changes.some((change) => touches(change, child.path) || child.path.startsWith(`${change.path}/`));
  const [open, setOpen] = useState(changed && child.count > 0 && child.count <= 20);
  const name = (
    <>
      {changed && <span class="mark changed">~</span>} <bdi class="key">{child.key}</bdi>
    </>
  );
  if (!child.count) {
    return (
      <li class={changed ? "touched" : ""}>
        {name}: <Value value={child.value} />
      </li>
    );
  }
  return (
    <li class={changed ? "touched" : ""}>
      <button type="button" class="link" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? "▾" : "▸"} {name}
      </button>{" "}
      {open ? <Branch where={where} path={child.path} changes={changes} /> : <Value value={child.value} />}
    </li>
  );
}

export function Branch({ where, path, changes }: BranchProps) {
  const [answer, setAnswer] = useState<StateAnswer | null>(null);
  const [problem, setProblem] = useState("");
  const { workflow, name, step } = where;
  const read = (start: number, signal?: AbortSignal) => {
    const query = new URLSearchParams({ path, start: String(start) });
    get<StateAnswer>(`${casePath(workflow, name, "state", step)}?${query}`, signal)
      .then((found) => {
        setAnswer((now) => ({
          more: found.more,
          children: [...(start ? (now?.children ?? []) : []), ...found.children],
        }));
        setProblem("");
      })
      .catch((error: unknown) => isAbandoned(error) || setProblem(inWords(error)));
  };
  useEffect(() => {
    const request = new AbortController();
    read(0, request.signal);
    return () => request.abort();
  }, [workflow, name, step, path]);
  if (problem) return <p class="banner bad">{problem}</p>;
  if (!answer) return <p class="none">…</p>;
  if (!answer.children.length) return <p class="none">Nothing is in it.</p>;
  return (
    <ul class="tree">
      {answer.children.map((child) => (
        <Twig key={child.path} child={child} where={where} changes={changes} />
      ))}
      {answer.more > 0 && (
        <li>
          <button type="button" class="link" onClick={() => read(answer.children.length)}>
            {answer.more} more
          </button>
        </li>
      )}
    </ul>
  );
}
