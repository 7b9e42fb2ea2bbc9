// A payload in pieces of bounded length: lines, and parts of lines that are long.

export const longestPiece = 1000;

const isHighSurrogate = (code: number) => code >= 0xd800 && code <= 0xdbff;

/** Where each piece starts, with the length of the payload as last number. No piece cuts a surrogate pair. */
export function starts(payload: string): number[] {
  const found = [0];
  let at = 0;
  while (at < payload.length) {
    const newline = payload.indexOf("\n", at);
    const lineEnd = newline < 0 ? payload.length : newline + 1;
    while (lineEnd - at > longestPiece) {
      at += longestPiece;
      if (isHighSurrogate(payload.charCodeAt(at - 1))) at -= 1;
      found.push(at);
    }
    at = lineEnd;
    found.push(at);
  }
  if (found.length === 1) found.push(0);
  return found;
}

/** The number of the piece that an offset is in. */
export function pieceAt(begins: readonly number[], offset: number): number {
  let low = 0;
  let high = begins.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((begins[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return Math.max(low, 0);
}
