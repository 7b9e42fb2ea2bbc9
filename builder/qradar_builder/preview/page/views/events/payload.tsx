// The payload with what the expressions captured. Of a long one only the pieces around what is seen are drawn.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { EventAnswer, Span } from "../../protocol";
import { useKeys } from "../../shell/keys";
import { colorOf } from "./colors";
import { pictured, Shown } from "./controls";
import { pieceAt, starts } from "./pieces";
import { type Selected, selectedIn } from "./selection";
import { type Layered, layered, type Segment, segments } from "./spans";

/** How many pieces are drawn at once, and how many more when the reader comes to an end of them. */
const drawnAtOnce = 40;
const more = 30;

function SegmentText({
  payload,
  segment,
  tell,
}: {
  payload: string;
  segment: Segment;
  tell: (spans: readonly Layered[]) => void;
}) {
  const text = payload.slice(segment.start, segment.end);
  if (!segment.over.length) return <Shown text={text} start={segment.start} />;
  const inner = segment.over.at(-1);
  const lines = segment.over.map(({ span, layer }) => `u${layer}-${colorOf(span.field)}`).join(" ");
  const names = segment.over.map(({ span }) => span.field).join(", ");
  const starts = segment.over.some(({ span }) => span.start === segment.start);
  const show = () => tell(segment.over);
  return (
    <span
      class={`captured c${colorOf(inner?.span.field ?? "")} ${lines}`}
      role="button"
      tabIndex={starts ? 0 : -1}
      aria-label={`${names}: ${pictured(text)}`}
      onMouseEnter={show}
      onFocus={show}
      onClick={show}
    >
      <Shown text={text} start={segment.start} />
    </span>
  );
}

interface PieceProps {
  readonly payload: string;
  readonly spans: readonly Layered[];
  readonly start: number;
  readonly end: number;
  readonly tell: (spans: readonly Layered[]) => void;
}

function Piece({ payload, spans, start, end, tell }: PieceProps) {
  return (
    <div class="piece" dir="auto">
      {segments(spans, start, end).map((segment) => (
        <SegmentText key={segment.start} payload={payload} segment={segment} tell={tell} />
      ))}
    </div>
  );
}

function Legend({ spans, show }: { spans: readonly Layered[]; show: (span: Span) => void }) {
  const fields = [...new Map(spans.map(({ span }) => [span.field, span])).values()];
  if (!fields.length) return <p class="none">No expression captured anything of this payload.</p>;
  return (
    <ul class="legend" aria-label="Fields in the payload">
      {fields.map((span) => (
        <li key={span.field}>
          <button type="button" class={`chip c${colorOf(span.field)}`} onClick={() => show(span)}>
            <bdi>{span.field}</bdi>
          </button>
        </li>
      ))}
    </ul>
  );
}

function expressionOf(event: EventAnswer, span: Span): string {
  const found = event.why.find((tried) => tried.field === span.field && tried.number === span.expression);
  return found ? `${found.kind} ${found.expression}${found.file && ` (${found.file}:${found.line})`}` : "";
}

interface Props {
  readonly event: EventAnswer;
  readonly propose: (selected: Selected) => void;
}

export function Payload({ event, propose }: Props) {
  const { payload } = event;
  const box = useRef<HTMLDivElement>(null);
  const begins = useMemo(() => starts(payload), [payload]);
  const spans = useMemo(() => layered(event.spans), [event.spans]);
  const count = begins.length - 1;
  const [shown, setShown] = useState({ first: 0, last: drawnAtOnce });
  const [told, setTold] = useState("");
  const [search, setSearch] = useState("");
  const [found, setFound] = useState<Selected | null>(null);
  const first = Math.min(shown.first, count);
  const last = Math.min(shown.last, count);

  useEffect(() => {
    setShown({ first: 0, last: drawnAtOnce });
    setTold("");
    setFound(null);
    box.current?.scrollTo(0, 0);
  }, [payload]);

  const scroll = () => {
    const element = box.current;
    if (!element) return;
    const near = 400;
    if (element.scrollTop + element.clientHeight > element.scrollHeight - near && last < count) {
      setShown({ first, last: last + more });
    } else if (element.scrollTop < near && first > 0) {
      const height = element.scrollHeight;
      setShown({ first: Math.max(0, first - more), last });
      requestAnimationFrame(() => element.scrollBy(0, element.scrollHeight - height));
    }
  };
  const show = (start: number) => {
    const piece = pieceAt(begins, start);
    if (piece < first || piece >= last) setShown({ first: Math.max(0, piece - 20), last: piece + drawnAtOnce });
    requestAnimationFrame(() => {
      const parts = [...(box.current?.querySelectorAll<HTMLElement>("[data-start]") ?? [])];
      const part = parts.findLast((one) => Number(one.dataset.start) <= start);
      part?.scrollIntoView({ block: "center" });
      part?.closest<HTMLElement>("[tabindex='0']")?.focus();
    });
  };
  const tell = (over: readonly Layered[]) =>
    setTold(over.map(({ span }) => `${span.field} ← ${expressionOf(event, span)}`).join("\n"));
  const take = () => {
    const selected = box.current && selectedIn(box.current);
    if (selected) propose(selected);
  };
  const find = () => {
    const from = found ? found.start + 1 : 0;
    const at = search ? payload.indexOf(search, from) : -1;
    const start = at < 0 && search ? payload.indexOf(search) : at;
    const next = start < 0 ? null : { start, end: start + search.length };
    setFound(next);
    setTold(next ? `Found at ${next.start}` : "Not found");
    if (next) {
      show(next.start);
      propose(next);
    }
  };
  const copy = (happened: ClipboardEvent) => {
    const selected = box.current && selectedIn(box.current);
    if (!selected) return;
    happened.clipboardData?.setData("text/plain", payload.slice(selected.start, selected.end));
    happened.preventDefault();
  };
  useKeys("Payload", [
    { key: "p", what: "Propose expressions for the selected text", run: take },
    {
      key: "f",
      what: "Find text in the payload, and propose expressions for it",
      run: () => document.getElementById("find")?.focus(),
    },
  ]);

  return (
    <section class="payload" aria-label="Payload">
      <div class="bar">
        <label>
          <span class="unseen">Find in the payload and propose expressions for it</span>
          <input
            id="find"
            type="search"
            placeholder="Find, then propose"
            value={search}
            onInput={(input) => setSearch(input.currentTarget.value)}
            onKeyDown={(press) => press.key === "Enter" && find()}
          />
        </label>
        <span class="quiet">{payload.length.toLocaleString("en")} characters; select text for proposals</span>
      </div>
      <Legend spans={spans} show={(span) => show(span.start)} />
      <div
        class="text"
        ref={box}
        tabIndex={0}
        role="group"
        aria-label="Text of the payload"
        onScroll={scroll}
        onMouseUp={take}
        onCopy={copy}
      >
        {first > 0 && <p class="none">… {begins[first]?.toLocaleString("en")} characters above</p>}
        {begins.slice(first, last).map((start, at) => (
          <Piece
            key={start}
            payload={payload}
            spans={spans}
            start={start}
            end={begins[first + at + 1] ?? start}
            tell={tell}
          />
        ))}
        {last < count && (
          <p class="none">… {(payload.length - (begins[last] ?? 0)).toLocaleString("en")} characters below</p>
        )}
      </div>
      <p class="told" role="status">
        {told || "Point at a mark, or go to it with the tab key, to see its field and expression."}
      </p>
    </section>
  );
}
