import type { CriterionOut, EvidenceFacts } from "@/api/generated/types.gen";

export interface ProvenCriterion {
  id: string;
  text: string;
  /** Numbers of the pieces that speak of it, in order. */
  pieces: number[];
  /** Why there was none when the work was done. */
  reason: string | null;
}

/**
 * What has to be so, each with the evidence for it. The item and its evidence are loaded apart, so that one may
 * already know of a piece that the other does not: both are heard.
 */
export function proveCriteria(criteria: CriterionOut[], evidence: EvidenceFacts[]): ProvenCriterion[] {
  return criteria.map(({ id, text, evidence: known, unproved_reason: reason }) => {
    const told = evidence.filter(({ criterion_id }) => criterion_id === id).map(({ number }) => number);
    return { id, text, pieces: [...new Set([...known, ...told])].sort((a, b) => a - b), reason };
  });
}
