import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ActionOut, UnprovedInRequest } from "@/api/generated/types.gen";
import { evidenceQuery } from "@/queries/actions";
import { type ProvenCriterion, proveCriteria } from "./criteria";
import type { Step } from "./steps";

export interface Condition extends ProvenCriterion {
  /** Nothing proves it, and whoever takes the step says why. */
  asked: boolean;
}

export interface Conditions {
  rows: Condition[];
  /** Of a piece of evidence, by its number. */
  titleOf: (piece: number) => string | undefined;
  reasonOf: (id: string) => string;
  explain: (id: string, reason: string) => void;
  /** What is said of conditions that nothing proves, in the order in which they stand. */
  unproved: UnprovedInRequest[];
}

/**
 * The conditions of an item, for a step that says that it is done. The owner says why evidence is missing; whoever
 * verifies reads that, and says it where the owner did not.
 */
export function useConditions(action: ActionOut, step: Step): Conditions {
  const proves = step.proves !== undefined;
  const { data: evidence = [] } = useQuery({ ...evidenceQuery(action.id), enabled: proves });
  const [reasons, setReasons] = useState<Record<string, string>>({});
  const rows = proveCriteria(proves ? action.criteria : [], evidence).map((one) => ({
    ...one,
    asked: one.pieces.length === 0 && (step.by === "owner" || !one.reason),
  }));
  const reasonOf = (id: string) => reasons[id] ?? rows.find((one) => one.id === id)?.reason ?? "";
  const unproved = rows
    .filter(({ asked }) => asked)
    .map(({ id }) => ({ criterion: id, reason: reasonOf(id).trim() }));
  return {
    rows,
    titleOf: (piece) => evidence.find(({ number }) => number === piece)?.title,
    reasonOf,
    explain: (id, reason) => setReasons((known) => ({ ...known, [id]: reason })),
    unproved,
  };
}
