import { queryOptions } from "@tanstack/react-query";
import { answered } from "@/api/answered";
import { getThreadFloor, getThreadRounds } from "@/api/generated/sdk.gen";
import { keys } from "./keys";

/** What was decided about who speaks in a thread, the latest first. */
export const floorQuery = (threadId: string) =>
  queryOptions({
    queryKey: keys.floor(threadId),
    queryFn: async () => (await answered(getThreadFloor({ path: { thread_id: threadId } }))).items,
  });

/** The rounds of a thread with the sectors that have spoken, the latest first. */
export const roundsQuery = (threadId: string) =>
  queryOptions({
    queryKey: keys.rounds(threadId),
    queryFn: async () => (await answered(getThreadRounds({ path: { thread_id: threadId } }))).items,
  });
