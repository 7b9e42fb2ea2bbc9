// What the unsaved edit changes: events won, lost and changed.
import type { TryAnswer } from "../../protocol";
import { Findings } from "../../shell/finding";
import { changesOf, type Effect, inWords } from "./rows";

const most = 200;
const titles: Record<Effect, string> = { lost: "− lost", won: "+ won", changed: "~ changed" };

interface Props {
  readonly tried: TryAnswer | null;
  readonly choose: (index: number) => void;
}

export function Changes({ tried, choose }: Props) {
  if (!tried) return <p class="none">Edit the YAML: what it changes for each sample is shown here before you save.</p>;
  if (!tried.ok) return <Findings findings={tried.findings} none="The text could not be read." />;
  const all = changesOf(tried);
  return (
    <>
      <p class="summary">
        {tried.diff.won.length} won, {tried.diff.lost.length} lost, {tried.diff.changed.length} changed{" "}
        <span class="quiet">({tried.milliseconds.toFixed(0)} ms)</span>
      </p>
      {tried.findings.length > 0 && <Findings findings={tried.findings} none="" />}
      <ul class="changes">
        {all.slice(0, most).map(({ effect, change }) => (
          <li key={change.index}>
            <button type="button" class="link" onClick={() => choose(change.index)}>
              <span class={`mark effect ${effect}`}>{titles[effect]}</span> {change.index + 1}
            </button>{" "}
            <bdi>{inWords(change)}</bdi>
          </li>
        ))}
      </ul>
      {all.length > most && <p class="none">{all.length - most} more</p>}
    </>
  );
}
