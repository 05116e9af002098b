import { getLinkCards } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { emitAccessLost, emitAccessRestricted } from "@/lib/access-events";
import { isOnline, onConnectivityChange } from "@/lib/online";

/** The most refs that the server accepts in one request. */
const MAX_REFS = 50;

/** Ids of stored entities whose visibility has changed. */
interface AccessChanges {
  /** The reader has lost access. */
  lost: string[];
  /** The reader still has access, but the entity is now restricted to a part of its group. */
  restricted: string[];
}

/** Ask the server which of `thread:<id>`, `group:<id>` and `action:<id>` the reader can still see. */
async function fetchAccessChanges(refs: Iterable<string>): Promise<AccessChanges> {
  const asked = [...new Set(refs)];
  const seen = new Map<string, boolean>();
  for (let start = 0; start < asked.length; start += MAX_REFS) {
    const some = asked.slice(start, start + MAX_REFS).join(",");
    const { items } = await unwrap(getLinkCards({ query: { refs: some } }));
    for (const { ref, restricted } of items) seen.set(ref, restricted);
  }
  const idsOf = (refs: string[]) => refs.map((ref) => ref.split(":")[1] ?? "");
  return {
    lost: idsOf(asked.filter((ref) => !seen.has(ref))),
    restricted: idsOf(asked.filter((ref) => seen.get(ref))),
  };
}

type Refs = () => Promise<string[]>;

/** All registered stores, and those of them whose refs are still to be checked. */
const stores = new Set<Refs>();
const due = new Set<Refs>();
/** Stores that open within this time are checked in one request. */
const BATCH_MS = 50;
let timer: ReturnType<typeof setTimeout> | undefined;

async function recheckDue(): Promise<void> {
  timer = undefined;
  if (!isOnline()) return;
  const asked = [...due];
  due.clear();
  // A store that was wiped by a sign-out in another page holds nothing.
  const refs = await Promise.all(asked.map((one) => one().catch(() => [])));
  const { lost, restricted } = await fetchAccessChanges(refs.flat());
  lost.forEach(emitAccessLost);
  restricted.forEach(emitAccessRestricted);
}

function scheduleRecheck(some: Iterable<Refs>): void {
  for (const one of some) due.add(one);
  if (timer === undefined) timer = setTimeout(() => void recheckDue().catch(() => undefined), BATCH_MS);
}

/**
 * Register a store in the browser: whenever the connection returns, the server is asked whether the reader still
 * has access to its entities, even if no page shows them. Entities that were lost are removed from all stores.
 */
export function registerHeldRefs(refs: Refs): () => void {
  stores.add(refs);
  scheduleRecheck([refs]);
  return () => {
    stores.delete(refs);
    due.delete(refs);
  };
}

/** Check access to one entity that the reader may just have lost, though no page shows it. */
export function recheckAccess(ref: string): void {
  scheduleRecheck([() => Promise.resolve([ref])]);
}

onConnectivityChange(() => {
  if (isOnline()) scheduleRecheck(stores);
});
