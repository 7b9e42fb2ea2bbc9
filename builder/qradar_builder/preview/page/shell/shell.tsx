// The frame: name of the package, the three views, messages, keys.
import { useEffect } from "preact/hooks";
import { go, place, type View } from "../state/address";
import { content } from "../state/content";
import { drafts, isDirty } from "../state/drafts";
import { useStore } from "../state/store";
import { EventsView } from "../views/events/view";
import { PackageView } from "../views/package/view";
import { WorkflowsView } from "../views/workflows/view";
import { announced } from "./announce";
import { Banner } from "./banner";
import { sheet, Sheet, useKeys } from "./keys";
import { nextScheme, scheme } from "./scheme";
import { Panel, Tabs } from "./tabs";

const titles: Record<View, string> = { events: "Events", workflows: "Workflows", package: "Package" };

function Announcer() {
  return (
    <p class="unseen" role="status">
      {useStore(announced)}
    </p>
  );
}

function Title() {
  const now = useStore(content);
  const dirty = [...useStore(drafts).values()].filter(isDirty).length;
  const name = now?.name || now?.id || "Preview";
  useEffect(() => {
    document.title = `${dirty ? "● " : ""}${name} - preview`;
  }, [name, dirty]);
  return (
    <h1>
      <bdi>{name}</bdi> {now && <small>{now.version}</small>}
      {dirty > 0 && <span class="unsaved">● {dirty} not saved</span>}
    </h1>
  );
}

export function Shell() {
  const { view } = useStore(place);
  const chosen = useStore(scheme);
  useKeys("Views", [
    { key: "1", what: "Events", run: () => go("events") },
    { key: "2", what: "Workflows", run: () => go("workflows") },
    { key: "3", what: "Package", run: () => go("package") },
    { key: "d", what: "Light, dark, or as the system has it", run: nextScheme },
    { key: "?", what: "This list", run: () => sheet.set(true) },
  ]);
  return (
    <>
      <header class="top">
        <Title />
        <Tabs
          name="view"
          label="Views"
          tabs={Object.entries(titles).map(([key, title]) => ({ key, title }))}
          chosen={view}
          choose={(key) => go(key as View)}
        />
        <button type="button" onClick={nextScheme}>
          Colors: {chosen}
        </button>
        <button type="button" onClick={() => sheet.set(true)}>
          Keys <kbd>?</kbd>
        </button>
      </header>
      <Banner />
      <main>
        <Panel name="view" chosen={view}>
          {view === "events" && <EventsView />}
          {view === "workflows" && <WorkflowsView />}
          {view === "package" && <PackageView />}
        </Panel>
      </main>
      <Announcer />
      <Sheet />
    </>
  );
}
