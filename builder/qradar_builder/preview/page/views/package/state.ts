// What the package view shows; read again after each change on disk.
import type {
  ContentsAnswer,
  FragmentAnswer,
  LintAnswer,
  ProgressEvent,
  ResultsAnswer,
  StartedAnswer,
} from "../../protocol";
import { get, inWords, post } from "../../state/api";
import { onTold } from "../../state/changes";
import { Store } from "../../state/store";
import { announce } from "../../shell/announce";

export interface Part<T> {
  readonly value: T | null;
  readonly problem: string;
  readonly busy: boolean;
}

const empty = { value: null, problem: "", busy: false };

export const contents = new Store<Part<ContentsAnswer>>(empty);
export const lint = new Store<Part<LintAnswer>>(empty);
export const guide = new Store<Part<FragmentAnswer>>(empty);
export const difference = new Store<Part<FragmentAnswer>>(empty);
export const results = new Store<Part<ResultsAnswer>>(empty);
export const progress = new Store<Readonly<Record<"build" | "test", ProgressEvent | null>>>({
  build: null,
  test: null,
});

async function read<T>(part: Store<Part<T>>, path: string): Promise<void> {
  part.update((now) => ({ ...now, busy: true }));
  try {
    part.set({ value: await get<T>(path), problem: "", busy: false });
  } catch (error) {
    part.update((now) => ({ ...now, problem: inWords(error), busy: false }));
  }
}

export const readResults = () => read(results, "package/results");

export function readParts(): void {
  void read(contents, "package/contents");
  void read(lint, "package/lint");
  void read(guide, "package/guide");
  void read(difference, "package/diff");
  void readResults();
}

/** Starts a build or a test. What comes of it is told by the server while it runs. */
export async function start(job: "build" | "test"): Promise<void> {
  progress.update((now) => ({ ...now, [job]: null }));
  try {
    await post<StartedAnswer>(`package/${job}`);
    await readResults();
  } catch (error) {
    results.update((now) => ({ ...now, problem: inWords(error) }));
  }
}

for (const job of ["build", "test"] as const) {
  onTold(job, (event) => {
    progress.update((now) => ({ ...now, [job]: event }));
    if (event.state === "running") return;
    announce(`The ${job} has ${event.state}`);
    void readResults();
    if (job === "build") {
      void read(contents, "package/contents");
      void read(difference, "package/diff");
    }
  });
}

// A build or a test may have ended while the page was not seen.
onTold("changed", () => {
  if (results.get().value) void readResults();
});
