// Files that are dropped onto the page, whichever view it shows: a browser would leave the page for them.
import { go, place } from "../../state/address";
import { Store } from "../../state/store";
import { drop } from "./state";

/** Whether files are held over the page. */
export const dragged = new Store(false);

const has = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;

export function takeFiles(): void {
  addEventListener("dragover", (event) => {
    if (!has(event)) return;
    event.preventDefault();
    dragged.set(true);
  });
  addEventListener("dragleave", (event) => event.relatedTarget === null && dragged.set(false));
  addEventListener("drop", (event) => {
    if (!has(event)) return;
    event.preventDefault();
    dragged.set(false);
    if (place.get().view !== "events") go("events");
    void drop([...(event.dataTransfer?.files ?? [])]);
  });
}
