// Light or dark: as the system has it, unless the reader has chosen.
import { Store } from "../state/store";

export const schemes = ["auto", "light", "dark"] as const;
export type Scheme = (typeof schemes)[number];

const kept = "qradar-builder-scheme";

function read(): Scheme {
  try {
    return schemes.find((known) => known === localStorage.getItem(kept)) ?? "auto";
  } catch {
    return "auto"; // a browser that keeps nothing
  }
}

export const scheme = new Store<Scheme>(read());

export function showScheme(): void {
  const chosen = scheme.get();
  if (chosen === "auto") delete document.documentElement.dataset.scheme;
  else document.documentElement.dataset.scheme = chosen;
}

export function nextScheme(): void {
  const next = schemes[(schemes.indexOf(scheme.get()) + 1) % schemes.length] ?? "auto";
  scheme.set(next);
  showScheme();
  try {
    localStorage.setItem(kept, next);
  } catch {
    // as above
  }
}
