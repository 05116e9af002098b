import type { DutyOut } from "@/api/generated/types.gen";
import type { PlaceSpec } from "@/kit/manifest";

/** Return the duties that a place counts. */
export function dutiesAt({ counts }: PlaceSpec, duties: readonly DutyOut[]): DutyOut[] {
  return duties.filter(({ kind }) => counts === "duties" || (Array.isArray(counts) && counts.includes(kind)));
}
