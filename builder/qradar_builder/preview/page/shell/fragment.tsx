// HTML that the server made and escaped: the only place of the page where text becomes elements.
import { useEffect, useRef } from "preact/hooks";

export function Fragment({ html, label }: { html: string; label: string }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (box.current) box.current.innerHTML = html;
  }, [html]);
  return <div class="fragment report" role="group" aria-label={label} tabIndex={0} ref={box} />;
}
