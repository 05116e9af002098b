import { getFactorRequirements, getMyFactors } from "@/api/generated/sdk.gen";
import { keys } from "./keys";
import { detailQuery, listQuery } from "./query";

/** The reader's passkeys, app codes and recovery codes, and what their roles require beyond them. */
export const factorsQuery = detailQuery(keys.factors, () => getMyFactors());

/** The factors that each role requires. For administrators. */
export const requirementsQuery = listQuery(keys.requirements, () => getFactorRequirements());
