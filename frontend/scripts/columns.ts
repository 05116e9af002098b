import type { Plugin } from "vite";

/** As Lingui makes the names of messages. */
const NAME = 6;

/**
 * A compiled catalogue as the names of all messages in a row, and their texts in the order of the alphabet: the same
 * for a tenth less on the way to the browser, since a name is like no other, and texts are like their neighbours.
 */
export function inColumns(catalogue: Record<string, unknown>): string {
  const messages = Object.entries(catalogue);
  const odd = messages.find(([name]) => name.length !== NAME);
  if (odd) throw new Error(`${odd[0]} is no name that Lingui makes`);
  const told = (text: unknown) => JSON.stringify(text).toLowerCase();
  messages.sort(([, first], [, second]) => (told(first) < told(second) ? -1 : 1));
  const columns = [messages.map(([name]) => name).join(""), messages.map(([, text]) => text)];
  return [
    `const [names, texts] = JSON.parse(${JSON.stringify(JSON.stringify(columns))});`,
    `const at = (nth) => names.slice(${NAME} * nth, ${NAME} * (nth + 1));`,
    "export const messages = Object.fromEntries(texts.map((text, nth) => [at(nth), text]));",
  ].join("\n");
}

/** Catalogues as they are built; after whatever else is done to their texts. */
export function columns(): Plugin {
  return {
    name: "columns",
    enforce: "post",
    apply: "build",
    transform: async (code, id) => {
      if (!/\/locales\/\w+\.po$/.test(id)) return null;
      const { messages } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
      return { code: inColumns(messages), map: null };
    },
  };
}
