// What a screen reader says when something happens elsewhere on the page.
import { Store } from "../state/store";

export const announced = new Store("");

export function announce(text: string): void {
  // The same text twice is said twice, since an invisible space makes it another one.
  announced.set(announced.get() === text ? `${text}\u00a0` : text);
}
