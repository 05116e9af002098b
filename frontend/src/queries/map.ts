import { queryOptions } from "@tanstack/react-query";
import { getMapStyle } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { keys } from "./keys";

/** The address of the style that maps are drawn by; empty where they are our own outline. */
export const mapStyleQuery = queryOptions({
  queryKey: keys.mapStyle,
  queryFn: async () => (await unwrap(getMapStyle())).style,
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
});
