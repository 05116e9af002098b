import { getPeople } from "@/api/generated/sdk.gen";
import { keys } from "./keys";
import { pagedQuery } from "./query";

/** Accounts searched by name or address, newest first; for administrators. */
export function peopleQuery(words: string) {
  return pagedQuery(keys.peopleFound(words), (cursor) => getPeople({ query: { q: words, cursor } }), {
    retry: false,
  });
}
