import { getLinkCards } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { emitAccessLost, emitAccessRestricted } from "@/lib/access-events";
import { isOnline, onConnectivityChange } from "@/lib/online";

/** The server describes so many things at once. */
const MOST = 50;

/** What became of things that lie in the browser, by their ids. */
interface Sight {
  /** The reader sees it no longer. */
  lost: string[];
  /** Only some of its group may read it by now, the reader among them. */
  narrowed: string[];
}

/** Asks what the reader still sees of `thread:<id>`, `group:<id>` and `action:<id>`. */
async function sightOf(refs: Iterable<string>): Promise<Sight> {
  const asked = [...new Set(refs)];
  const seen = new Map<string, boolean>();
  for (let start = 0; start < asked.length; start += MOST) {
    const some = asked.slice(start, start + MOST).join(",");
    const { items } = await unwrap(getLinkCards({ query: { refs: some } }));
    for (const { ref, restricted } of items) seen.set(ref, restricted);
  }
  const idsOf = (refs: string[]) => refs.map((ref) => ref.split(":")[1] ?? "");
  return {
    lost: idsOf(asked.filter((ref) => !seen.has(ref))),
    narrowed: idsOf(asked.filter((ref) => seen.get(ref))),
  };
}

type Refs = () => Promise<string[]>;

/** Those who keep something in the browser, and those of them who are still to be asked what it is. */
const holders = new Set<Refs>();
const due = new Set<Refs>();
/** Stores that open one after the other are asked about at once. */
const TOGETHER_MS = 50;
let asking: ReturnType<typeof setTimeout> | undefined;

async function contact(): Promise<void> {
  asking = undefined;
  if (!isOnline()) return;
  const asked = [...due];
  due.clear();
  // A store that was wiped by a sign-out in another page holds nothing.
  const refs = await Promise.all(asked.map((one) => one().catch(() => [])));
  const { lost, narrowed } = await sightOf(refs.flat());
  lost.forEach(emitAccessLost);
  narrowed.forEach(emitAccessRestricted);
}

function ask(some: Iterable<Refs>): void {
  for (const one of some) due.add(one);
  if (asking === undefined) asking = setTimeout(() => void contact().catch(() => undefined), TOGETHER_MS);
}

/**
 * Something lies in the browser: with each contact the server is asked whether its reader still sees it, though
 * nobody goes there again. What they do not is forgotten everywhere.
 */
export function registerHeldRefs(refs: Refs): () => void {
  holders.add(refs);
  ask([refs]);
  return () => {
    holders.delete(refs);
    due.delete(refs);
  };
}

/** Something may just have left the reader’s sight, though they have it open nowhere. */
export function recheckAccess(ref: string): void {
  ask([() => Promise.resolve([ref])]);
}

onConnectivityChange(() => {
  if (isOnline()) ask(holders);
});
