// Where the reader is, kept in the fragment of the address: `#events?type=…&row=…`. Loading the page again returns there.
import { Store } from "./store";

export const views = ["events", "workflows", "package"] as const;
export type View = (typeof views)[number];

export interface Place {
  readonly view: View;
  readonly parts: Readonly<Record<string, string>>;
}

export function read(fragment: string): Place {
  const [name, query = ""] = fragment.replace(/^#/, "").split("?", 2);
  const view = views.find((known) => known === name) ?? "events";
  return { view, parts: Object.fromEntries(new URLSearchParams(query)) };
}

export function write({ view, parts }: Place): string {
  const query = new URLSearchParams(Object.entries(parts).filter(([, value]) => value !== "")).toString();
  return `#${view}${query && "?"}${query}`;
}

export const place = new Store<Place>(read(location.hash));

const last = new Map<View, Place["parts"]>();

/** Goes to a place; another view is as it was left. A change of the view is a step that the browser's button takes back; other changes are not. */
export function go(view: View, changes: Record<string, string> = {}): void {
  const before = place.get();
  const after: Place = {
    view,
    parts: before.view === view ? { ...before.parts, ...changes } : { ...last.get(view), ...changes },
  };
  last.set(before.view, before.parts);
  const address = write(after);
  if (before.view === view) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  place.set(after);
}

addEventListener("popstate", () => place.set(read(location.hash)));
addEventListener("hashchange", () => place.set(read(location.hash)));
