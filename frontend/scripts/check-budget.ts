// Prints what each page loads first, and refuses a build where that is more than its budget, or where files import
// one another in a circle: what one of them names at its start may not be there yet.
import { readFileSync, statSync } from "node:fs";
import {
  type BuiltChunks,
  FIRST_PAGES,
  type FirstPage,
  listCircularFiles,
  listPageFiles,
} from "./first-pages.ts";

const dist = new URL("../dist/", import.meta.url);
const manifest: BuiltChunks = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));

/** Return how many kilobytes the server sends: of the packed file where `compress.ts` has made one. */
function sentKb(file: string): number {
  const packed = statSync(new URL(`${file}.br`, dist), { throwIfNoEntry: false });
  return (packed ?? statSync(new URL(file, dist))).size / 1024;
}

const total = (files: readonly string[]) => files.reduce((sum, file) => sum + sentKb(file), 0);

/** Print the line of a page, and return its files where they are over the budget. */
function checkPage(page: FirstPage): string[] {
  const files = [...listPageFiles(manifest, page, "uk")];
  const scripts = files.filter((file) => file.endsWith(".js"));
  const styles = files.filter((file) => file.endsWith(".css"));
  const { kb, files: most } = page.budget ?? {
    kb: Number.POSITIVE_INFINITY,
    files: Number.POSITIVE_INFINITY,
  };
  const js = total(scripts);
  const goal = page.budget ? `of ${kb} kB and ${most}` : "";
  process.stdout.write(
    `${page.name.padEnd(14)} ${js.toFixed(1).padStart(6)} kB JavaScript in ${String(scripts.length).padStart(2)} files ` +
      `${goal.padEnd(16)} ${total(styles).toFixed(1).padStart(5)} kB styles in ${styles.length}\n`,
  );
  return js > kb || scripts.length > most ? scripts : [];
}

const over = FIRST_PAGES.map((page) => ({ page, scripts: checkPage(page) })).filter(
  ({ scripts }) => scripts.length > 0,
);
for (const { page, scripts } of over) {
  process.stderr.write(`${page.name} is over its budget:\n`);
  for (const file of scripts.toSorted((a, b) => sentKb(b) - sentKb(a))) {
    process.stderr.write(`  ${sentKb(file).toFixed(1)} kB  ${file}\n`);
  }
}
const circle = listCircularFiles(manifest);
if (circle.length > 0) process.stderr.write(`files import one another in a circle: ${circle.join(", ")}\n`);
if (over.length > 0 || circle.length > 0) process.exit(1);
