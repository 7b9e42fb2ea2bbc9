// A value of the State, as the server shows it: JSON without secrets, cut where it is long.
import { Shown } from "../events/controls";
import type { ShownValue } from "../../protocol";

export function Value({ value }: { value: ShownValue }) {
  if (value.kind === "missing") return <span class="none">nothing</span>;
  return (
    <>
      <bdi class={`value kind-${value.kind}`}>
        <Shown text={value.text} />
      </bdi>
      {value.size && <span class="quiet"> … {value.size}</span>}
    </>
  );
}
