import { infiniteQueryOptions } from "@tanstack/react-query";
import { getThreadFloor, getThreadRounds } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { keys } from "./keys";
import { cursorPaging } from "./pages";

/** What was decided about who speaks in a thread, the latest first. */
export const floorQuery = (threadId: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.floor(threadId), "pages"],
    queryFn: ({ pageParam }) =>
      unwrap(getThreadFloor({ path: { thread_id: threadId }, query: { cursor: pageParam } })),
    ...cursorPaging,
  });

/** The rounds of a thread with the sectors that have spoken, the latest first. */
export const roundsQuery = (threadId: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.rounds(threadId), "pages"],
    queryFn: ({ pageParam }) =>
      unwrap(getThreadRounds({ path: { thread_id: threadId }, query: { cursor: pageParam } })),
    ...cursorPaging,
  });
