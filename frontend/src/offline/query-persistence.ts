import { hashKey, type QueryClient, type QueryKey } from "@tanstack/react-query";
import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from "idb";
import type { DecisionOut } from "@/api/generated/types.gen";
import { ApiProblem } from "@/api/problem";
import { emitAccessRestricted, onAccessLost, onAccessRestricted } from "@/lib/access-events";
import { COPIES_OWNER, copiesOwner } from "@/lib/kept-people";
import { registerHeldRefs } from "@/queries/access-recheck";
import { keyHasId, keys } from "@/queries/keys";
import { stateOf } from "@/queries/resources";
import { entityRefsIn, isList } from "./refs";
import { redactForDisk } from "./shared-only";

interface Copy {
  hash: string;
  key: QueryKey;
  data: unknown;
  at: number;
}

interface Schema extends DBSchema {
  copies: { key: string; value: Copy; indexes: { at: number } };
}

const MOST = 80;
/** A copy that the server has not confirmed for so long opens no more. */
const OPENS_MS = 72 * 3600 * 1000;
const SAVE_AFTER_MS = 800;
const GONE = new Set([401, 403, 404]);

const isGone = (error: unknown) => error instanceof ApiProblem && GONE.has(error.status);

const nameOf = (personId: string) => `viche-copies-${personId}`;

/** Raise it when a page needs a field that kept states did not have: copies of another shape are dropped. */
export const SHAPE = 2;

function open(personId: string): Promise<IDBPDatabase<Schema>> {
  return openDB<Schema>(nameOf(personId), SHAPE, {
    upgrade: (db) => {
      for (const store of db.objectStoreNames) db.deleteObjectStore(store);
      db.createObjectStore("copies", { keyPath: "hash" }).createIndex("at", "at");
    },
    blocking: (_old, _fresh, event) => (event.target as IDBDatabase).close(),
  });
}

async function dropOldest(db: IDBPDatabase<Schema>): Promise<void> {
  const over = IDBKeyRange.upperBound(Date.now() - OPENS_MS);
  for (const key of await db.getAllKeysFromIndex("copies", "at", over)) await db.delete("copies", key);
  const all = await db.getAllKeysFromIndex("copies", "at");
  for (const key of all.slice(0, Math.max(0, all.length - MOST))) await db.delete("copies", key);
}

/** A list that tells of it goes, too. */
const tellsOf = (key: QueryKey, data: unknown, id: string) =>
  keyHasId(key, id) || isDecidedIn(key, data, id) || isList(key);

/** Whether it is a decision of this thread, whose readers it has. */
const isDecidedIn = (key: QueryKey, data: unknown, threadId: string) =>
  stateOf(key)?.kind === "decision" && (data as DecisionOut | undefined)?.thread_id === threadId;

/** What people fill in stays for those who may still read it. */
const isTooOpen = (key: QueryKey, data: unknown, id: string) =>
  tellsOf(key, data, id) && stateOf(key)?.kept !== "work";

/** Who was given something by the server was signed in at that moment. */
async function confirmOwner(db: IDBPDatabase<Schema>, at: number): Promise<void> {
  const me = await db.get("copies", hashKey(keys.me));
  if (me && me.at < at) await db.put("copies", { ...me, at });
}

/** Parts that were answered earlier than their whole could not be stored without it: they are due with it. */
async function addWaitingParts(db: IDBPDatabase<Schema>, client: QueryClient, due: Map<string, QueryKey>) {
  for (const [hash, [kind, id]] of [...due]) {
    if (stateOf([kind])?.kept !== "whole" || (await db.getKey("copies", hash))) continue;
    const isPart = (key: QueryKey) => key[1] === id && stateOf(key)?.kind === kind;
    const cached = client.getQueryCache().findAll({ predicate: ({ queryKey }) => isPart(queryKey) });
    for (const { queryKey } of cached) due.set(hashKey(queryKey), queryKey);
  }
}

