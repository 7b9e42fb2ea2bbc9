// What the server tells by itself. The connection is opened again when it breaks.
import type { ChangedEvent, ProgressEvent } from "../protocol";
import { Store } from "./store";

export type Link = "opening" | "open" | "gone";

/** The state of the connection. */
export const link = new Store<Link>("opening");

interface Told {
  changed: ChangedEvent;
  build: ProgressEvent;
  test: ProgressEvent;
}

const listeners: { [Name in keyof Told]: Set<(told: Told[Name]) => void> } = {
  changed: new Set(),
  build: new Set(),
  test: new Set(),
};

/** Calls `listener` each time, until the function that it gives back is called. */
export function onTold<Name extends keyof Told>(name: Name, listener: (told: Told[Name]) => void): () => void {
  listeners[name].add(listener);
  return () => listeners[name].delete(listener);
}

const firstPause = 250;
const longestPause = 4000;

export function listen(pause = firstPause): void {
  const source = new EventSource("api/changes");
  const again = () => {
    source.close();
    link.set("gone");
    setTimeout(() => listen(Math.min(pause * 2, longestPause)), pause);
  };
  source.addEventListener("open", () => {
    link.set("open");
    pause = firstPause;
  });
  source.addEventListener("error", again);
  source.addEventListener("bye", again);
  for (const name of ["changed", "build", "test"] as const) {
    source.addEventListener(name, (event) => {
      const told = JSON.parse((event as MessageEvent<string>).data) as never;
      for (const listener of [...listeners[name]]) (listener as (told: never) => void)(told);
    });
  }
}
