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

let source: EventSource | null = null;
let retry: ReturnType<typeof setTimeout> | undefined;

function connect(pause = firstPause): void {
  const opened = new EventSource("api/changes");
  source = opened;
  const again = () => {
    opened.close();
    if (source !== opened) return;
    link.set("gone");
    retry = setTimeout(() => connect(Math.min(pause * 2, longestPause)), pause);
  };
  opened.addEventListener("open", () => {
    link.set("open");
    pause = firstPause;
  });
  opened.addEventListener("error", again);
  opened.addEventListener("bye", again);
  for (const name of ["changed", "build", "test"] as const) {
    opened.addEventListener(name, (event) => {
      const told = JSON.parse((event as MessageEvent<string>).data) as never;
      for (const listener of [...listeners[name]]) (listener as (told: never) => void)(told);
    });
  }
}

function disconnect(): void {
  clearTimeout(retry);
  source?.close();
  source = null;
}

/**
 * Hears of changes while the page is seen. A browser opens few connections to one server, so that many tabs that are
 * not seen would leave none for the others. The first event of a connection says that anything may have changed.
 */
export function listen(): void {
  connect();
  document.addEventListener("visibilitychange", () => {
    disconnect();
    if (!document.hidden) connect();
  });
}
