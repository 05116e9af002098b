import type { Language } from "./language";

const MARKS = /<[^>]*>|&#?\w+;/g;

/**
 * In which language to speak a rendered text: that of most of its letters, whatever language the page is in; a
 * screen reader would read Ukrainian words in an English voice otherwise. Nothing for a text without letters.
 */
export function detectLanguage(html: string): Language | undefined {
  const words = html.replace(MARKS, " ");
  const cyrillic = words.match(/\p{Script=Cyrillic}/gu)?.length ?? 0;
  const latin = words.match(/\p{Script=Latin}/gu)?.length ?? 0;
  if (cyrillic + latin === 0) return undefined;
  return cyrillic >= latin ? "uk" : "en";
}
