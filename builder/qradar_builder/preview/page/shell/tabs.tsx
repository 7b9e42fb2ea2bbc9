// Tabs as screen readers know them: arrows move, the tab key goes into the panel.
import type { ComponentChildren } from "preact";

export interface Tab {
  readonly key: string;
  readonly title: string;
  readonly note?: string;
}

interface Props {
  readonly name: string;
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly chosen: string;
  readonly choose: (key: string) => void;
}

const steps: Record<string, (at: number, count: number) => number> = {
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at + count - 1) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

export function Tabs({ name, label, tabs, chosen, choose }: Props) {
  const press = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    const next =
      tabs[
        step(
          tabs.findIndex((tab) => tab.key === chosen),
          tabs.length,
        )
      ];
    if (!next) return;
    choose(next.key);
    document.getElementById(`${name}-tab-${next.key}`)?.focus();
  };
  return (
    <div class={`tabs tabs-${name}`} role="tablist" aria-label={label} onKeyDown={press}>
      {tabs.map((tab) => (
        <button
          key={tab.key}
          id={`${name}-tab-${tab.key}`}
          type="button"
          role="tab"
          aria-selected={tab.key === chosen}
          aria-controls={`${name}-panel`}
          tabIndex={tab.key === chosen ? 0 : -1}
          onClick={() => choose(tab.key)}
        >
          {tab.title}
          {tab.note && <span class="count">{tab.note}</span>}
        </button>
      ))}
    </div>
  );
}

export function Panel({ name, chosen, children }: { name: string; chosen: string; children: ComponentChildren }) {
  return (
    <div class={`panel panel-${name}`} role="tabpanel" id={`${name}-panel`} aria-labelledby={`${name}-tab-${chosen}`}>
      {children}
    </div>
  );
}
