import type { QueryClient, QueryKey } from "@tanstack/react-query";
import { getThreadDetails } from "@/api/generated/sdk.gen";
import type { ThreadOut, ThreadOutParts } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { actionsQuery } from "./actions";
import { emergenciesOfQuery } from "./break-glass";
import { threadDecisionsQuery } from "./decisions";
import { roundsQuery } from "./floor";
import { gistQuery } from "./gist";
import { threadsQuery } from "./groups";
import { reserve, seed } from "./seed";
import { readersQuery, threadQuery } from "./threads";

interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

/** Return the rows of a list if its first page holds all of them. */
const wholeList = <T>(page: Page<T> | null | undefined): T[] | undefined =>
  page?.next_cursor === null ? page.items : undefined;

const ALWAYS: (keyof ThreadOutParts)[] = [
  "gist",
  "readers",
  "rounds",
  "decisions",
  "emergencies",
  "action_items",
  "discussed_items",
];

/** Return the parts to include. A wide page also lists the threads of the group, unless they are cached. */
function partsToInclude(client: QueryClient): (keyof ThreadOutParts)[] {
  const wide = window.matchMedia("(min-width: 64em)").matches;
  const known = client.getQueriesData({ queryKey: ["threads"] }).length > 0;
  return wide && !known ? [...ALWAYS, "group_threads"] : ALWAYS;
}

/** Return each part with its query key, in the shape in which its query caches it. */
function partEntries(threadId: string, parts: ThreadOutParts = {}): [QueryKey, unknown][] {
  const asPages = <T>(first: T | null | undefined) => first && { pages: [first], pageParams: [undefined] };
  return [
    [gistQuery(threadId).queryKey, parts.gist],
    [readersQuery(threadId).queryKey, parts.readers?.items],
    [roundsQuery(threadId).queryKey, asPages(parts.rounds)],
    [threadDecisionsQuery(threadId).queryKey, asPages(parts.decisions)],
    [emergenciesOfQuery({ kind: "thread", id: threadId }).queryKey, parts.emergencies?.items],
    [actionsQuery({ thread: threadId }).queryKey, wholeList(parts.action_items)],
    [actionsQuery({ discussion: threadId }).queryKey, wholeList(parts.discussed_items)],
  ];
}

async function loadWithParts(client: QueryClient, threadId: string): Promise<ThreadOut> {
  for (const [key] of partEntries(threadId)) reserve(client, key);
  const include = partsToInclude(client).join(",");
  const { included, ...thread } = await unwrap(
    getThreadDetails({ path: { thread_id: threadId }, query: { include } }),
  );
  for (const [key, part] of partEntries(threadId, included)) seed(client, key, part);
  const list = included?.group_threads;
  // Only now is the group known. Events that were missed meanwhile show as a gap in `seq`.
  if (list && client.getQueryState(threadQuery(threadId).queryKey)) {
    const { queryKey } = threadsQuery(thread.group.id);
    reserve(client, queryKey);
    seed(client, queryKey, { ...list, seq: list.seq ?? 0 });
  }
  return thread;
}

/** Load a thread before it is shown; the first time in one request with the other parts of its page. */
export async function openThread(client: QueryClient, threadId: string): Promise<void> {
  const query = threadQuery(threadId);
  const known = client.getQueryData(query.queryKey);
  await client.prefetchQuery(known ? query : { ...query, queryFn: () => loadWithParts(client, threadId) });
}
