import { queryOptions } from "@tanstack/react-query";
import { getMapStyle } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { keys } from "./keys";

/** The URL of the map style; empty where maps are drawn from the built-in outline. */
export const mapStyleQuery = queryOptions({
  queryKey: keys.mapStyle,
  queryFn: async () => (await unwrap(getMapStyle())).style,
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
});
