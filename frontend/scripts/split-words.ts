import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createCompiledCatalog } from "@lingui/cli/api";
import { formatter } from "@lingui/format-po";
import type { Plugin } from "vite";
import { listManifests } from "./manifests.ts";
import { listModules, reach, type SourceImport } from "./source-imports.ts";

const LANGUAGES = ["uk", "en"];
const SOURCE_LANGUAGE = "uk";
/** What every page loads, and what every page of a signed-in person loads besides. */
export const SHARED = "shared";
export const SHELL = "shell";
/** Features whose pages are shown without the shell. */
const OUTSIDE_SHELL = new Set(["sign-in", "public", "second-factor"]);
/** Words that so many features inside the shell use come with the shell. */
const MANY = 6;
/** It loads the shell, which has words of its own. */
const ROUTER = "src/app/router.tsx";

interface Entry {
  message?: string;
  translation?: string;
  origin?: [string, number?][];
}

type Catalogue = Record<string, Entry>;

/** Return the modules that each part of the words belongs to: by `import` and `import()`, pages apart. */
export function listParts(root: string): Map<string, Set<string>> {
  const features = readdirSync(join(root, "src/features"));
  // What pages and cards of dossiers show is in the parts of their features, which they load.
  const kinds = features.map((feature) => `src/features/${feature}/dossier-kind.ts`);
  const holdsPages = new Set([ROUTER, ...kinds, ...listManifests(root)]);
  const withoutPages = (importer: string, { dynamic }: SourceImport) => !dynamic || !holdsPages.has(importer);
  const parts = new Map([
    [SHARED, reach(root, ["src/app/main.tsx"], withoutPages)],
    [SHELL, reach(root, ["src/app/signed-in.ts"], withoutPages)],
  ]);
  for (const feature of features)
    parts.set(feature, reach(root, listModules(root, `src/features/${feature}`)));
  return parts;
}

/** Return to which parts the words with these origins go. */
export function choosePartsOf(origins: readonly string[], parts: ReadonlyMap<string, Set<string>>): string[] {
  const users = [...parts].filter(([, modules]) => origins.some((origin) => modules.has(origin)));
  const names = users.map(([name]) => name);
  if (names.includes(SHARED) || names.length === 0) return [SHARED];
  const inside = names.filter((name) => name !== SHELL && !OUTSIDE_SHELL.has(name));
  const outside = names.filter((name) => OUTSIDE_SHELL.has(name));
  const isInShell = names.includes(SHELL) || inside.length >= MANY;
  return isInShell ? [SHELL, ...outside] : names;
}

/** Compile a catalogue into parts, each a module as text. */
function compileParts(root: string, catalogue: Catalogue, language: string): Map<string, string> {
  const modules = listParts(root);
  const words = new Map<string, Record<string, string>>([...modules.keys()].map((name) => [name, {}]));
  for (const [id, { message, translation, origin = [] }] of Object.entries(catalogue)) {
    const origins = origin.map(([place]) => place);
    for (const name of choosePartsOf(origins, modules)) {
      const part = words.get(name);
      if (part) part[id] = translation || message || id;
    }
  }
  return new Map([...words].map(([name, part]) => [name, compile(part, language)]));
}

function compile(words: Record<string, string>, language: string): string {
  const { source, errors } = createCompiledCatalog(language, words, { namespace: "es" });
  if (errors.length > 0) throw new Error(errors.map(({ id, error }) => `${id}: ${error.message}`).join("\n"));
  return source;
}

async function readCatalogue(file: string, language: string): Promise<Catalogue> {
  const { parse } = formatter({ lineNumbers: false });
  const text = readFileSync(file, "utf8");
  return await parse(text, { locale: language, sourceLocale: SOURCE_LANGUAGE, filename: file });
}

/** The module that says how each part of each language is loaded. */
function writeRegistry(names: readonly string[]): string {
  const loaders = (language: string) =>
    names.map((name) => `${JSON.stringify(name)}: () => import("virtual:words/${language}/${name}")`);
  const languages = LANGUAGES.map((language) => `${language}: {${loaders(language).join(",")}}`);
  return `export const WORDS = {${languages.join(",")}};`;
}

/** Split the catalogues: the words of all pages are a fifth of what the first page would load. */
export function splitWords(): Plugin {
  let root = "";
  const compiled = new Map<string, Promise<Map<string, string>>>();
  return {
    name: "split-words",
    configResolved(config) {
      root = config.root;
    },
    buildStart: () => compiled.clear(),
    watchChange: () => compiled.clear(),
    resolveId: (id) => (id.startsWith("virtual:words") ? `\0${id}` : null),
    async load(id) {
      const [, language, name] = /^\0virtual:words(?:\/(\w+)\/([\w-]+))?$/.exec(id) ?? [];
      if (id === "\0virtual:words") return writeRegistry([...listParts(root).keys()]);
      if (!language || !name) return null;
      const file = join(root, `src/locales/${language}.po`);
      this.addWatchFile(file);
      const parts =
        compiled.get(language) ??
        readCatalogue(file, language).then((catalogue) => compileParts(root, catalogue, language));
      compiled.set(language, parts);
      return (await parts).get(name) ?? null;
    },
  };
}
