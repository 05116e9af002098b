import { getPeople } from "@/api/generated/sdk.gen";
import { keys } from "./keys";
import { pagedQuery } from "./query";

/** Accounts whose name or address holds the words, newest first; for administrators. */
export function peopleQuery(words: string) {
  return pagedQuery(keys.peopleFound(words), (cursor) => getPeople({ query: { q: words, cursor } }), {
    retry: false,
  });
}
