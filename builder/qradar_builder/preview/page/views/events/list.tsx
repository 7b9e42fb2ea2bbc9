// The list of events: only the rows that are seen are drawn.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Row } from "../../protocol";
import { useKeys } from "../../shell/keys";
import type { Effect } from "./rows";
import { scrolled, visible } from "./window";

/** In pixels; the style sheet has the same. */
const rowHeight = 52;

export const outcomeMarks: Record<Row["outcome"], string> = {
  parsed: "✓ parsed",
  unknown: "? unknown",
  stored: "✕ stored",
  "built-in": "□ built-in",
};

const effectMarks: Record<Effect, string> = { won: "+ won", lost: "− lost", changed: "~ changed" };

interface Props {
  readonly rows: readonly Row[];
  readonly effects: ReadonlyMap<number, Effect>;
  readonly chosen: number;
  readonly choose: (index: number) => void;
}

function Item({
  row,
  at,
  count,
  selected,
  effect,
}: {
  row: Row;
  at: number;
  count: number;
  selected: boolean;
  effect: Effect | undefined;
}) {
  return (
    <div
      class={`row ${row.outcome}`}
      role="option"
      id={`event-${row.index}`}
      aria-selected={selected}
      aria-setsize={count}
      aria-posinset={at + 1}
      data-index={row.index}
    >
      <span class="head">
        <span class={`mark ${row.outcome}`}>{outcomeMarks[row.outcome]}</span>
        {effect && <span class={`mark effect ${effect}`}>{effectMarks[effect]}</span>}
        <bdi class="name">
          {row.qid_name ?? ([row.event_id, row.event_category].filter(Boolean).join(" · ") || "no event id")}
        </bdi>
      </span>
      <bdi class="start">{row.preview}</bdi>
    </div>
  );
}

const moves: Record<string, (at: number, page: number, count: number) => number> = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  PageDown: (at, page) => at + page,
  PageUp: (at, page) => at - page,
  Home: () => 0,
  End: (_at, _page, count) => count - 1,
};

export function EventList({ rows, effects, chosen, choose }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const inner = useRef<HTMLDivElement>(null);
  const drawn = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 600 });
  const { first, last } = visible(view.top, view.height, rowHeight, rows.length);
  const at = rows.findIndex((row) => row.index === chosen);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const look = () => setView({ top: element.scrollTop, height: element.clientHeight });
    const watcher = new ResizeObserver(look);
    watcher.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      watcher.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, []);
  useLayoutEffect(() => {
    if (inner.current) inner.current.style.height = `${rows.length * rowHeight}px`;
    if (drawn.current) drawn.current.style.transform = `translateY(${first * rowHeight}px)`;
  }, [rows.length, first]);
  useLayoutEffect(() => {
    const element = box.current;
    if (element && at >= 0) element.scrollTop = scrolled(element.scrollTop, element.clientHeight, rowHeight, at);
  }, [at]);

  const move = (to: number) => {
    const row = rows[Math.min(Math.max(to, 0), rows.length - 1)];
    if (row) choose(row.index);
  };
  const press = (event: KeyboardEvent) => {
    const step = moves[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    move(step(at, Math.max(1, Math.floor(view.height / rowHeight) - 1), rows.length));
  };
  const click = (event: MouseEvent) => {
    const row = (event.target as Element).closest<HTMLElement>("[data-index]");
    if (row) choose(Number(row.dataset.index));
  };
  const nextChanged = (step: 1 | -1) => {
    for (let to = at + step; to >= 0 && to < rows.length; to += step) {
      if (effects.has(rows[to]?.index ?? -1)) return move(to);
    }
  };
  useKeys("Events", [
    { key: "j", what: "Next event", run: () => move(at + 1) },
    { key: "k", what: "Event before", run: () => move(at - 1) },
    { key: "n", what: "Next event that the edit changes", run: () => nextChanged(1) },
    { key: "N", what: "Event before that the edit changes", run: () => nextChanged(-1) },
    { key: "l", what: "Go to the list", run: () => box.current?.focus() },
  ]);

  const seen = at >= first && at < last;
  return (
    <div
      class="list"
      role="listbox"
      tabIndex={0}
      aria-label="Events"
      {...(seen ? { "aria-activedescendant": `event-${chosen}` } : {})}
      ref={box}
      onKeyDown={press}
      onClick={click}
    >
      <div class="inner" role="presentation" ref={inner}>
        <div class="drawn" role="presentation" ref={drawn}>
          {rows.slice(first, last).map((row, offset) => (
            <Item
              key={row.index}
              row={row}
              at={first + offset}
              count={rows.length}
              selected={row.index === chosen}
              effect={effects.get(row.index)}
            />
          ))}
        </div>
      </div>
    </div>
  );
}