/** Write what the cache holds of these queries; a copy that may no longer be stored is deleted. */
async function saveCopies(db: IDBPDatabase<Schema>, client: QueryClient, due: Map<string, QueryKey>) {
  await addWaitingParts(db, client, due);
  for (const [hash, key] of due) {
    const data = redactForDisk(key, client.getQueryData(key), (other) => client.getQueryData(other));
    // The time of the server’s answer: a copy that was opened offline grows no younger by that.
    const at = client.getQueryState(key)?.dataUpdatedAt ?? 0;
    if (data !== undefined) await db.put("copies", { hash, key, data, at });
    else if (stateOf(key)?.kept === "whole") emitAccessRestricted(String(key[1]));
    else await db.delete("copies", hash);
  }
  const times = [...due.values()].map((key) => client.getQueryState(key)?.dataUpdatedAt ?? 0);
  await confirmOwner(db, Math.max(0, ...times));
  await dropOldest(db);
}

/** Report each query that the server has answered, or refused for good. */
function watchAnswers(client: QueryClient, onData: (key: QueryKey) => void, onGone: (key: QueryKey) => void) {
  for (const { queryKey, state } of client.getQueryCache().getAll()) {
    if (state.status === "success") onData(queryKey);
  }
  return client.getQueryCache().subscribe((event) => {
    if (event.type !== "updated") return;
    const { queryKey, state } = event.query;
    if (event.action.type === "success") onData(queryKey);
    else if (event.action.type === "error" && isGone(state.error)) onGone(queryKey);
  });
}

/**
 * Store what this person has last seen, so that it can be read offline. What the server says is gone, or no
 * longer theirs, is deleted at once. Return what stops it.
 */
export function persistQueries(client: QueryClient, personId: string): () => void {
  localStorage.setItem(COPIES_OWNER, personId);
  const opened = open(personId);
  let waiting = new Map<string, QueryKey>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const save = async () => {
    timer = undefined;
    const due = waiting;
    waiting = new Map();
    await saveCopies(await opened, client, due);
  };
  const keep = (queryKey: QueryKey) => {
    waiting.set(hashKey(queryKey), queryKey);
    timer ??= setTimeout(() => void save().catch(() => undefined), SAVE_AFTER_MS);
  };
  const drop = async (matches: (copy: Copy) => boolean) => {
    const db = await opened;
    for (const copy of await db.getAll("copies")) if (matches(copy)) await db.delete("copies", copy.hash);
  };
  // A store that was wiped by a sign-out in another page has nothing left to drop.
  const dropNow = (matches: (copy: Copy) => boolean) => void drop(matches).catch(() => undefined);

  const stopHolding = registerHeldRefs(async () => {
    const copies = await (await opened).getAll("copies");
    return copies.flatMap(({ key, data }) => entityRefsIn(key, data));
  });

  const stopWatching = watchAnswers(client, keep, (queryKey) => {
    const hash = hashKey(queryKey);
    dropNow((copy) => copy.hash === hash);
  });
  const stopForgetting = onAccessLost((id) => {
    client.removeQueries({
      predicate: ({ queryKey, state }) => keyHasId(queryKey, id) || isDecidedIn(queryKey, state.data, id),
    });
    dropNow(({ key, data }) => tellsOf(key, data, id));
  });
  const stopNarrowing = onAccessRestricted((id) => dropNow(({ key, data }) => isTooOpen(key, data, id)));
  return () => {
    stopWatching();
    stopHolding();
    stopForgetting();
    stopNarrowing();
    clearTimeout(timer);
    void opened.then((db) => db.close());
  };
}

/** Puts back what was last seen here. Gives the moment of the newest copy; null when there is none. */
export async function restoreQueries(client: QueryClient): Promise<Date | null> {
  const personId = copiesOwner();
  if (!personId) return null;
  const db = await open(personId);
  await dropOldest(db);
  const copies = await db.getAllFromIndex("copies", "at");
  db.close();
  for (const { key, data, at } of copies) client.setQueryData(key, data, { updatedAt: at });
  const newest = copies.at(-1);
  return newest ? new Date(newest.at) : null;
}

/** After a sign-out nothing is left. */
export async function clearPersisted(personId: string): Promise<void> {
  if (copiesOwner() === personId) localStorage.removeItem(COPIES_OWNER);
  await deleteDB(nameOf(personId));
}
