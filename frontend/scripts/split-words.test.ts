import { readFileSync } from "node:fs";
import { formatter } from "@lingui/format-po";
import { describe, expect, it } from "vitest";
import { listManifests } from "./manifests.ts";
import { choosePartsOf, listParts, SHARED, SHELL } from "./split-words.ts";

const parts = listParts(process.cwd());
const OUTSIDE_SHELL = ["sign-in", "public", "second-factor"];

async function listOrigins(): Promise<string[][]> {
  const filename = "src/locales/uk.po";
  const { parse } = formatter({ lineNumbers: false });
  const entries = await parse(readFileSync(filename, "utf8"), { locale: "uk", sourceLocale: "uk", filename });
  return Object.values(entries).map(({ origin = [] }) => origin.map(([place]) => place));
}

describe("words in parts", () => {
  it.each([...parts.keys()])("a page of %s has every word that it may show", async (name) => {
    const isInside = name !== SHARED && !OUTSIDE_SHELL.includes(name);
    const loaded = new Set([SHARED, name, ...(isInside ? [SHELL] : [])]);
    const modules = parts.get(name) ?? new Set();
    const shown = (await listOrigins()).filter((origins) => origins.some((origin) => modules.has(origin)));
    expect(
      shown.filter((origins) => !choosePartsOf(origins, parts).some((part) => loaded.has(part))),
    ).toEqual([]);
  });

  it("sign-in loads no words of what only signed-in people see", () => {
    expect(choosePartsOf(["src/features/threads/thread-page.tsx"], parts)).toEqual(["threads"]);
    expect(choosePartsOf(["src/app/shell/shell.tsx"], parts)).toEqual([SHELL]);
    expect(choosePartsOf(["src/features/today/today-page.tsx"], parts)).toEqual([SHELL]);
  });

  it("each route loads the words of the feature that its page is in", () => {
    const pages = listManifests(process.cwd()).flatMap((path) => {
      const feature = path.split("/").at(-2);
      const used = readFileSync(path, "utf8").matchAll(
        /lazyPage\(\s*"([\w-]+)",\s*(?:\(\) => import|[a-z]+,)/g,
      );
      return [...used].map(([, part]) => [part, feature]);
    });
    expect(pages.length).toBeGreaterThan(30);
    expect(pages.filter(([part, feature]) => part !== feature)).toEqual([["shell", "style"]]);
  });
});
