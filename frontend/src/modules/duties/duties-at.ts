import type { DutyOut } from "@/api/generated/types.gen";
import type { PlaceSpec } from "@/kit/manifest";

/** Return those duties that wait at a place. */
export function dutiesAt({ counts }: PlaceSpec, duties: readonly DutyOut[]): DutyOut[] {
  return duties.filter(({ kind }) => counts === "duties" || (Array.isArray(counts) && counts.includes(kind)));
}
