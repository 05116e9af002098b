import { expect, it } from "vitest";
import {
  type BuiltChunks,
  FIRST_PAGES,
  type FirstPage,
  listCircularFiles,
  listOfflineFiles,
  listPageFiles,
} from "./first-pages.ts";
import { listPreloads } from "./preload.ts";

/** A build in which every page and every part of the words is a file, and pages import `common`. */
function build(): BuiltChunks {
  const modules = new Set(FIRST_PAGES.flatMap((page) => page.modules));
  const words = FIRST_PAGES.flatMap((page) =>
    ["uk", "en"].flatMap((language) => page.words.map((part) => `virtual:words/${language}/${part}`)),
  );
  const file = (key: string) => `assets/${key.split("/").at(-1)}.js`;
  return {
    "index.html": { file: "assets/index.js", isEntry: true, imports: ["base"], css: ["assets/index.css"] },
    base: { file: "assets/base.js", dynamicImports: ["src/features/settings/settings-page.tsx"] },
    common: { file: "assets/common.js", imports: ["base"] },
    dialog: { file: "assets/dialog-a.js", imports: ["inputs"] },
    inner: { file: "assets/inner-a.js" },
    inputs: { file: "assets/inputs.js", dynamicImports: ["inner"] },
    editor: { file: "assets/rich-field-a.js" },
    "src/features/settings/settings-page.tsx": { file: "assets/settings-page.js" },
    ...Object.fromEntries(
      [...modules].map((key) => [
        key,
        { file: file(key), imports: ["common"], dynamicImports: ["dialog", "editor"] },
      ]),
    ),
    ...Object.fromEntries(
      words.map((key) => [key, { file: `assets/words-${key.split("/").slice(1).join("-")}.js` }]),
    ),
  };
}

const page = (name: string) => FIRST_PAGES.find((one) => one.name === name) as FirstPage;

it("a page counts the entry, its own files with all that they import, and its words", () => {
  expect([...listPageFiles(build(), page("sign-in"), "en")].sort()).toEqual([
    "assets/base.js",
    "assets/common.js",
    "assets/index.css",
    "assets/index.js",
    "assets/sign-in-page.tsx.js",
    "assets/words-en-shared.js",
    "assets/words-en-sign-in.js",
  ]);
});

it("a budget for a page that the build does not have fails", () => {
  const { "src/features/sign-in/sign-in-page.tsx": _, ...rest } = build();
  expect(() => listPageFiles(rest, page("sign-in"), "uk")).toThrow("sign-in-page");
});

it("files that import one another in a circle are named, and none that only lead there", () => {
  const chunks: BuiltChunks = {
    page: { file: "page.js", imports: ["shell", "base"] },
    shell: { file: "shell.js", imports: ["facade", "base"] },
    facade: { file: "facade.js", imports: ["shell"] },
    base: { file: "base.js" },
  };
  expect(listCircularFiles(chunks)).toEqual(["shell.js", "facade.js"]);
  expect(listCircularFiles(build())).toEqual([]);
});

it("what opens offline is kept in both languages with its dialogs and theirs, without other pages and the editor", () => {
  const kept = listOfflineFiles(build());
  expect(kept).toContain("assets/words-uk-threads.js");
  expect(kept).toContain("assets/words-en-threads.js");
  expect(kept).toContain("assets/dialog-a.js");
  expect(kept).toContain("assets/inputs.js");
  expect(kept).toContain("assets/inner-a.js");
  expect(kept).not.toContain("assets/rich-field-a.js");
  expect(kept).not.toContain("assets/settings-page.js");
  expect(kept).not.toContain("assets/sign-in-page.tsx.js");
});

it("a page is preloaded without the entry, and with the words of one language", () => {
  const found = listPreloads(build()).find(([path]) => new RegExp(path).test("/sign-in"));
  expect(found?.[1].toSorted()).toEqual(["assets/common.js", "assets/sign-in-page.tsx.js"]);
  expect(found?.[2].en?.toSorted()).toEqual(["assets/words-en-shared.js", "assets/words-en-sign-in.js"]);
});

it("pages with the navigation are framed from the start, others are not", () => {
  const framed = listPreloads(build()).flatMap(([path, , , isFramed]) => (isFramed ? [path] : []));
  expect(framed).toContain("^/$");
  expect(framed).not.toContain("^/sign-in$");
});
