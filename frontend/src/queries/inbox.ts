import { infiniteQueryOptions } from "@tanstack/react-query";
import { getNotifications } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { keys } from "./keys";

/** Everything that the reader was told, newest first. */
export const inboxQuery = infiniteQueryOptions({
  queryKey: keys.inbox,
  queryFn: ({ pageParam }) => unwrap(getNotifications({ query: { cursor: pageParam } })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next_cursor ?? undefined,
});
