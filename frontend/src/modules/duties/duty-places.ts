import type { DutyOut } from "@/api/generated/types.gen";

type Kinds = readonly DutyOut["kind"][];

/** Which duties wait at the places of roles, besides on Today. What one person may answer in two roles waits at both. */
export const DUTY_PLACES = {
  administration: ["accounts.approval", "groups.break_glass"],
  dataProtection: ["privacy.request", "accounts.approval", "groups.break_glass"],
  hromada: ["accounts.approval", "groups.break_glass"],
} satisfies Record<string, Kinds>;

/** Return those duties that are of some kinds. */
export function dutiesOf(kinds: Kinds, duties: readonly DutyOut[] = []): DutyOut[] {
  return duties.filter(({ kind }) => kinds.includes(kind));
}
