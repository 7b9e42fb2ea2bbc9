// What a JSON Schema says about a place in a document.
import type { Segment } from "./outline";

export interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly required?: readonly string[];
}

const deepest = 24;

/** A schema with those that it stands for. References lead into `root`; circles end. */
function expanded(root: Schema, schema: Schema, depth = 0): Schema[] {
  if (depth > deepest) return [];
  const found = [schema];
  const name = schema.$ref?.replace(/^#\/\$defs\//, "");
  const target = name === undefined ? undefined : root.$defs?.[name];
  for (const part of [target, ...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])]) {
    if (part) found.push(...expanded(root, part, depth + 1));
  }
  return found;
}

function step(schema: Schema, segment: Segment): Schema[] {
  if (typeof segment === "number") return schema.items ? [schema.items] : [];
  const named = schema.properties?.[segment];
  if (named) return [named];
  const byPattern = Object.entries(schema.patternProperties ?? {}).filter(([pattern]) => matches(pattern, segment));
  if (byPattern.length) return byPattern.map(([, found]) => found);
  return typeof schema.additionalProperties === "object" ? [schema.additionalProperties] : [];
}

function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern, "u").test(text);
  } catch {
    return false; // a pattern of another dialect
  }
}

/** All schemas that a place may follow. */
export function schemasAt(root: Schema, path: readonly Segment[]): Schema[] {
  let now = expanded(root, root);
  for (const segment of path) {
    const next = now.flatMap((schema) => step(schema, segment));
    now = [...new Set(next.flatMap((schema) => expanded(root, schema)))];
  }
  return now;
}

export interface Option {
  readonly label: string;
  readonly description: string;
  readonly required: boolean;
}

/** A line about a schema, for people. */
export function described(root: Schema, schema: Schema): string {
  return expanded(root, schema).find((part) => part.description)?.description ?? schema.title ?? "";
}

/** The keys that a mapping at a place may have. */
export function keysAt(root: Schema, path: readonly Segment[]): Option[] {
  const found = new Map<string, Option>();
  for (const schema of schemasAt(root, path)) {
    for (const [label, part] of Object.entries(schema.properties ?? {})) {
      const required = schema.required?.includes(label) ?? false;
      if (!found.has(label)) found.set(label, { label, description: described(root, part), required });
    }
  }
  return [...found.values()];
}

/** The values that a place may have, where they are listed. */
export function valuesAt(root: Schema, path: readonly Segment[]): Option[] {
  const labels = new Map<string, Option>();
  for (const schema of schemasAt(root, path)) {
    const listed = schema.enum ?? (schema.const === undefined ? [] : [schema.const]);
    const values = schema.type === "boolean" ? [true, false] : listed;
    for (const value of values) {
      if (value === null || typeof value === "object") continue;
      const label = String(value);
      labels.set(label, { label, description: "", required: false });
    }
  }
  return [...labels.values()];
}
