import type { CriterionOut, EvidenceOut } from "@/api/generated/types.gen";

export interface ProvenCriterion {
  id: string;
  text: string;
  /** Numbers of the pieces that speak of it, in order. */
  pieces: number[];
  /** Numbers of the pieces that spoke of it and were hidden. */
  hidden: number[];
  /** Why there was none when the work was done. */
  reason: string | null;
}

const sorted = (numbers: number[]) => [...new Set(numbers)].sort((a, b) => a - b);

/**
 * What has to be so, each with the evidence for it. The item and its evidence are loaded apart, so that one may
 * already know of a piece that the other does not: both are heard. Of a piece in both, the evidence knows whether it
 * was withdrawn or hidden.
 */
export function proveCriteria(criteria: CriterionOut[], evidence: EvidenceOut[]): ProvenCriterion[] {
  const byNumber = new Map(evidence.map((piece) => [piece.number, piece]));
  return criteria.map(({ id, text, evidence: known, hidden_evidence, unproved_reason: reason }) => {
    const told = evidence.filter(({ criterion_id }) => criterion_id === id).map(({ number }) => number);
    const numbers = sorted([...known, ...hidden_evidence, ...told]);
    const hidden = numbers.filter((number) =>
      isHidden(byNumber.get(number), hidden_evidence.includes(number)),
    );
    const gone = (number: number) => hidden.includes(number) || Boolean(byNumber.get(number)?.withdrawn_at);
    return { id, text, pieces: numbers.filter((number) => !gone(number)), hidden, reason };
  });
}

const isHidden = (piece: EvidenceOut | undefined, known: boolean) => (piece ? piece.hidden !== null : known);
