import { infiniteQueryOptions } from "@tanstack/react-query";
import { getAccessRecordOf, getDataSubjects, getMyAccessRecord } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { keys } from "./keys";
import { pagedQuery } from "./query";

/** Who saw the reader's data, or that of somebody in the officer's care; the latest first. */
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

/** The people in the officer's care, by words of the name. */
export function dataSubjectsQuery(words: string) {
  return pagedQuery(keys.dataSubjects(words), (cursor) => getDataSubjects({ query: { q: words, cursor } }), {
    retry: false,
  });
}
