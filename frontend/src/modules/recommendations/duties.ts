import type { DutyOut } from "@/api/generated/types.gen";

/** Duties by which a recommendation waits for the reader. */
export const RECOMMENDATION_DUTIES: readonly DutyOut["kind"][] = [
  "programmes.answer",
  "programmes.implement",
  "programmes.verify",
];
