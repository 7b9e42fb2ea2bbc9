// The color of each field: a number from 0, the same in all events while the page is open.

export const colorCount = 12;

const given = new Map<string, number>();

export function colorOf(field: string): number {
  let color = given.get(field);
  if (color === undefined) {
    color = given.size % colorCount;
    given.set(field, color);
  }
  return color;
}
