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
    if (!now) return;
    // Only the diagram scrolls, and the page stays where it is.
    const [frame, action] = [element.getBoundingClientRect(), now.getBoundingClientRect()];
    element.scrollTop += action.top - frame.top - (frame.height - action.height) / 2;
    if (action.left < frame.left || action.right > frame.right) element.scrollLeft += action.left - frame.left - 16;
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
