import type { Language } from "./language";

/** Where something is on the globe, in degrees: north and east are positive. */
export interface Place {
  latitude: number;
  longitude: number;
}

const AS_PEOPLE_TYPE = { ",": ".", "−": "-", "–": "-" } as Record<string, string>;

/** Degrees with a comma or a point; null for nothing, NaN for what is no number. */
export function parseDegrees(words: string): number | null {
  const said = words.trim().replace(/°$/, "");
  if (!said) return null;
  const plain = said.replace(/[,−–]/g, (sign) => AS_PEOPLE_TYPE[sign] ?? sign);
  return /^[+-]?\d+(\.\d+)?$/.test(plain) ? Number(plain) : Number.NaN;
}

/** Both at once, as other maps copy them: «47.86, 31.15». Null for anything else. */
export function typedPair(words: string): [string, string] | null {
  const pair = /^\s*(-?\d+\.\d+)\s*[,;\s]\s*(-?\d+\.\d+)\s*$/.exec(words);
  return pair?.[1] && pair[2] ? [pair[1], pair[2]] : null;
}

/** As it is written by hand in that language. */
export function formatDegrees(degrees: number, language: Language): string {
  const digits = String(degrees);
  return language === "uk" ? digits.replace(".", ",") : digits;
}
