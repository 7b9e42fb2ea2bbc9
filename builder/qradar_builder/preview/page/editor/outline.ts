// Where in a YAML text a position is, by indentation: it also holds while a line is half written.

export type Segment = string | number;

export interface Where {
  /** The keys and items around the position; an item of a list is 0, whichever it is. */
  readonly path: readonly Segment[];
  /** Whether a key is written here, or a value. */
  readonly kind: "key" | "value";
  /** Where the word begins that is being written, in the line. */
  readonly from: number;
  /** The keys that the mapping has already. */
  readonly taken: ReadonlySet<string>;
}

interface Entry {
  readonly column: number;
  /** The key, or null for an item of a list. */
  readonly key: string | null;
}

const keyAt =
  /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#'"{}[\],&*!|>%@`-][^#{}[\],]*?|-[^\s#{}[\],][^#{}[\],]*?)\s*:(?=\s|$)/;

const bare = (key: string) => key.replace(/^(["'])(.*)\1$/, "$2");

/** The items and the key that a line begins with, and where what follows them begins. */
function entriesOf(line: string): { entries: Entry[]; rest: number } {
  const entries: Entry[] = [];
  let column = line.search(/\S|$/);
  while (/^-(\s|$)/.test(line.slice(column))) {
    entries.push({ column, key: null });
    column += 1 + (/^\s*/.exec(line.slice(column + 1))?.[0].length ?? 0);
  }
  const key = keyAt.exec(line.slice(column));
  if (!key) return { entries, rest: column };
  entries.push({ column, key: bare(key[1] ?? "") });
  return { entries, rest: column + key[0].length };
}

interface Flow {
  readonly path: Segment[];
  readonly kind: "key" | "value";
  readonly from: number;
  readonly taken: Set<string>;
}

interface Level {
  readonly list: boolean;
  key: string | null;
  readonly taken: Set<string>;
}

/** The flow mappings and lists, `{…}` and `[…]`, that are open at the end of a text; null where none is. */
function flowAt(text: string, offset: number): Flow | null {
  const levels: Level[] = [];
  let word = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? "";
    const level = levels.at(-1);
    if (char === '"' || char === "'") {
      const end = text.indexOf(char, at + 1);
      if (end < 0) break;
      at = end;
    } else if (char === "#" && /\s/.test(text[at - 1] ?? " ")) {
      return null;
    } else if (char === "{" || char === "[") {
      if (!level && text.slice(0, at).trim()) return null;
      levels.push({ list: char === "[", key: null, taken: new Set() });
      word = at + 1;
    } else if (char === "}" || char === "]") {
      levels.pop();
      word = at + 1;
    } else if (char === "," && level) {
      level.key = null;
      word = at + 1;
    } else if (char === ":" && level && !level.list && /\s|$/.test(text[at + 1] ?? "")) {
      level.key = bare(text.slice(word, at).trim());
      level.taken.add(level.key);
      word = at + 1;
    }
  }
  const inner = levels.at(-1);
  if (!inner) return null;
  const path = levels.flatMap((level): Segment[] => (level.list ? [0] : level.key === null ? [] : [level.key]));
  const from = offset + word + (/^\s*/.exec(text.slice(word))?.[0].length ?? 0);
  return { path, kind: inner.list || inner.key !== null ? "value" : "key", from, taken: inner.taken };
}

/** The keys and items above an entry at a column, from the outside to the inside. */
function above(lines: readonly string[], line: number, before: readonly Entry[], column: number): Segment[] {
  const path: Segment[] = [];
  let limit = column;
  let afterItem = false;
  const take = (entries: readonly Entry[]) => {
    for (const entry of [...entries].reverse()) {
      const inside = entry.column < limit || (afterItem && entry.key !== null && entry.column === limit);
      if (!inside) continue;
      path.unshift(entry.key ?? 0);
      limit = entry.column;
      afterItem = entry.key === null;
    }
  };
  take(before);
  for (let above = line - 1; above >= 0 && (limit > 0 || afterItem); above -= 1) {
    const text = lines[above] ?? "";
    if (text.trim() && !text.trimStart().startsWith("#")) take(entriesOf(text).entries);
  }
  return path;
}

/** The other keys of the block mapping that a key at a column belongs to. */
function siblings(lines: readonly string[], line: number, column: number, ofItem: boolean): Set<string> {
  const found = new Set<string>();
  const look = (text: string): boolean => {
    if (!text.trim()) return true;
    const { entries } = entriesOf(text);
    const start = entries[0]?.column ?? text.search(/\S/);
    const key = entries.find((entry) => entry.key !== null && entry.column === column)?.key;
    if (key) found.add(key);
    return start >= column;
  };
  if (!ofItem) for (let at = line - 1; at >= 0 && look(lines[at] ?? ""); at -= 1);
  for (let at = line + 1; at < lines.length; at += 1) {
    const text = lines[at] ?? "";
    if (text.trim() && text.search(/\S/) < column) break;
    look(text);
  }
  return found;
}

/** Where a position is: `line` from 0, `column` in UTF-16 code units from 0. */
export function whereIs(lines: readonly string[], line: number, column: number): Where {
  const text = lines[line] ?? "";
  const before = text.slice(0, column);
  const { entries, rest } = entriesOf(before);
  const key = entries.at(-1);
  const inValue = key?.key !== null && key !== undefined;
  const base = inValue ? [...above(lines, line, entries.slice(0, -1), key.column), key.key ?? ""] : null;
  const blockColumn = Math.max(rest, 0);
  const outer = base ?? above(lines, line, entries, entries.length ? blockColumn : before.search(/\S|$/));
  const flow = flowAt(before.slice(rest), rest);
  if (flow) return { path: [...outer, ...flow.path], kind: flow.kind, from: flow.from, taken: flow.taken };
  const from = rest + (/^\s*/.exec(before.slice(rest))?.[0].length ?? 0);
  if (inValue) return { path: outer, kind: "value", from, taken: new Set() };
  const taken = siblings(lines, line, entries.length ? blockColumn : before.search(/\S|$/), entries.length > 0);
  return { path: outer, kind: "key", from, taken };
}
