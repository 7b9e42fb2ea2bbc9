// Expressions for the text that is selected, each with what it gives in the samples.
import { useEffect, useState } from "preact/hooks";
import type { Proposal, ProposalsAnswer } from "../../protocol";
import { inWords, isAbandoned, pathOf, post } from "../../state/api";
import { Shown } from "./controls";
import type { Selected } from "./selection";
import { write } from "./writing";

const kinds: Record<Proposal["kind"], string> = {
  json: "JSON path",
  key: "key and value",
  cef: "CEF key",
  leef: "LEEF key",
  xml: "XPath",
  regex: "regular expression",
};

const valuesShown = 6;

interface Props {
  readonly type: string;
  readonly index: number;
  readonly selected: Selected;
  readonly close: () => void;
}

function Choice({ proposal, chosen, choose }: { proposal: Proposal; chosen: boolean; choose: () => void }) {
  return (
    <li>
      <label>
        <input type="radio" name="proposal" checked={chosen} onChange={choose} />{" "}
        <strong>{kinds[proposal.kind]}</strong> <code>{proposal.expression}</code>
        <span class="quiet">
          {" "}
          gives a value in {proposal.matches} of {proposal.of} samples
        </span>
      </label>
      {proposal.note && <p class="advice">{proposal.note}</p>}
      <ul class="samples" aria-label="Values in the samples">
        {proposal.values.slice(0, valuesShown).map((value) => (
          <li key={value.index}>
            {value.index + 1}:{" "}
            <bdi class="value">
              <Shown text={value.value} />
            </bdi>
          </li>
        ))}
      </ul>
    </li>
  );
}

export function Proposals({ type, index, selected, close }: Props) {
  const [found, setFound] = useState<ProposalsAnswer | null>(null);
  const [problem, setProblem] = useState("");
  const [chosen, setChosen] = useState(0);
  const [field, setField] = useState("");
  const [property, setProperty] = useState(false);
  const { start, end } = selected;

  useEffect(() => {
    const request = new AbortController();
    setFound(null);
    setProblem("");
    setChosen(0);
    post<ProposalsAnswer>(`events/${pathOf(type)}/propose`, { index, start, end, field: "" }, request.signal)
      .then((answer) => {
        setFound(answer);
        setField((now) => now || answer.fields[0] || answer.proposals[0]?.field || "");
      })
      .catch((error: unknown) => isAbandoned(error) || setProblem(inWords(error)));
    return () => request.abort();
  }, [type, index, start, end]);

  const proposal = found?.proposals[chosen];
  const apply = async () => {
    if (!proposal) return;
    const wrong = await write(type, "expressions", { field, property, at: 0, expression: proposal.expression });
    setProblem(wrong);
    if (!wrong) close();
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
  };
  return (
    <section class="proposals" aria-labelledby="proposals-title" onKeyDown={press}>
      <div class="bar">
        <h2 id="proposals-title">
          Expressions for “
          <bdi>
            <Shown text={(found?.selection ?? "…").slice(0, 60)} />
          </bdi>
          ”
        </h2>
        <button type="button" onClick={close}>
          Close
        </button>
      </div>
      {problem && (
        <p class="banner bad" role="alert">
          {problem}
        </p>
      )}
      {found && found.proposals.length === 0 && <p class="none">No expression gives this text. Select less or more.</p>}
      {found && found.proposals.length > 0 && (
        <>
          <ul class="choices">
            {found.proposals.map((one, at) => (
              <Choice key={one.expression} proposal={one} chosen={at === chosen} choose={() => setChosen(at)} />
            ))}
          </ul>
          <div class="bar">
            <label>
              For the field{" "}
              <input list="proposal-fields" value={field} onInput={(event) => setField(event.currentTarget.value)} />
            </label>
            <datalist id="proposal-fields">
              {found.fields.map((name) => (
                <option key={name} value={name} />
              ))}
            </datalist>
            <label class="check">
              <input
                type="checkbox"
                checked={property}
                onChange={(event) => setProperty(event.currentTarget.checked)}
              />{" "}
              a custom property
            </label>
            <button type="button" class="main" disabled={!proposal || !field} onClick={() => void apply()}>
              Add to the YAML
            </button>
          </div>
        </>
      )}
    </section>
  );
}
