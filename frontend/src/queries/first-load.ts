import type { QueryClient, QueryKey } from "@tanstack/react-query";
import { getThreadDetails } from "@/api/generated/sdk.gen";
import type { ThreadOut, ThreadOutParts } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { actionsQuery } from "./actions";
import { emergenciesOfQuery } from "./break-glass";
import { roundsQuery } from "./floor";
import { gistQuery } from "./gist";
import { threadsQuery } from "./groups";
import { makeRoom, seed } from "./seed";
import { readersQuery, threadQuery } from "./threads";

interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

/** All rows of a list, where the first page has them all. */
const wholeList = <T>(page: Page<T> | null | undefined): T[] | undefined =>
  page?.next_cursor === null ? page.items : undefined;

const ALWAYS: (keyof ThreadOutParts)[] = [
  "gist",
  "readers",
  "rounds",
  "emergencies",
  "action_items",
  "discussed_items",
];

/** The other threads of the group stand beside it where there is room, and are known to who comes from one of them. */
function partsOf(client: QueryClient): (keyof ThreadOutParts)[] {
  const wide = window.matchMedia("(min-width: 64em)").matches;
  const known = client.getQueriesData({ queryKey: ["threads"] }).length > 0;
  return wide && !known ? [...ALWAYS, "group_threads"] : ALWAYS;
}

/** Each part under the name of its state, as that keeps it. */
function statesOf(threadId: string, parts: ThreadOutParts = {}): [QueryKey, unknown][] {
  const { rounds } = parts;
  return [
    [gistQuery(threadId).queryKey, parts.gist],
    [readersQuery(threadId).queryKey, parts.readers?.items],
    [roundsQuery(threadId).queryKey, rounds && { pages: [rounds], pageParams: [undefined] }],
    [emergenciesOfQuery({ kind: "thread", id: threadId }).queryKey, parts.emergencies?.items],
    [actionsQuery({ thread: threadId }).queryKey, wholeList(parts.action_items)],
    [actionsQuery({ discussion: threadId }).queryKey, wholeList(parts.discussed_items)],
  ];
}

async function loadWithParts(client: QueryClient, threadId: string): Promise<ThreadOut> {
  for (const [key] of statesOf(threadId)) makeRoom(client, key);
  const include = partsOf(client).join(",");
  const { included, ...thread } = await unwrap(
    getThreadDetails({ path: { thread_id: threadId }, query: { include } }),
  );
  for (const [key, part] of statesOf(threadId, included)) seed(client, key, part);
  const list = included?.group_threads;
  // Its group is known only now. What it missed meanwhile is told by its number.
  if (list && client.getQueryState(threadQuery(threadId).queryKey)) {
    const { queryKey } = threadsQuery(thread.group.id);
    makeRoom(client, queryKey);
    seed(client, queryKey, { ...list, seq: list.seq ?? 0 });
  }
  return thread;
}

/** Loads a thread before it is shown; for the first time with what its page shows beside it, in one request. */
export async function openThread(client: QueryClient, threadId: string): Promise<void> {
  const query = threadQuery(threadId);
  const known = client.getQueryData(query.queryKey);
  await client.prefetchQuery(known ? query : { ...query, queryFn: () => loadWithParts(client, threadId) });
}
