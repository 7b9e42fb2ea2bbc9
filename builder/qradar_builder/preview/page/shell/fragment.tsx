// HTML that the server made and escaped: the only place of the page where text becomes elements.
import { useEffect, useRef } from "preact/hooks";
import { announce } from "./announce";

/** Follows a link of a fragment: within it, or in another tab. The address of this page stays. */
function follow(box: Element, event: Event): void {
  const href = (event.target as Element).closest("a")?.getAttribute("href");
  if (!href) return;
  event.preventDefault();
  if (href.startsWith("#")) {
    const target = box.querySelector<HTMLElement>(`[id="${CSS.escape(decodeURIComponent(href.slice(1)))}"]`);
    for (let above = target?.parentElement; above && above !== box; above = above.parentElement) {
      if (above instanceof HTMLDetailsElement) above.open = true;
    }
    target?.scrollIntoView({ block: "start" });
  } else if (/^https?:/i.test(href)) {
    window.open(href, "_blank", "noopener,noreferrer");
  } else {
    announce(`${href} is a file of the build`);
  }
}

/** An element that holds HTML of the server. */
export function useHtml(html: string) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (box.current) box.current.innerHTML = html;
  }, [html]);
  return box;
}

export function Fragment({ html, label }: { html: string; label: string }) {
  const box = useHtml(html);
  return (
    <div
      class="fragment report"
      role="group"
      aria-label={label}
      tabIndex={0}
      ref={box}
      onClick={(event) => follow(event.currentTarget, event)}
    />
  );
}
