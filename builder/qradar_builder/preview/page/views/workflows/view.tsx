// The workflows view: workflows with their recorded cases, the way of a run, and the YAML.
import { go, place } from "../../state/address";
import { content } from "../../state/content";
import { useStore } from "../../state/store";
import { Editor } from "../../editor/editor";

export function WorkflowsView() {
  const { parts } = useStore(place);
  const pack = useStore(content);
  if (!pack) return <p class="none">The package is being read …</p>;
  const workflow = pack.workflows.find((one) => one.key === parts.workflow) ?? pack.workflows[0];
  if (!workflow) return <p class="none">The package has no workflow.</p>;
  return (
    <div class="workflows">
      <nav class="column" aria-label="Workflows and cases">
        {pack.workflows.map((one) => (
          <section key={one.key}>
            <h2>
              <button
                type="button"
                class="link"
                onClick={() => go("workflows", { workflow: one.key, case: "", file: one.file })}
              >
                {one.name || one.key}
              </button>
            </h2>
            <ul>
              {one.cases.map((recorded) => (
                <li key={recorded.name}>
                  <button
                    type="button"
                    class="link"
                    onClick={() => go("workflows", { workflow: one.key, case: recorded.name })}
                  >
                    {recorded.name}
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </nav>
      <section class="column" aria-label="Run" />
      <section class="column source-column" aria-label="Source">
        <Editor path={parts.file || workflow.file} choose={(file) => go("workflows", { file })} findings={null} />
      </section>
    </div>
  );
}
