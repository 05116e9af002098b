import { queryOptions } from "@tanstack/react-query";
import { getSystemHealth } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { keys } from "./keys";

const POLL_MS = 5_000;

/** System health, polled while the page is open. For administrators. */
export const systemQuery = queryOptions({
  queryKey: keys.system,
  queryFn: () => unwrap(getSystemHealth()),
  refetchInterval: POLL_MS,
  staleTime: 0,
});
