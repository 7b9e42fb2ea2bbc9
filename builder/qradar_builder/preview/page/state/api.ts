// Requests to the server of the preview. Addresses are relative: they lie below the token, which the page never reads.
import type { ConflictAnswer, Problem } from "../protocol";

/** A request that the server did not answer as asked. `disk` is there where a file has changed on disk. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem,
    readonly disk: ConflictAnswer["disk"] | undefined,
  ) {
    super(problem.message);
  }
}

/** Whether an error is only that a newer request has ended this one. */
export function isAbandoned(error: unknown): boolean {
  return (
    (error instanceof DOMException && error.name === "AbortError") ||
    (error instanceof Refused && error.problem.rule === "preview/busy")
  );
}

/** A message for people, with the advice where there is one. */
export function inWords(error: unknown): string {
  if (error instanceof Refused) return [error.problem.message, error.problem.advice].filter(Boolean).join(": ");
  return "The server of the preview does not answer. Start `qradar-builder preview` again.";
}

const unreadable: Problem = {
  rule: "preview/unreadable",
  message: "The answer of the server is not JSON",
  advice: "Load the page again.",
  file: "",
  line: 0,
  column: 0,
};

async function send<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const request: RequestInit = { method, cache: "no-store", credentials: "same-origin" };
  if (signal) request.signal = signal;
  if (body !== undefined) {
    request.body = JSON.stringify(body);
    request.headers = { "Content-Type": "application/json" };
  }
  const response = await fetch(`api/${path}`, request);
  let answer: unknown;
  try {
    answer = await response.json();
  } catch (error) {
    if (isAbandoned(error)) throw error;
    throw new Refused(response.status, unreadable, undefined);
  }
  if (response.ok) return answer as T;
  const { error = unreadable, disk } = answer as Partial<ConflictAnswer>;
  throw new Refused(response.status, error, disk);
}

/** A path of segments, each encoded. */
export function pathOf(...segments: (string | number)[]): string {
  return segments.map((segment) => String(segment).split("/").map(encodeURIComponent).join("/")).join("/");
}

export const get = <T>(path: string, signal?: AbortSignal) => send<T>("GET", path, undefined, signal);
export const post = <T>(path: string, body: unknown = {}, signal?: AbortSignal) => send<T>("POST", path, body, signal);
export const put = <T>(path: string, body: unknown) => send<T>("PUT", path, body);
export const remove = <T>(path: string) => send<T>("DELETE", path);
