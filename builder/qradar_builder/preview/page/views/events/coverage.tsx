// What the samples prove: expressions that gave a value, mappings that were hit.
import type { CoverageAnswer } from "../../protocol";
import { JumpTo } from "../../shell/finding";
import { Table } from "../../shell/table";

function Bar({ name, part, whole }: { name: string; part: number; whole: number }) {
  return (
    <label class="meter">
      <span>
        {name} {part}/{whole}
      </span>
      <progress value={part} max={Math.max(whole, 1)} />
    </label>
  );
}

export function CoverageBar({ coverage }: { coverage: CoverageAnswer }) {
  const won = coverage.expressions.filter((expression) => expression.won > 0).length;
  const hit = coverage.mappings.filter((mapping) => mapping.hits > 0).length;
  return (
    <div class="coverage" role="group" aria-label="Coverage">
      <Bar name="Expressions" part={won} whole={coverage.expressions.length} />
      <Bar name="Mappings" part={hit} whole={coverage.mappings.length} />
      <Bar name="Parsed" part={coverage.outcomes.parsed ?? 0} whole={coverage.samples} />
    </div>
  );
}

export function Coverage({ coverage }: { coverage: CoverageAnswer }) {
  const missed = coverage.mappings.filter((mapping) => mapping.hits === 0);
  return (
    <>
      <Table caption="Expressions" columns={["Expression", "Gave the value", "Matched", "Tried"]}>
        {coverage.expressions.map((one) => (
          <tr key={`${one.name} ${one.file} ${one.line}`} class={one.won ? "" : "missed"}>
            <th scope="row">
              {one.won ? "" : "✕ "}
              {one.name} <code>{one.expression}</code> <JumpTo finding={one} short />
              {one.refused && <p class="advice">{one.refused}</p>}
            </th>
            <td>{one.won}</td>
            <td>{one.matched}</td>
            <td>{one.tried}</td>
          </tr>
        ))}
      </Table>
      <h2>Mappings without a sample: {missed.length}</h2>
      <ul class="missed-mappings">
        {missed.slice(0, 200).map((one) => (
          <li key={`${one.file} ${one.line} ${one.event_id} ${one.event_category}`}>
            <bdi>{one.event_id}</bdi> · <bdi>{one.event_category}</bdi> → {one.qid_name} <JumpTo finding={one} short />
          </li>
        ))}
      </ul>
      {missed.length > 200 && <p class="none">{missed.length - 200} more</p>}
    </>
  );
}
