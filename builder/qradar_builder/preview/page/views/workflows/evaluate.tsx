// A box that evaluates expressions, templates, conditions and date patterns on the State at the step.
import { useState } from "preact/hooks";
import { inWords, post } from "../../state/api";
import type { Evaluated } from "../../protocol";
import { casePath } from "./state";
import { Value } from "./value";

const kinds = { jpath: "JPath", template: "Template", condition: "Condition", date: "Date pattern" } as const;
type Kind = keyof typeof kinds;

const examples: Record<Kind, string> = {
  jpath: "/response/body",
  template: "https://${/hostname}/path",
  condition: "/response/status_code = 200",
  date: "yyyy-MM-dd'T'HH:mm:ss.SSSX",
};

export function Evaluate({ workflow, name, step }: { workflow: string; name: string; step: number }) {
  const [kind, setKind] = useState<Kind>("jpath");
  const [text, setText] = useState("");
  const [value, setValue] = useState("");
  const [answer, setAnswer] = useState<Evaluated | null>(null);
  const [problem, setProblem] = useState("");
  const evaluate = async () => {
    try {
      const body = { step, kind, text, ...(kind === "date" && value ? { value } : {}) };
      setAnswer(await post<Evaluated>(casePath(workflow, name, "evaluate"), body));
      setProblem("");
    } catch (error) {
      setAnswer(null);
      setProblem(inWords(error));
    }
  };
  const press = (event: KeyboardEvent) => event.key === "Enter" && void evaluate();
  return (
    <div class="evaluate">
      <div class="bar">
        <label>
          Evaluate{" "}
          <select value={kind} onChange={(event) => setKind(event.currentTarget.value as Kind)}>
            {Object.entries(kinds).map(([key, title]) => (
              <option key={key} value={key}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <label class="grow">
          <span class="unseen">{kinds[kind]}</span>
          <input
            id="evaluate"
            value={text}
            placeholder={examples[kind]}
            onInput={(event) => setText(event.currentTarget.value)}
            onKeyDown={press}
          />
        </label>
        {kind === "date" && (
          <label>
            of{" "}
            <input
              value={value}
              placeholder="text, milliseconds, or /path"
              onInput={(event) => setValue(event.currentTarget.value)}
              onKeyDown={press}
            />
          </label>
        )}
        <button type="button" onClick={() => void evaluate()}>
          Evaluate
        </button>
      </div>
      <div role="status">
        {problem && <p class="banner bad">{problem}</p>}
        {answer && (
          <p class="result">
            <Value value={answer.value} /> <span class="quiet">{answer.value.kind}</span>
          </p>
        )}
      </div>
    </div>
  );
}
