// Pairs of event id and category that no mapping has: one click adds the one that is proposed.
import { useState } from "preact/hooks";
import type { UnmappedPair } from "../../protocol";
import { Shown } from "./controls";
import { write } from "./writing";

function Pair({ pair, type, tell }: { pair: UnmappedPair; type: string; tell: (problem: string) => void }) {
  const { proposal } = pair;
  const [busy, setBusy] = useState(false);
  const map = async () => {
    setBusy(true);
    const { qid_name: name, low_level_category, severity, review } = proposal;
    const { event_id, event_category } = pair;
    tell(
      await write(type, "mappings", { event_id, event_category, new: { name, low_level_category, severity, review } }),
    );
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

export function Unmapped({ pairs, type }: { pairs: readonly UnmappedPair[]; type: string }) {
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
            <Pair key={`${pair.event_id}\n${pair.event_category}`} pair={pair} type={type} tell={setProblem} />
          ))}
        </tbody>
      </table>
      {pairs.length > 200 && <p class="none">{pairs.length - 200} more pairs</p>}
    </>
  );
}
