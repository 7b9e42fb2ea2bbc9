// Control characters as pictures, one code unit for one, so that offsets stay.
import type { JSX } from "preact";

const controls = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

const names =
  "NUL SOH STX ETX EOT ENQ ACK BEL BS TAB LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US".split(
    " ",
  );

/** The short name of a control character. Those that turn the direction of text have their number. */
function nameOf(code: number): string {
  return names[code] ?? (code === 0x7f ? "DEL" : `U+${code.toString(16).toUpperCase().padStart(4, "0")}`);
}

function pictureOf(code: number): string {
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return "␡";
  return code < 0xa0 ? "␦" : "⇄";
}

/** A text without control characters, for labels. */
export function pictured(text: string): string {
  return text.replace(controls, (char) => pictureOf(char.charCodeAt(0)));
}

/** A text whose control characters are seen by their names. `start` is where it begins in the payload, if it is part of one. */
export function Shown({ text, start }: { text: string; start?: number }) {
  const parts: JSX.Element[] = [];
  const offset = (at: number) => (start === undefined ? {} : { "data-start": start + at });
  let from = 0;
  const plain = (to: number) => {
    if (to > from) {
      parts.push(
        <span key={from} {...offset(from)}>
          {text.slice(from, to)}
        </span>,
      );
    }
  };
  for (const found of text.matchAll(controls)) {
    const code = found[0].charCodeAt(0);
    plain(found.index);
    parts.push(
      <span key={found.index} class="control" data-name={nameOf(code)} {...offset(found.index)}>
        {pictureOf(code)}
      </span>,
    );
    from = found.index + 1;
  }
  if (!from && start === undefined) return <>{text}</>;
  plain(text.length);
  return <>{parts}</>;
}
