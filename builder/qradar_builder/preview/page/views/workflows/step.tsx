// One step: what it did, its condition with the values of its parts, its requests and what they gave.
import type { CallInfo, ConditionInfo, HttpMessage, StateChange, StepInfo } from "../../protocol";
import { JumpTo } from "../../shell/finding";
import { Shown } from "../events/controls";
import { Value } from "./value";
import { Table } from "../../shell/table";

function Condition({ condition }: { condition: ConditionInfo }) {
  return (
    <section>
      <h2>
        Condition{" "}
        <span class={`mark ${condition.holds ? "passed" : "note"}`}>
          {condition.holds ? "✓ holds" : "✕ does not hold"}
        </span>
      </h2>
      <p>
        <code>{condition.text}</code>
      </p>
      <Table columns={["Part", "Value"]}>
        {condition.parts.map((part) => (
          <tr key={part.text}>
            <th scope="row">
              <code>{part.text}</code>
            </th>
            <td>{part.problem ? <span class="advice">{part.problem}</span> : <Value value={part.value} />}</td>
          </tr>
        ))}
      </Table>
    </section>
  );
}

function Exchange({ title, message }: { title: string; message: HttpMessage }) {
  return (
    <details open>
      <summary>
        {title} <code>{message.line}</code> <span class="quiet">{message.size.toLocaleString("en")} bytes</span>
      </summary>
      <dl class="headers">
        {message.headers.map((header, at) => (
          <div key={at}>
            <dt>{header.name}</dt>
            <dd>
              <bdi>{header.value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      {message.body && (
        <div class="failure" tabIndex={0} role="group" aria-label={`Body of the ${title.toLowerCase()}`}>
          <Shown text={message.body} />
        </div>
      )}
    </details>
  );
}

function Calls({ calls }: { calls: readonly CallInfo[] }) {
  return (
    <section>
      <h2>Request and response</h2>
      {calls.map((call, at) => (
        <div key={at}>
          <Exchange title="Request" message={call.request} />
          {call.response ? (
            <Exchange title="Response" message={call.response} />
          ) : (
            <p class="none">No response came.</p>
          )}
        </div>
      ))}
    </section>
  );
}

function Changes({ changes }: { changes: readonly StateChange[] }) {
  if (!changes.length) return <p class="none">The step does not change the State.</p>;
  return (
    <Table caption="What the step changes in the State" columns={["Path", "Before", "After"]}>
      {changes.map((change) => (
        <tr key={change.path}>
          <th scope="row">
            <code>{change.path}</code>
            {change.appended > 0 && <span class="quiet"> {change.appended} put at the end</span>}
          </th>
          <td>
            <Value value={change.before} />
          </td>
          <td>
            <Value value={change.after} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

export function Step({ step }: { step: StepInfo }) {
  const happened: [string, string][] = [
    ["Waits", step.waited === null ? "" : `${step.waited.toLocaleString("en")} ms`],
    ["Log", step.log ? `${step.log.level}: ${step.log.message}` : ""],
    ["Status", step.status ? `${step.status.level ?? "cleared"}: ${step.status.message}` : ""],
    ["Posts", step.posted ? `${step.posted} ${step.posted === 1 ? "event" : "events"}` : ""],
    ["Paths that lead nowhere", step.missing.join(", ")],
  ];
  return (
    <>
      <p class="step-title">
        <strong>{step.action}</strong> <code>{step.label}</code> {step.turn !== null && <>turn {step.turn + 1}</>}{" "}
        <JumpTo finding={step} />
      </p>
      {step.failed && (
        <p class="banner bad">
          The run ends here: <Shown text={step.failed} />
        </p>
      )}
      <dl class="facts">
        {happened
          .filter(([, value]) => value)
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <Shown text={value} />
              </dd>
            </div>
          ))}
      </dl>
      {step.condition && <Condition condition={step.condition} />}
      {step.calls.length > 0 && <Calls calls={step.calls} />}
      <Changes changes={step.changes} />
    </>
  );
}
