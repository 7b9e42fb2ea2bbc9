// Arithmetic of lists that show only the part that is seen.

export interface Range {
  /** Inclusive. */
  readonly first: number;
  /** Exclusive. */
  readonly last: number;
}

/** The rows to draw: those that are seen, and `spare` more above and below. Heights are in pixels. */
export function visible(top: number, height: number, rowHeight: number, count: number, spare = 6): Range {
  const first = Math.max(0, Math.floor(top / rowHeight) - spare);
  const last = Math.min(count, Math.ceil((top + height) / rowHeight) + spare);
  return { first: Math.min(first, last), last };
}

/** Where to scroll so that a row is seen wholly; as it is where it is seen already. */
export function scrolled(top: number, height: number, rowHeight: number, row: number): number {
  const start = row * rowHeight;
  if (start < top) return start;
  return start + rowHeight > top + height ? start + rowHeight - height : top;
}
