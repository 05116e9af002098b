import { queryOptions } from "@tanstack/react-query";
import { getFileRoom } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { keys } from "./keys";

/** The storage that the reader's files use; refetched when the number of uploads changes. */
export const fileUsageQuery = (uploads: number) =>
  queryOptions({
    queryKey: [...keys.fileRoom, uploads],
    queryFn: () => unwrap(getFileRoom()),
    placeholderData: (before) => before,
    staleTime: 0,
    gcTime: 0,
  });
