// Findings: a list, and the way to the line of each.
import type { FindingMessage } from "../protocol";
import { go, place } from "../state/address";
import { Store } from "../state/store";

export interface Spot {
  readonly file: string;
  readonly line?: number;
}

/** Where the editor goes next. */
export const spot = new Store<Spot | null>(null);

/** Shows a line of a file in the editor of the view that has one. */
export function jump({ file, line }: Spot): void {
  const now = place.get();
  const view = now.view === "package" ? (file.startsWith("workflows/") ? "workflows" : "events") : now.view;
  go(view, { file });
  spot.set({ file, line: line || 1 });
}

/** A button that shows the line in the editor; `short` where the file is known from what is around. */
export function JumpTo({ finding, short = false }: { finding: Spot; short?: boolean }) {
  if (!finding.file) return null;
  const where = finding.line ? `${finding.file}:${finding.line}` : finding.file;
  const brief = short && finding.line;
  return (
    <button type="button" class="link" onClick={() => jump(finding)} title={`Show ${where} in the editor`}>
      {brief ? `line ${finding.line}` : where}
    </button>
  );
}

const marks = { error: "✕ error", warning: "! warning", note: "i note" } as const;

export function Findings({ findings, none }: { findings: readonly FindingMessage[]; none: string }) {
  if (!findings.length) return <p class="none">{none}</p>;
  return (
    <ul class="findings">
      {findings.map((finding) => (
        <li key={`${finding.rule} ${finding.file} ${finding.line} ${finding.column} ${finding.message}`}>
          <span class={`mark ${finding.severity}`}>{marks[finding.severity]}</span> {finding.message}{" "}
          <code>{finding.rule}</code> <JumpTo finding={finding} />
          {finding.advice && <p class="advice">{finding.advice}</p>}
        </li>
      ))}
    </ul>
  );
}
