import type { CitedOut } from "@/api/generated/types.gen";
import { threadPath } from "@/modules/entities/paths";

/** As the server writes a citation in a summary that it has rendered and cleaned. */
const CITED = /<span data-cite="(\d+)">#\d+<\/span>/g;

/** What a citation is called, and what is said of one that nobody reads any more. */
export interface CitationWords {
  message: (number: number) => string;
  withdrawn: string;
  hidden: string;
}

const escaped = (words: string) => words.replace(/[&<>"]/g, (one) => `&#${one.charCodeAt(0)};`);

/** Rendered words in which each citation leads to its message. */
export function withLinks(html: string, threadId: string, cited: CitedOut[], words: CitationWords): string {
  const states = new Map(cited.map(({ number, state }) => [number, state]));
  return html.replace(CITED, (_found, digits: string) => {
    const number = Number(digits);
    const state = states.get(number) ?? "said";
    const gone = state === "said" ? "" : ` <small>${escaped(words[state])}</small>`;
    const name = escaped(
      [words.message(number), state !== "said" && words[state]].filter(Boolean).join(": "),
    );
    const address = threadPath(threadId, number);
    return `<a href="${address}" data-cite="${number}" aria-label="${name}">#${number}${gone}</a>`;
  });
}

/** Which citation was pressed, if it was one. */
export function pressedCitation(target: EventTarget): number | null {
  const link = target instanceof Element ? target.closest("a[data-cite]") : null;
  return link ? Number(link.getAttribute("data-cite")) : null;
}

/** A text with the number of a message at a place in it, apart from the words around it. */
export function withCitation(text: string, number: number, at: number): { text: string; caret: number } {
  const [before, after] = [text.slice(0, at), text.slice(at)];
  const cited = `${before && !/[\s(«„]$/.test(before) ? " " : ""}#${number}`;
  const rest = after && !/^[\s).,;:!?»“]/.test(after) ? ` ${after}` : after;
  return { text: before + cited + rest, caret: before.length + cited.length };
}
