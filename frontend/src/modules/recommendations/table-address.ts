import type { Language } from "@/lib/language";
import type { RecommendationFilter } from "@/queries/keys";

/** Where a table of the recommendations in force is, narrowed as the register. */
export function tableAddress(filter: RecommendationFilter, kind: "csv" | "xlsx", language: Language): string {
  return `/api/v1/recommendations/export?${new URLSearchParams({ ...filter, kind, language })}`;
}
