// Captured spans of a payload as layers and segments: overlapping spans lie in different layers.
import type { Span } from "../../protocol";

export const mostLayers = 4;

export interface Layered {
  readonly span: Span;
  readonly layer: number;
}

/** The spans in the order of the payload, each in the first layer that is free where it lies. */
export function layered(spans: readonly Span[]): Layered[] {
  const ends: number[] = [];
  return [...spans]
    .filter((span) => span.end > span.start)
    .sort((one, other) => one.start - other.start || other.end - one.end)
    .map((span) => {
      const free = ends.findIndex((end) => end <= span.start);
      const layer = free >= 0 ? free : Math.min(ends.length, mostLayers - 1);
      ends[layer] = Math.max(ends[layer] ?? 0, span.end);
      return { span, layer };
    });
}

export interface Segment {
  readonly start: number;
  readonly end: number;
  /** The spans over the segment, the outermost first. */
  readonly over: readonly Layered[];
}

/** A part of the payload, cut wherever a span begins or ends. */
export function segments(spans: readonly Layered[], start: number, end: number): Segment[] {
  const here = spans.filter(({ span }) => span.start < end && span.end > start);
  const cuts = new Set([start, end]);
  for (const { span } of here) {
    if (span.start > start) cuts.add(span.start);
    if (span.end < end) cuts.add(span.end);
  }
  const sorted = [...cuts].sort((one, other) => one - other);
  return sorted.slice(0, -1).map((from, at) => {
    const to = sorted[at + 1] ?? end;
    return { start: from, end: to, over: here.filter(({ span }) => span.start <= from && span.end >= to) };
  });
}
