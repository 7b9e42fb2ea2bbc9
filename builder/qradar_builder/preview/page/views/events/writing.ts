// Changes that the server writes into the YAML: expressions and mappings.
import type { ExpressionRequest, MappingRequest, WrittenAnswer } from "../../protocol";
import { inWords, pathOf, post, Refused } from "../../state/api";
import { content, readContent } from "../../state/content";
import { drafts, follow, isDirty, save } from "../../state/drafts";
import { announce } from "../../shell/announce";

type Body = Omit<ExpressionRequest, "base_hash"> | Omit<MappingRequest, "base_hash">;

/** The file of a type, and the one that has its mappings, as the server reads them. */
export function filesOf(key: string): { type: string; mappings: string } {
  const type = content.get()?.types.find((one) => one.key === key)?.file ?? `log_source_types/${key}.yaml`;
  const table = `${type.replace(/\.ya?ml$/, "")}.events.csv`;
  const files = content.get()?.files ?? [];
  return { type, mappings: files.some((file) => file.path === table) ? table : type };
}

async function hashOf(path: string): Promise<string> {
  const draft = drafts.get().get(path);
  if (draft && isDirty(draft) && (await save(path)) === null) {
    throw new Error(`Save ${path} first: it could not be saved.`);
  }
  const now = drafts.get().get(path);
  if (now) return now.base.hash;
  return content.get()?.files.find((file) => file.path === path)?.hash ?? "";
}

/** Writes, and says what went wrong; empty where nothing did. What is not saved of the file is saved first. */
export async function write(key: string, kind: "expressions" | "mappings", body: Body): Promise<string> {
  const { type, mappings } = filesOf(key);
  const path = kind === "mappings" ? mappings : type;
  try {
    const written = await post<WrittenAnswer>(`events/${pathOf(key)}/${kind}`, {
      ...body,
      base_hash: await hashOf(path),
    });
    announce(`${written.path} is written`);
    await Promise.all([readContent(), follow([written.path, path])]);
    return "";
  } catch (error) {
    if (error instanceof Refused) {
      if (error.status === 409) await Promise.all([readContent(), follow([path])]);
      return inWords(error);
    }
    return error instanceof Error && !(error instanceof TypeError) ? error.message : inWords(error);
  }
}
