import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const SOURCE = resolve(__dirname, "..");
const SHEET = /import (\w+) from "([^"]+\.module\.css)"/g;
const CLASS = /\.([A-Za-z_][\w-]*)/g;

function pages(): string[] {
  return readdirSync(SOURCE, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".tsx"))
    .map((name) => join(SOURCE, name));
}

function sheetAt(page: string, path: string): string {
  const file = path.startsWith("@/") ? join(SOURCE, path.slice(2)) : resolve(dirname(page), path);
  return readFileSync(file, "utf8");
}

/** Classes that a page takes from its sheets and that no sheet of these has: they style nothing. */
function missing(page: string): string[] {
  const text = readFileSync(page, "utf8");
  return [...text.matchAll(SHEET)].flatMap(([, name = "", path = ""]) => {
    const known = new Set([...sheetAt(page, path).matchAll(CLASS)].map((found) => found[1]));
    const used = [...text.replace(SHEET, "").matchAll(new RegExp(`\\b${name}\\.(\\w+)`, "g"))].map(
      (found) => found[1] ?? "",
    );
    return used.filter((one) => !known.has(one)).map((one) => `${relative(SOURCE, page)}: ${name}.${one}`);
  });
}

describe("the sheets of styles", () => {
  it("have every class that a page names", () => {
    expect(pages().flatMap(missing)).toEqual([]);
  });
});

/** Sizes of text in pixels, which stay as they are when a reader sets a larger font in the browser. */
function fixedTextSizes(sheet: string): string[] {
  const text = readFileSync(join(SOURCE, sheet), "utf8");
  const sizes = text.match(
    /^\s*(?:font|font-size|line-height):[^;]*\dpx[^;]*;|^@(?:media|container)[^{]*\dpx/gm,
  );
  return (sizes ?? []).map((one) => `${sheet}: ${one.trim()}`);
}

describe("the sizes of text", () => {
  it("and the widths at which pages rearrange follow the font size of the browser", () => {
    const sheets = readdirSync(SOURCE, { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".css"),
    );
    expect(sheets.length).toBeGreaterThan(50);
    expect(sheets.flatMap(fixedTextSizes)).toEqual([]);
  });
});
