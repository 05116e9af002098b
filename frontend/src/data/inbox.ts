import { infiniteQueryOptions } from "@tanstack/react-query";
import { answered } from "@/api/answered";
import { getNotifications } from "@/api/generated/sdk.gen";
import { keys } from "./keys";

/** Everything that the reader was told, newest first. */
export const inboxQuery = infiniteQueryOptions({
  queryKey: keys.inbox,
  queryFn: ({ pageParam }) => answered(getNotifications({ query: { cursor: pageParam } })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next_cursor ?? undefined,
});
