import { queryOptions } from "@tanstack/react-query";
import { getSystemHealth } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { keys } from "./keys";

const LOOK_AGAIN = 5_000;

/** How the system is, looked at again while the page is open. For administrators alone. */
export const systemQuery = queryOptions({
  queryKey: keys.system,
  queryFn: () => unwrap(getSystemHealth()),
  refetchInterval: LOOK_AGAIN,
  staleTime: 0,
});
