// Builds the page into the folder that the first argument names: page.js, page.css, what is copied, and NOTICE.txt.
import { build } from "esbuild";
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2] ?? join(here, "built");
/** Where files are written: a preview that starts meanwhile sees each file as a whole. */
const beside = `${out}.new`;

const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: { page: "main.tsx" },
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  metafile: true,
  outdir: beside,
});

/** The packages of npm that are in the page, from the files that esbuild has read. */
function bundled() {
  const found = Object.keys(metafile.inputs)
    .map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1])
    .filter((name) => name !== undefined);
  return [...new Set(found)].sort();
}

async function notice(name) {
  const folder = join(here, "node_modules", name);
  const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined) throw new Error(`${name} has no file with its license`);
  const text = (await readFile(join(folder, file), "utf8")).trim();
  return `${name} ${version} (${license})\n\n${text}\n`;
}

const notices = await Promise.all(bundled().map(notice));
const rule = `\n${"-".repeat(78)}\n\n`;
await writeFile(
  join(beside, "NOTICE.txt"),
  `page.js and page.css contain these packages of npm, each under its own license.\n${rule}${notices.join(rule)}`,
);
for (const name of ["index.html", "favicon.svg"]) await copyFile(join(here, name), join(beside, name));
await mkdir(out, { recursive: true });
for (const name of await readdir(beside)) await rename(join(beside, name), join(out, name));
await rm(beside, { recursive: true });
