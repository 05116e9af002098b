import { infiniteQueryOptions } from "@tanstack/react-query";
import { getPeople } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { keys } from "./keys";

/** Accounts whose name or address holds the words, newest first; for administrators. */
export function peopleQuery(words: string) {
  return infiniteQueryOptions({
    queryKey: keys.peopleFound(words),
    queryFn: ({ pageParam }) => unwrap(getPeople({ query: { q: words, cursor: pageParam } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    retry: false,
  });
}
