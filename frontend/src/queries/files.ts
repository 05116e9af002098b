import { queryOptions } from "@tanstack/react-query";
import { getFileRoom } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { keys } from "./keys";

/** How much room the reader's files take, after so many more arrived. */
export const roomQuery = (arrived: number) =>
  queryOptions({
    queryKey: [...keys.fileRoom, arrived],
    queryFn: () => unwrap(getFileRoom()),
    placeholderData: (before) => before,
    staleTime: 0,
    gcTime: 0,
  });
