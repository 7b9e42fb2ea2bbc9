// The workflow as a diagram: SVG of the server, with the action of the step marked.
import { useEffect } from "preact/hooks";
import { useHtml } from "../../shell/fragment";

interface Props {
  readonly svg: string;
  readonly node: string;
  readonly choose: (node: string) => void;
}

export function Diagram({ svg, node, choose }: Props) {
  const box = useHtml(svg);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    for (const before of element.querySelectorAll(".current")) before.classList.remove("current");
    const now = element.querySelector(`[data-node="${CSS.escape(node)}"]`);
    now?.classList.add("current");
    now?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [node, svg]);
  const take = (event: Event) => {
    const chosen = (event.target as Element).closest("[data-node]")?.getAttribute("data-node");
    if (chosen) choose(chosen);
  };
  return (
    <div
      class="flow report"
      ref={box}
      tabIndex={0}
      role="group"
      aria-label="Diagram of the workflow"
      onClick={take}
      onKeyDown={(event) => event.key === "Enter" && take(event)}
    />
  );
}
