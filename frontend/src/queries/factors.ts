import { queryOptions } from "@tanstack/react-query";
import { getFactorRequirements, getMyFactors } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { keys } from "./keys";

/** The reader's passkeys, app codes and recovery codes, and what their roles demand beyond them. */
export const factorsQuery = queryOptions({
  queryKey: keys.factors,
  queryFn: () => unwrap(getMyFactors()),
});

/** What each role demands. For administrators alone. */
export const requirementsQuery = queryOptions({
  queryKey: keys.requirements,
  queryFn: async () => (await unwrap(getFactorRequirements())).items,
});
