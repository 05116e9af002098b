import { infiniteQueryOptions } from "@tanstack/react-query";
import { getThreadFloor, getThreadRounds } from "@/api/generated/sdk.gen";
import { answered } from "@/api/unwrap";
import { keys } from "./keys";
import { byPages } from "./pages";

/** What was decided about who speaks in a thread, the latest first. */
export const floorQuery = (threadId: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.floor(threadId), "pages"],
    queryFn: ({ pageParam }) =>
      answered(getThreadFloor({ path: { thread_id: threadId }, query: { cursor: pageParam } })),
    ...byPages,
  });

/** The rounds of a thread with the sectors that have spoken, the latest first. */
export const roundsQuery = (threadId: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.rounds(threadId), "pages"],
    queryFn: ({ pageParam }) =>
      answered(getThreadRounds({ path: { thread_id: threadId }, query: { cursor: pageParam } })),
    ...byPages,
  });
