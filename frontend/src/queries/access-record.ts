import { infiniteQueryOptions } from "@tanstack/react-query";
import { getAccessRecordOf, getDataSubjects, getMyAccessRecord } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { keys } from "./keys";
import { pagedQuery } from "./query";

/** The log of access to the reader's data, or to that of a person in the officer's care; newest first. */
export function accessRecordQuery(personId: string | null) {
  return infiniteQueryOptions({
    queryKey: keys.accessRecord(personId ?? "me"),
    queryFn: ({ pageParam }) => {
      const query = { cursor: pageParam };
      return personId === null
        ? unwrap(getMyAccessRecord({ query }))
        : unwrap(getAccessRecordOf({ path: { person_id: personId }, query }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** People in the officer's care, searched by name. */
export function dataSubjectsQuery(words: string) {
  return pagedQuery(keys.dataSubjects(words), (cursor) => getDataSubjects({ query: { q: words, cursor } }), {
    retry: false,
  });
}
