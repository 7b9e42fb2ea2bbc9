// Rows of events: what unsaved edits make of them, and which of them are shown.
import type { Change, EventsAnswer, Row, TryAnswer } from "../../protocol";

export type Effect = "won" | "lost" | "changed";

export interface Filter {
  /** Outcomes that are shown; all where it is empty. */
  readonly outcome: string;
  readonly effect: string;
  readonly search: string;
}

/** The rows with those that the edits make differ. */
export function merged(onDisk: readonly Row[], tried: readonly Row[]): readonly Row[] {
  if (!tried.length) return onDisk;
  const changed = new Map(tried.map((row) => [row.index, row]));
  return onDisk.map((row) => changed.get(row.index) ?? row);
}

/** What the edits do, by the index of the event. */
export function effects(tried: TryAnswer | null): ReadonlyMap<number, Effect> {
  const found = new Map<number, Effect>();
  if (!tried?.ok) return found;
  for (const effect of ["changed", "lost", "won"] as const) {
    for (const change of tried.diff[effect]) found.set(change.index, effect);
  }
  return found;
}

export function changesOf(tried: TryAnswer): { effect: Effect; change: Change }[] {
  return (["lost", "won", "changed"] as const).flatMap((effect) =>
    tried.diff[effect].map((change) => ({ effect, change })),
  );
}

function textOf(row: Row): string {
  const parts = [row.event_id, row.event_category, row.qid_name, row.low_level_category, row.source, row.preview];
  return parts
    .filter((part) => part !== null)
    .join("\n")
    .toLowerCase();
}

const texts = new WeakMap<Row, string>();

function searched(row: Row): string {
  let text = texts.get(row);
  if (text === undefined) {
    text = textOf(row);
    texts.set(row, text);
  }
  return text;
}

/** The rows that a filter leaves. Each word of the search must be in the row. */
export function filtered(rows: readonly Row[], filter: Filter, effect: ReadonlyMap<number, Effect>): readonly Row[] {
  const words = filter.search.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(
    (row) =>
      (!filter.outcome || row.outcome === filter.outcome) &&
      (!filter.effect || effect.has(row.index)) &&
      words.every((word) => searched(row).includes(word)),
  );
}

const outcomes: readonly Row["outcome"][] = ["parsed", "unknown", "stored", "built-in"];

/** How many rows have each outcome, those left out that none has. */
export function counts(rows: readonly Row[]): [Row["outcome"], number][] {
  return outcomes
    .map((outcome): [Row["outcome"], number] => [outcome, rows.filter((row) => row.outcome === outcome).length])
    .filter(([, count]) => count > 0);
}

/** What a change did to the row itself, in words: `parsed → unknown`, or the fields that differ. */
export function inWords({ before, after, fields }: Change): string {
  const parts: string[] = [];
  if (before.outcome !== after.outcome) parts.push(`${before.outcome} → ${after.outcome}`);
  if (before.event_id !== after.event_id)
    parts.push(`event id ${before.event_id ?? "none"} → ${after.event_id ?? "none"}`);
  if (before.event_category !== after.event_category) {
    parts.push(`category ${before.event_category ?? "none"} → ${after.event_category ?? "none"}`);
  }
  if (before.qid_name !== after.qid_name) parts.push(`${before.qid_name ?? "no QID"} → ${after.qid_name ?? "no QID"}`);
  if (fields.length) parts.push(fields.join(", "));
  return parts.join("; ");
}

/** The answer for a filter chip with the rows of a trial. */
export function shownRows(answer: EventsAnswer | null, tried: TryAnswer | null): readonly Row[] {
  return merged(answer?.rows ?? [], tried?.ok ? tried.rows : []);
}
