import { readFileSync } from "node:fs";
import { formatter } from "@lingui/format-po";
import type { Plugin } from "vite";

/** What the first page may show: everything but the features that are loaded when one goes there. */
const FIRST = /^src\/(?!features\/)|^src\/features\/today\//;
const CATALOGUE = /\/locales\/(uk|en)\.po(\?lingui)?$/;

/** The ids of the words that stand in what is loaded first. */
async function firstIds(file: string, locale: string): Promise<Set<string>> {
  const { parse } = formatter({ lineNumbers: false });
  const entries = await parse(readFileSync(file, "utf8"), { locale, sourceLocale: "uk", filename: file });
  const isFirst = ([, { origin }]: [string, { origin?: [string, number?][] }]) =>
    !origin?.length || origin.some(([place]) => FIRST.test(place));
  return new Set(
    Object.entries(entries)
      .filter(isFirst)
      .map(([id]) => id),
  );
}

/**
 * Two modules of each catalogue, since the words of all pages are a fifth of what the first one would load:
 * `uk.po` holds what it shows itself, `uk.po?lingui` everything else.
 */
export function splitWords(): Plugin {
  return {
    name: "split-words",
    enforce: "post",
    async transform(code, id) {
      const [, locale, rest] = CATALOGUE.exec(id) ?? [];
      if (!locale) return null;
      const first = await firstIds(id.replace("?lingui", ""), locale);
      const compiled = await import(`data:text/javascript;base64,${Buffer.from(code).toString("base64")}`);
      const words = Object.entries<unknown>(compiled.messages);
      const part = Object.fromEntries(words.filter(([key]) => first.has(key) !== Boolean(rest)));
      return {
        code: `export const messages = JSON.parse(${JSON.stringify(JSON.stringify(part))});`,
        map: null,
      };
    },
  };
}
