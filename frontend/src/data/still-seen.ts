import { answered } from "@/api/answered";
import { getLinkCards } from "@/api/generated/sdk.gen";

/** The server describes so many things at once. */
const MOST = 50;

/** What became of things that lie in the browser, by their ids. */
export interface Sight {
  /** The reader sees it no longer. */
  lost: string[];
  /** Only some of its group may read it by now, the reader among them. */
  narrowed: string[];
}

/** Asks what the reader still sees of `thread:<id>`, `group:<id>` and `action:<id>`. */
export async function sightOf(refs: Iterable<string>): Promise<Sight> {
  const asked = [...new Set(refs)];
  const seen = new Map<string, boolean>();
  for (let start = 0; start < asked.length; start += MOST) {
    const some = asked.slice(start, start + MOST).join(",");
    const { items } = await answered(getLinkCards({ query: { refs: some } }));
    for (const { ref, restricted } of items) seen.set(ref, restricted);
  }
  const idsOf = (refs: string[]) => refs.map((ref) => ref.split(":")[1] ?? "");
  return {
    lost: idsOf(asked.filter((ref) => !seen.has(ref))),
    narrowed: idsOf(asked.filter((ref) => seen.get(ref))),
  };
}
