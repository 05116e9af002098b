import { getThreadFloor, getThreadRounds } from "@/api/generated/sdk.gen";
import { keys } from "./keys";
import { pagedQuery } from "./query";

/** The facilitation log of a thread, newest first. */
export const floorQuery = (threadId: string) =>
  pagedQuery([...keys.floor(threadId), "pages"], (cursor) =>
    getThreadFloor({ path: { thread_id: threadId }, query: { cursor } }),
  );

/** The rounds of a thread with the sectors that have spoken, newest first. */
export const roundsQuery = (threadId: string) =>
  pagedQuery([...keys.rounds(threadId), "pages"], (cursor) =>
    getThreadRounds({ path: { thread_id: threadId }, query: { cursor } }),
  );
