import type { Plugin } from "vite";
import { readBuiltChunks } from "./built-chunks.ts";
import { type BuiltChunks, FIRST_PAGES, LANGUAGES, listEntryFiles, listPageFiles } from "./first-pages.ts";

/**
 * What a page loads besides the entry: the pattern of its paths, what it always loads, its words by language. A framed
 * page has the navigation, whose place index.html shows until the code has arrived.
 */
export type Preloads = [path: string, files: string[], words: Record<string, string[]>, framed: boolean][];

const without = (files: Iterable<string>, others: Set<string>) =>
  [...files].filter((file) => !others.has(file));

/** Return what `public/start.js` fetches early. */
export function listPreloads(chunks: BuiltChunks): Preloads {
  const entry = listEntryFiles(chunks);
  return FIRST_PAGES.map((page) => {
    const files = LANGUAGES.map((language) => without(listPageFiles(chunks, page, language), entry));
    const always = new Set(files.reduce((some, other) => some.filter((file) => other.includes(file))));
    const words = LANGUAGES.map((language, index) => [language, without(files[index] ?? [], always)]);
    return [page.path, [...always], Object.fromEntries(words), page.words.includes("shell")];
  });
}

/**
 * Write into index.html what each page loads: `public/start.js` asks for it at once, where it would be found only by
 * the program that has arrived itself by then.
 */
export function preload(): Plugin {
  let root = "";
  return {
    name: "preload",
    apply: "build",
    configResolved(config) {
      root = config.root;
    },
    transformIndexHtml: {
      order: "post",
      handler(_html, { bundle }) {
        if (!bundle) return [];
        const content = JSON.stringify(listPreloads(readBuiltChunks(bundle, root)));
        return [{ tag: "meta", attrs: { name: "viche-preloads", content }, injectTo: "head-prepend" }];
      },
    },
  };
}
