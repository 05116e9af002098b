// Refuses a build whose first page needs more than 200 kB of JavaScript, as a browser that takes brotli gets it, or
// more files of it than go over a slow line in a few trips.
import { readFileSync, statSync } from "node:fs";

interface Chunk {
  file: string;
  isEntry?: boolean;
  imports?: string[];
  src?: string;
}

const BUDGET_KB = 200;
const MOST_FILES = 18;
/** What the first page loads besides the entry: its words and its own route. */
const FIRST_PAGE = ["src/locales/uk.po", "src/features/today/today-page.tsx"];

const dist = new URL("../dist/", import.meta.url);
const manifest: Record<string, Chunk> = JSON.parse(
  readFileSync(new URL(".vite/manifest.json", dist), "utf8"),
);

function withImports(key: string, seen: Set<string>): Set<string> {
  const chunk = manifest[key];
  if (!chunk || seen.has(key)) return seen;
  seen.add(key);
  for (const name of chunk.imports ?? []) withImports(name, seen);
  return seen;
}

/** Return how many bytes the server sends: the packed file where `compress.ts` has made one. */
function sentBytes(file: string): number {
  const packed = statSync(new URL(`${file}.br`, dist), { throwIfNoEntry: false });
  return (packed ?? statSync(new URL(file, dist))).size;
}

const wanted = new Set<string>();
for (const [key, chunk] of Object.entries(manifest)) {
  if (chunk.isEntry || FIRST_PAGE.includes(chunk.src ?? key)) withImports(key, wanted);
}

const sizes = [...wanted]
  .map((key) => manifest[key]?.file ?? "")
  .filter((file) => file.endsWith(".js"))
  .map((file) => ({ file, kb: sentBytes(file) / 1024 }));
const total = sizes.reduce((sum, { kb }) => sum + kb, 0);

process.stdout.write(
  `Initial JavaScript: ${total.toFixed(1)} kB brotli of ${BUDGET_KB}, ${sizes.length} files of ${MOST_FILES}\n`,
);
if (total > BUDGET_KB || sizes.length > MOST_FILES) {
  for (const { file, kb } of sizes.toSorted((a, b) => b.kb - a.kb)) {
    process.stderr.write(`  ${kb.toFixed(1)} kB  ${file}\n`);
  }
  process.exit(1);
}
