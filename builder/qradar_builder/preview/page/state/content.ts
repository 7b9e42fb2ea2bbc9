// The package as the server has it, read again after each change on disk.
import type { PackageAnswer } from "../protocol";
import { get, inWords } from "./api";
import { onTold } from "./changes";
import { Store } from "./store";

export const content = new Store<PackageAnswer | null>(null);

/** Why the package could not be read; empty where it could. */
export const trouble = new Store("");

export async function readContent(): Promise<void> {
  try {
    const answer = await get<PackageAnswer>("package");
    const before = content.get();
    if (before && before.revision > answer.revision) return;
    content.set(answer);
    trouble.set("");
  } catch (error) {
    trouble.set(inWords(error));
  }
}

onTold("changed", () => void readContent());
