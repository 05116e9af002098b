import { getFactorRequirements, getMyFactors } from "@/api/generated/sdk.gen";
import { keys } from "./keys";
import { detailQuery, listQuery } from "./query";

/** The reader's passkeys, app codes and recovery codes, and what their roles demand beyond them. */
export const factorsQuery = detailQuery(keys.factors, () => getMyFactors());

/** What each role demands. For administrators alone. */
export const requirementsQuery = listQuery(keys.requirements, () => getFactorRequirements());
