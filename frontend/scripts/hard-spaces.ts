import type { Plugin } from "vite";

const HARD = "\u00a0";

/** What may not end or begin a line in Ukrainian, each with the space that binds it. */
const BOUND: [RegExp, string][] = [
  // A one-letter word goes with the next one.
  [/(?<=^|[\s("«„>])([а-яіїєґ]) /gim, `$1${HARD}`],
  [/№ /g, `№${HARD}`],
  // A number goes with what it counts; in a compiled plural it is a piece of its own.
  [/(\d) (?=[а-яіїєґ])/gi, `$1${HARD}`],
  [/(?<=#\\?",\\?") /g, HARD],
  // A dash stays with what is before it.
  [/ (?=[—–] )/g, HARD],
];

/** Ukrainian with hard spaces where typography asks for them: a text, or a compiled catalogue of texts. */
export function withHardSpaces(text: string): string {
  return BOUND.reduce((bound, [place, hard]) => bound.replace(place, hard), text);
}

/** Sets them in the Ukrainian catalogue as it is built: nobody has to type them in a message. */
export function hardSpaces(): Plugin {
  return {
    name: "hard-spaces",
    enforce: "post",
    transform: (code, id) =>
      id.startsWith("\0virtual:words/uk/") ? { code: withHardSpaces(code), map: null } : null,
  };
}
