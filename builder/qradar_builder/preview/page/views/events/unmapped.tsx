// Pairs of event id and category that no mapping has: one click adds the one that is proposed, or one to a record that is
// there.
import { useState } from "preact/hooks";
import type { DeclaredQid, UnmappedPair } from "../../protocol";
import { Shown } from "./controls";
import { write } from "./writing";

/** The key of the record that a text names: by its key, or by its name. */
function keyOf(text: string, records: readonly DeclaredQid[]): string | undefined {
  const wanted = text.trim();
  return (records.find(({ key }) => key === wanted) ?? records.find(({ name }) => name === wanted))?.key;
}

interface PairProps {
  pair: UnmappedPair;
  records: readonly DeclaredQid[];
  type: string;
  tell: (problem: string) => void;
}

function Pair({ pair, records, type, tell }: PairProps) {
  const { proposal } = pair;
  const [busy, setBusy] = useState(false);
  const [chosen, setChosen] = useState("");
  const map = async () => {
    const existing = keyOf(chosen, records);
    if (chosen.trim() && existing === undefined) {
      tell(`The package has no QID record ${chosen.trim()}: choose one of the list, or leave the field empty.`);
      return;
    }
    setBusy(true);
    const { qid_name: name, low_level_category, severity, review } = proposal;
    const { event_id, event_category } = pair;
    const record = existing === undefined ? { new: { name, low_level_category, severity, review } } : { existing };
    tell(await write(type, "mappings", { event_id, event_category, ...record }));
    setBusy(false);
  };
  return (
    <tr>
      <th scope="row">
        <bdi>
          <Shown text={pair.event_id} />
        </bdi>
        {pair.event_category && (
          <>
            {" · "}
            <bdi>
              <Shown text={pair.event_category} />
            </bdi>
          </>
        )}
      </th>
      <td>{pair.count}</td>
      <td>
        <bdi>{proposal.qid_name}</bdi>{" "}
        <span class="quiet">
          ({proposal.low_level_category}, severity {proposal.severity})
        </span>
        {proposal.review && <p class="advice">{proposal.review}</p>}
        {records.length > 0 && (
          <label>
            <span class="quiet">or an existing record</span>{" "}
            <input
              list={recordList}
              value={chosen}
              onInput={(event) => setChosen(event.currentTarget.value)}
              aria-label={`Existing QID record for ${pair.event_id} ${pair.event_category}`}
            />
          </label>
        )}
      </td>
      <td>
        <button
          type="button"
          disabled={busy}
          onClick={() => void map()}
          aria-label={`Map ${pair.event_id} ${pair.event_category}`}
        >
          Map
        </button>
      </td>
    </tr>
  );
}

const recordList = "qid-records";

interface UnmappedProps {
  pairs: readonly UnmappedPair[];
  records: readonly DeclaredQid[];
  type: string;
}

export function Unmapped({ pairs, records, type }: UnmappedProps) {
  const [problem, setProblem] = useState("");
  if (!pairs.length) return <p class="none">Each event id and category has a mapping.</p>;
  return (
    <>
      {problem && (
        <p class="banner bad" role="alert">
          {problem}
        </p>
      )}
      <table class="values">
        <thead>
          <tr>
            <th scope="col">Event id and category</th>
            <th scope="col">Samples</th>
            <th scope="col">Proposed QID record</th>
            <th scope="col">
              <span class="unseen">Action</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {pairs.slice(0, 200).map((pair) => (
            <Pair
              key={`${pair.event_id}\n${pair.event_category}`}
              pair={pair}
              records={records}
              type={type}
              tell={setProblem}
            />
          ))}
        </tbody>
      </table>
      <datalist id={recordList}>
        {records.map(({ key, name }) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </datalist>
      {pairs.length > 200 && <p class="none">{pairs.length - 200} more pairs</p>}
    </>
  );
}
