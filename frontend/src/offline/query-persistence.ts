import { hashKey, type QueryClient, type QueryKey } from "@tanstack/react-query";
import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from "idb";
import { ApiProblem } from "@/api/problem";
import { emitAccessRestricted, onAccessLost, onAccessRestricted } from "@/lib/access-events";
import { COPIES_OWNER, copiesOwner } from "@/lib/kept-people";
import { registerHeldRefs } from "@/queries/access-recheck";
import { carries, keys } from "@/queries/keys";
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

const nameOf = (personId: string) => `viche-copies-${personId}`;

function open(personId: string): Promise<IDBPDatabase<Schema>> {
  return openDB<Schema>(nameOf(personId), 1, {
    upgrade: (fresh) => {
      fresh.createObjectStore("copies", { keyPath: "hash" }).createIndex("at", "at");
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

/** Who was given something by the server was signed in at that moment. */
async function confirmOwner(db: IDBPDatabase<Schema>, at: number): Promise<void> {
  const me = await db.get("copies", hashKey(keys.me));
  if (me && me.at < at) await db.put("copies", { ...me, at });
}

/**
 * Keeps what this person has last seen, so that it can be read without a line. What the server says is gone,
 * or no longer theirs, is dropped at once.
 */
export function persistQueries(client: QueryClient, personId: string): () => void {
  localStorage.setItem(COPIES_OWNER, personId);
  const opened = open(personId);
  const waiting = new Map<string, QueryKey>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const save = async () => {
    timer = undefined;
    const due = [...waiting];
    waiting.clear();
    const db = await opened;
    for (const [hash, key] of due) {
      const data = redactForDisk(key, client.getQueryData(key), (other) => client.getQueryData(other));
      // From when the server said it: a copy that was opened without a line grows no younger by that.
      const at = client.getQueryState(key)?.dataUpdatedAt ?? 0;
      if (data !== undefined) await db.put("copies", { hash, key, data, at });
      else if (stateOf(key)?.kept === "whole") emitAccessRestricted(String(key[1]));
      else await db.delete("copies", hash);
    }
    const newest = Math.max(0, ...due.map(([, key]) => client.getQueryState(key)?.dataUpdatedAt ?? 0));
    await confirmOwner(db, newest);
    await dropOldest(db);
  };
  const keep = (queryKey: QueryKey) => {
    waiting.set(hashKey(queryKey), queryKey);
    timer ??= setTimeout(() => void save().catch(() => undefined), SAVE_AFTER_MS);
  };
  const drop = async (isGone: (copy: Copy) => boolean) => {
    const db = await opened;
    for (const copy of await db.getAll("copies")) if (isGone(copy)) await db.delete("copies", copy.hash);
  };
  // A store that was wiped by a sign-out in another page has nothing left to drop.
  const dropNow = (isGone: (copy: Copy) => boolean) => void drop(isGone).catch(() => undefined);

  /** A list that tells of it goes, too. */
  const dropOf = (id: string) => dropNow(({ key }) => carries(key, id) || isList(key));
  const stopHolding = registerHeldRefs(async () => {
    const copies = await (await opened).getAll("copies");
    return copies.flatMap(({ key, data }) => entityRefsIn(key, data));
  });

  for (const { queryKey, state } of client.getQueryCache().getAll()) {
    if (state.status === "success") keep(queryKey);
  }
  const stopWatching = client.getQueryCache().subscribe((event) => {
    if (event.type !== "updated") return;
    const { queryKey, state } = event.query;
    if (event.action.type === "success") {
      keep(queryKey);
    } else if (
      event.action.type === "error" &&
      state.error instanceof ApiProblem &&
      GONE.has(state.error.status)
    ) {
      const hash = hashKey(queryKey);
      dropNow((copy) => copy.hash === hash);
    }
  });
  const stopForgetting = onAccessLost((id) => {
    client.removeQueries({ predicate: ({ queryKey }) => carries(queryKey, id) });
    dropOf(id);
  });
  const stopNarrowing = onAccessRestricted(dropOf);
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
