// What is selected in a payload, as offsets: elements that hold a part of it say in `data-start` where it begins.

export interface Selected {
  readonly start: number;
  readonly end: number;
}

function offsetOf(root: Element, node: Node, offset: number): number | null {
  if (!root.contains(node)) return null;
  if (node instanceof Text) {
    const holder = node.parentElement?.closest<HTMLElement>("[data-start]");
    return holder ? Number(holder.dataset.start) + offset : null;
  }
  const child = node.childNodes[offset];
  if (child instanceof HTMLElement && child.dataset.start !== undefined) return Number(child.dataset.start);
  const holders = node instanceof Element ? [...node.querySelectorAll<HTMLElement>("[data-start]")] : [];
  const before = child
    ? holders.filter((one) => one.compareDocumentPosition(child) & Node.DOCUMENT_POSITION_FOLLOWING)
    : holders;
  const last = before.at(-1);
  if (last) return Number(last.dataset.start) + (last.textContent?.length ?? 0);
  return node instanceof HTMLElement && node.dataset.start !== undefined ? Number(node.dataset.start) : null;
}

/** The selection within an element; null where nothing is selected in it. */
export function selectedIn(root: Element): Selected | null {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const start = offsetOf(root, range.startContainer, range.startOffset);
  const end = offsetOf(root, range.endContainer, range.endOffset);
  return start !== null && end !== null && end > start ? { start, end } : null;
}
