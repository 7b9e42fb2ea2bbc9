// One event: what became of it, its fields, why others have no value, and the way to its QID.
import type { EventAnswer, FieldValue, LookupStep, TriedExpression } from "../../protocol";
import { useState } from "preact/hooks";
import { JumpTo } from "../../shell/finding";
import { Panel, Tabs } from "../../shell/tabs";
import { colorOf } from "./colors";
import { outcomeMarks } from "./list";
import { Shown } from "./controls";
import { Table } from "../../shell/table";

function Values({ title, values, none }: { title: string; values: readonly FieldValue[]; none: string }) {
  return (
    <section>
      <h2>{title}</h2>
      {values.length === 0 && <p class="none">{none}</p>}
      {values.length > 0 && (
        <Table columns={["Name", "Value", "From"]}>
          {values.map((value) => (
            <tr key={value.name}>
              <th scope="row">
                <span class={`dot c${colorOf(value.name)}`} aria-hidden="true" /> {value.name}
              </th>
              <td>
                <bdi>
                  <Shown text={value.text} />
                </bdi>
              </td>
              <td>
                {value.expression && <code>{value.expression}</code>} <JumpTo finding={value} short />
              </td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}

const verdicts: Record<TriedExpression["tried"], string> = {
  won: "✓ gives the value",
  late: "· not needed",
  nothing: "✕ no value",
  refused: "! refused",
};

function Why({ tried }: { tried: readonly TriedExpression[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? tried : tried.filter((one) => one.tried === "nothing" || one.tried === "refused");
  return (
    <section>
      <label class="check">
        <input type="checkbox" checked={all} onChange={(event) => setAll(event.currentTarget.checked)} /> Also
        expressions that give the value or are not needed
      </label>
      {shown.length === 0 && <p class="none">Each expression that was tried gives a value.</p>}
      <ul class="why">
        {shown.map((one) => (
          <li key={`${one.property} ${one.field} ${one.number}`}>
            <span class={`mark verdict ${one.tried}`}>{verdicts[one.tried]}</span>{" "}
            <strong>
              {one.field} {one.number}
            </strong>{" "}
            <code>{one.expression}</code> <JumpTo finding={one} short />
            {one.reason && <p class="reason">{one.reason}</p>}
            {one.result && (
              <p>
                <bdi class="value">
                  <Shown text={one.result} />
                </bdi>
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Way({ steps, event }: { steps: readonly LookupStep[]; event: EventAnswer }) {
  const { times } = event;
  return (
    <section>
      <h2>Look-up of the QID</h2>
      <ol>
        {steps.map((step, at) => (
          <li key={at}>
            {step.text} <JumpTo finding={step} short />
          </li>
        ))}
      </ol>
      <h2>Time</h2>
      <dl class="facts">
        <div>
          <dt>Log source time</dt>
          <dd>{times.log_source_time ?? "none: the console uses the time of arrival"}</dd>
        </div>
        {times.text && (
          <div>
            <dt>Captured</dt>
            <dd>
              <bdi>
                <Shown text={times.text} />
              </bdi>{" "}
              {times.pattern && <code>{times.pattern}</code>}
            </dd>
          </div>
        )}
        {times.classes.map((read) => (
          <div key={read.date_class}>
            <dt>{read.date_class}</dt>
            <dd>{read.value ?? `✕ ${read.problem}`}</dd>
          </div>
        ))}
      </dl>
      {[...event.warnings, ...event.hints].map((text) => (
        <p key={text} class="advice">
          {text}
        </p>
      ))}
    </section>
  );
}

export function Facts({ event }: { event: EventAnswer }) {
  const { qid } = event;
  const facts: [string, string | number | null | undefined][] = [
    ["Event id", event.event_id],
    ["Event category", event.event_category],
    ["QID", qid ? `${qid.name}${qid.number === null ? "" : ` (${qid.number})`}` : "none"],
    ["Category", qid ? `${qid.high_level_category} › ${qid.low_level_category}` : "none"],
    ["Severity", event.severity],
    ["Time", event.times.log_source_time],
  ];
  return (
    <div class="outcome">
      <p>
        <span class={`mark ${event.outcome}`}>{outcomeMarks[event.outcome]}</span> event {event.index + 1}
      </p>
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <bdi>
                <Shown text={String(value ?? "none")} />
              </bdi>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

export function Details({ event }: { event: EventAnswer }) {
  const [tab, setTab] = useState("fields");
  const missing = event.why.filter((one) => one.tried === "nothing" || one.tried === "refused").length;
  return (
    <>
      <Tabs
        name="detail"
        label="About the event"
        tabs={[
          { key: "fields", title: "Fields", note: String(event.fields.length + event.properties.length) },
          { key: "why", title: "Why not", note: String(missing) },
          { key: "way", title: "Look-up and time" },
        ]}
        chosen={tab}
        choose={setTab}
      />
      <Panel name="detail" chosen={tab}>
        {tab === "fields" && (
          <>
            <Values title="Fields" values={event.fields} none="No field has a value." />
            <Values title="Custom properties" values={event.properties} none="No custom property has a value." />
          </>
        )}
        {tab === "why" && <Why tried={event.why} />}
        {tab === "way" && <Way steps={event.lookup} event={event} />}
      </Panel>
    </>
  );
}
