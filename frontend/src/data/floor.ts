import { queryOptions } from "@tanstack/react-query";
import { answered } from "@/api/answered";
import { getThreadFloor } from "@/api/generated/sdk.gen";
import { keys } from "./keys";

/** What was decided about who speaks in a thread, the latest first. */
export const floorQuery = (threadId: string) =>
  queryOptions({
    queryKey: keys.floor(threadId),
    queryFn: async () => (await answered(getThreadFloor({ path: { thread_id: threadId } }))).items,
  });
