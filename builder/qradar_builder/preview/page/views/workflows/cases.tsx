// The workflows of the package, each with its recorded cases.
import { useEffect, useRef } from "preact/hooks";
import type { WorkflowSummary } from "../../protocol";

interface Props {
  readonly workflows: readonly WorkflowSummary[];
  readonly chosen: string;
  readonly name: string;
  readonly choose: (workflow: WorkflowSummary, name: string) => void;
}

export function Cases({ workflows, chosen, name, choose }: Props) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const [box, current] = [list.current?.parentElement, list.current?.querySelector("[aria-current=true]")];
    if (box && current) box.scrollTop += current.getBoundingClientRect().top - box.getBoundingClientRect().top - 60;
  }, [chosen, name]);
  return (
    <div ref={list}>
      {workflows.map((one) => (
        <section key={one.key}>
          <h2>
            <button
              type="button"
              class="link"
              aria-current={one.key === chosen && !name ? "true" : "false"}
              onClick={() => choose(one, "")}
            >
              {one.name || one.key}
            </button>
          </h2>
          {one.cases.length === 0 && <p class="none">No recorded case.</p>}
          <ul class="cases">
            {one.cases.map((recorded) => (
              <li key={recorded.name}>
                <button
                  type="button"
                  class="link"
                  aria-current={one.key === chosen && recorded.name === name ? "true" : "false"}
                  onClick={() => choose(one, recorded.name)}
                >
                  {recorded.name}
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
