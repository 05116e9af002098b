import { infiniteQueryOptions } from "@tanstack/react-query";
import { answered } from "@/api/answered";
import { getAccessRecordOf, getMyAccessRecord } from "@/api/generated/sdk.gen";
import { keys } from "./keys";

/** Who saw the reader's data, or that of somebody in the officer's care; the latest first. */
export function accessRecordQuery(personId: string | null) {
  return infiniteQueryOptions({
    queryKey: keys.accessRecord(personId ?? "me"),
    queryFn: ({ pageParam }) => {
      const query = { cursor: pageParam };
      return personId === null
        ? answered(getMyAccessRecord({ query }))
        : answered(getAccessRecordOf({ path: { person_id: personId }, query }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}
