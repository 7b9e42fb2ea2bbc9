// Keys: what is bound now, and the sheet that shows it.
import { useEffect, useRef } from "preact/hooks";
import { Store, useStore } from "../state/store";

export interface Key {
  /** As `KeyboardEvent.key` has it, with `Ctrl+` before it where that (or Command) is held. */
  readonly key: string;
  readonly what: string;
  readonly run: () => void;
}

interface Group {
  readonly title: string;
  readonly keys: readonly Key[];
}

const groups = new Set<Group>();

export const sheet = new Store(false);

/** Binds keys while a component is shown. `keys` is read at each press, so that it may close over the last state. */
export function useKeys(title: string, keys: readonly Key[]): void {
  const now = useRef(keys);
  now.current = keys;
  useEffect(() => {
    const group: Group = {
      title,
      get keys() {
        return now.current;
      },
    };
    groups.add(group);
    return () => void groups.delete(group);
  }, [title]);
}

/** Where one writes, single letters are text. */
function writes(target: EventTarget | undefined): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
}

function press(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey || event.isComposing) return;
  const held = event.ctrlKey || event.metaKey;
  if (!held && writes(event.composedPath()[0])) return;
  const name = held ? `Ctrl+${event.key.toLowerCase()}` : event.key;
  // The element, as its event that it has closed comes later.
  if (document.querySelector("dialog[open]")) return;
  for (const group of [...groups].reverse()) {
    const key = group.keys.find((bound) => bound.key === name);
    if (key) {
      event.preventDefault();
      key.run();
      return;
    }
  }
}

addEventListener("keydown", press);

const fixed: readonly Omit<Key, "run">[] = [
  { key: "↑ ↓ Home End", what: "Move in a list, or among the tabs by ← →" },
  { key: "Ctrl+Space", what: "In the editor: what can be here" },
  { key: "F8", what: "In the editor: the next finding" },
  { key: "Esc", what: "Leave the editor, or close what is open" },
];

export function Sheet() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const box = dialog.current;
    const show = () => {
      if (sheet.get()) box?.showModal();
      else box?.close();
    };
    return sheet.follow(show);
  }, []);
  useStore(sheet);
  const shown: { title: string; keys: readonly Omit<Key, "run">[] }[] = [
    ...groups,
    { title: "Everywhere", keys: fixed },
  ];
  return (
    <dialog class="sheet" ref={dialog} aria-labelledby="sheet-title" onClose={() => sheet.set(false)}>
      <h2 id="sheet-title">Keys</h2>
      {shown.map((group) => (
        <section key={group.title}>
          <h3>{group.title}</h3>
          <dl>
            {group.keys.map((key) => (
              <div key={key.key}>
                <dt>
                  <kbd>{key.key}</kbd>
                </dt>
                <dd>{key.what}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <button type="button" onClick={() => sheet.set(false)}>
        Close
      </button>
    </dialog>
  );
}
