import type { QueryClient } from "@tanstack/react-query";
import { answered } from "@/api/answered";
import { getThreadDetails } from "@/api/generated/sdk.gen";
import type { ThreadOut, ThreadOutParts } from "@/api/generated/types.gen";
import { keys } from "./keys";
import { makeRoom, seed } from "./seed";
import { threadQuery } from "./threads";

interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

/** All rows of a list, where the first page has them all. */
const wholeList = <T>(page: Page<T> | null | undefined): T[] | undefined =>
  page?.next_cursor === null ? page.items : undefined;

const ALWAYS: (keyof ThreadOutParts)[] = ["gist", "readers", "action_items", "discussed_items"];

/** The other threads of the group stand beside it where there is room, and are known to who comes from one of them. */
function partsOf(client: QueryClient): (keyof ThreadOutParts)[] {
  const wide = window.matchMedia("(min-width: 64em)").matches;
  const known = client.getQueriesData({ queryKey: ["threads"] }).length > 0;
  return wide && !known ? [...ALWAYS, "group_threads"] : ALWAYS;
}

async function loadWithParts(client: QueryClient, threadId: string): Promise<ThreadOut> {
  const actions = keys.actionList({ thread: threadId });
  const discussed = keys.actionList({ discussion: threadId });
  makeRoom(client, [keys.gist(threadId), keys.readers(threadId), actions, discussed]);
  const include = partsOf(client).join(",");
  const { included, ...thread } = await answered(
    getThreadDetails({ path: { thread_id: threadId }, query: { include } }),
  );
  const list = included?.group_threads;
  seed(client, keys.gist(threadId), included?.gist);
  seed(client, keys.readers(threadId), included?.readers?.items);
  seed(client, actions, wholeList(included?.action_items));
  seed(client, discussed, wholeList(included?.discussed_items));
  seed(client, keys.threadsOfGroup(thread.group.id), list && { ...list, seq: list.seq ?? 0 });
  return thread;
}

/** Loads a thread before it is shown; for the first time with what its page shows beside it, in one request. */
export async function openThread(client: QueryClient, threadId: string): Promise<void> {
  const query = threadQuery(threadId);
  const known = client.getQueryData(query.queryKey);
  await client.prefetchQuery(known ? query : { ...query, queryFn: () => loadWithParts(client, threadId) });
}
