// What the events view shows: events as they are on disk, what unsaved edits make of them, and the event that is chosen.
import type { DroppedAnswer, EventAnswer, EventsAnswer, TryAnswer, TypeSummary } from "../../protocol";
import { get, inWords, isAbandoned, pathOf, post, remove } from "../../state/api";
import { go, place } from "../../state/address";
import { content } from "../../state/content";
import { dirtyDrafts, drafts } from "../../state/drafts";
import { Store } from "../../state/store";
import { announce } from "../../shell/announce";

export const answer = new Store<EventsAnswer | null>(null);
export const tried = new Store<TryAnswer | null>(null);
export const chosen = new Store<EventAnswer | null>(null);
export const trouble = new Store("");
/** Why dropped files were not taken; empty where they were. */
export const notTaken = new Store("");

/** How long typing may pause before the samples are parsed again, in milliseconds. */
const pause = 30;
const page = crypto.randomUUID();

let type = "";
let number = 0;
let reading = new AbortController();
let tellReady = () => {};
/** Holds what is dropped while the page is still being filled. */
const ready = new Promise<void>((resolve) => {
  tellReady = resolve;
});

/** Has unsaved texts tried although no events are shown yet: their findings are for any view. */
export function prepare(key: string): void {
  if (type) return;
  type = key;
  tellReady();
}

/** The log source type that is shown: the one that the address names, else the first. */
export function chosenType(): TypeSummary | undefined {
  const types = content.get()?.types;
  return types?.find((one) => one.key === place.get().parts.type) ?? types?.[0];
}

/** Reads the events of a type as they are on disk. */
export async function readEvents(key: string): Promise<void> {
  if (key !== type) {
    answer.set(null);
    tried.set(null);
    chosen.set(null);
  }
  type = key;
  tellReady();
  reading.abort();
  reading = new AbortController();
  try {
    const events = await get<EventsAnswer>(`events/${pathOf(key)}`, reading.signal);
    if (key !== type) return;
    answer.set(events);
    trouble.set("");
    scheduleTry(0);
  } catch (error) {
    if (!isAbandoned(error)) trouble.set(inWords(error));
  }
}

let timer: ReturnType<typeof setTimeout> | undefined;
let trying = new AbortController();
let texts = "";

function edits() {
  return dirtyDrafts().map(({ path, text }) => ({ path, text }));
}

/** Parses all samples with the unsaved texts. An older answer never replaces a newer one. */
async function tryEdits(): Promise<void> {
  const request = { edits: edits(), page, number: (number += 1) };
  trying.abort();
  if (!request.edits.length || !type) {
    tried.set(null);
    return;
  }
  trying = new AbortController();
  const asked = request.number;
  const from = started;
  try {
    const result = await post<TryAnswer>(`events/${pathOf(type)}/try`, request, trying.signal);
    if (asked !== number) return;
    tried.set(result);
    trouble.set("");
    measureDrawn(from);
    tell(result);
  } catch (error) {
    if (!isAbandoned(error) && asked === number) trouble.set(inWords(error));
  }
}

function tell({ ok, diff, findings }: TryAnswer): void {
  if (!ok) announce(`The text has errors: ${findings[0]?.message ?? ""}`);
  else announce(`${diff.won.length} won, ${diff.lost.length} lost, ${diff.changed.length} changed`);
}

let started = 0;

/** Notes the time from the last keystroke until the rows are drawn, for tools that measure. */
function measureDrawn(from: number): void {
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => performance.measure("keystroke to rows", { start: from, end: performance.now() });
    channel.port2.postMessage(null);
  });
}

function scheduleTry(wait = pause): void {
  clearTimeout(timer);
  timer = setTimeout(() => void tryEdits(), wait);
}

drafts.follow(() => {
  const now = JSON.stringify(edits());
  if (now === texts) return;
  texts = now;
  started = performance.now();
  scheduleTry();
});

let choosing = new AbortController();

/** Reads one event, with the unsaved texts where there are some. */
export async function readEvent(index: number): Promise<void> {
  choosing.abort();
  choosing = new AbortController();
  const path = `events/${pathOf(type, index)}`;
  const unsaved = tried.get()?.ok ? edits() : [];
  try {
    const event = unsaved.length
      ? await post<EventAnswer>(path, { edits: unsaved }, choosing.signal)
      : await get<EventAnswer>(path, choosing.signal);
    chosen.set(event);
  } catch (error) {
    if (!isAbandoned(error)) trouble.set(inWords(error));
  }
}

/** The largest request that the server takes, in bytes. */
const largest = 32 * 1024 * 1024;

/** Sends dropped files to the server on this machine, which keeps them in memory only. */
export async function drop(files: Iterable<File>): Promise<void> {
  if (content.get()?.types.length === 0) {
    notTaken.set("Add a log source type first: it parses the events of the file.");
    return;
  }
  await ready;
  const key = chosenType()?.key ?? type;
  const problems: string[] = [];
  go("events", { row: "" });
  for (const file of files) {
    const request = { name: file.name, text: file.size > largest ? "" : await file.text() };
    if (file.size > largest || new Blob([JSON.stringify(request)]).size > largest) {
      problems.push(`${file.name} is too large: at most ${largest >> 20} MiB can be shown. Cut the file.`);
      continue;
    }
    try {
      const result = await post<DroppedAnswer>(`events/${pathOf(key)}/dropped`, request);
      takeDropped(result);
      announce(`${file.name}: ${result.dropped.find((one) => one.name === file.name)?.payloads ?? 0} payloads`);
    } catch (error) {
      problems.push(`${file.name}: ${inWords(error)}`);
    }
  }
  notTaken.set(problems.join(" "));
}

/** Forgets the dropped files. */
export async function forgetDropped(): Promise<void> {
  go("events", { row: "" });
  try {
    takeDropped(await remove<DroppedAnswer>(`events/${pathOf(type)}/dropped`));
  } catch (error) {
    trouble.set(inWords(error));
  }
}

/**
 * Dropped events come first, so that those of the package get other numbers. Where the server told of them before it
 * answered, they are listed already, and what was chosen of them meanwhile stays.
 */
function takeDropped(result: DroppedAnswer): void {
  if (answer.get()?.total !== result.events.total) go("events", { row: "" });
  answer.set(result.events);
  trouble.set("");
  scheduleTry(0);
}
