// The package view: what a build would make, what is wrong, the guide, and the difference to the last build.
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import type { ContentsAnswer, FragmentAnswer } from "../../protocol";
import { Findings } from "../../shell/finding";
import { Fragment } from "../../shell/fragment";
import { useKeys } from "../../shell/keys";
import { content } from "../../state/content";
import { type Store, useStore } from "../../state/store";
import { Jobs } from "./jobs";
import { contents, difference, guide, lint, type Part, progress, readParts, results, start } from "./state";

function Section<T>({
  name,
  title,
  part,
  children,
}: {
  name: string;
  title: string;
  part: Part<T>;
  children: (value: T) => ComponentChildren;
}) {
  return (
    <section aria-labelledby={`${name}-title`} aria-busy={part.busy}>
      <h2 id={`${name}-title`}>{title}</h2>
      {part.problem && (
        <p class="banner bad" role="alert">
          {part.problem}
        </p>
      )}
      {part.value ? children(part.value) : !part.problem && <p class="none">Being read …</p>}
    </section>
  );
}

function Contents({ value }: { value: ContentsAnswer }) {
  const fresh = value.items.filter((item) => item.new);
  return (
    <>
      <p>
        <code>{value.zip_name}</code>
      </p>
      <table>
        <caption>Files</caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Bytes</th>
          </tr>
        </thead>
        <tbody>
          {value.files.map((file) => (
            <tr key={file.name}>
              <th scope="row">
                <code>{file.name}</code>
              </th>
              <td class="number">{file.size.toLocaleString("en")}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <h3>New identities: {fresh.length}</h3>
      {fresh.length > 0 && (
        <ul>
          {fresh.slice(0, 500).map((item) => (
            <li key={`${item.kind} ${item.name} ${item.identity}`}>
              <span class="mark new">+ new</span> {item.kind} <bdi>{item.name}</bdi> <code>{item.identity}</code>
            </li>
          ))}
        </ul>
      )}
      <details>
        <summary>All {value.items.length} items</summary>
        <ul>
          {value.items.map((item) => (
            <li key={`${item.kind} ${item.name} ${item.identity}`}>
              {item.kind} <bdi>{item.name}</bdi> <code>{item.identity}</code>
            </li>
          ))}
        </ul>
      </details>
      {value.findings.length > 0 && <Findings findings={value.findings} none="" />}
    </>
  );
}

function Html({
  store,
  name,
  title,
  none,
}: {
  store: Store<Part<FragmentAnswer>>;
  name: string;
  title: string;
  none: string;
}) {
  return (
    <Section name={name} title={title} part={useStore(store)}>
      {(value) => (
        <>
          {value.findings.length > 0 && <Findings findings={value.findings} none="" />}
          {value.html ? <Fragment html={value.html} label={title} /> : <p class="none">{value.title || none}</p>}
        </>
      )}
    </Section>
  );
}

function useBusy(job: "build" | "test"): boolean {
  const told = useStore(progress)[job]?.state;
  const last = useStore(results).value?.[job].state;
  return (told ?? last) === "running";
}

export function PackageView() {
  const revision = useStore(content)?.revision;
  useEffect(readParts, [revision]);
  const building = useBusy("build");
  const testing = useBusy("test");
  useKeys("Package", [
    { key: "b", what: "Build", run: () => building || void start("build") },
    { key: "t", what: "Test", run: () => testing || void start("test") },
  ]);
  return (
    <div class="package">
      <div class="bar">
        <button type="button" class="main" disabled={building} onClick={() => void start("build")}>
          Build
        </button>
        <button type="button" class="main" disabled={testing} onClick={() => void start("test")}>
          Test
        </button>
      </div>
      <div class="half">
        <Jobs />
        <Section name="contents" title="What the ZIP will hold" part={useStore(contents)}>
          {(value) => <Contents value={value} />}
        </Section>
      </div>
      <div class="half">
        <Section name="lint" title="Findings" part={useStore(lint)}>
          {(value) => <Findings findings={value.findings} none="No findings." />}
        </Section>
        <Html store={difference} name="diff" title="Against the last build" none="There is no difference." />
        <Html store={guide} name="guide" title="Install guide" none="There is no guide." />
      </div>
    </div>
  );
}
