import type { DecisionCard, DecisionOut, QuorumOut, VoterOut } from "@/api/generated/types.gen";
import { SECTORS, type Sector } from "@/modules/organisations/sector-shapes";
import type { Answer } from "./words";

/** How a seat is marked: by its answer, that it took part, that it waits, or that it waits for the reader. */
export type Mark = Answer | "voted" | "waiting" | "you";

export interface MarkedVoter {
  voter: VoterOut;
  mark: Mark;
}

const markOf = (voter: VoterOut, own: ReadonlySet<string>): Mark => {
  if (voter.vote) return voter.vote.answer;
  if (voter.has_voted) return "voted";
  return own.has(voter.id) ? "you" : "waiting";
};

/** Return the seats of the roll with their marks, sector by sector; what was lost without an answer is left out. */
export function markSeats({ voters, mine, state }: DecisionOut): MarkedVoter[] {
  const own = new Set(state === "open" ? mine.map(({ id }) => id) : []);
  return voters
    .filter(({ has_voted, lost_at }) => has_voted || !lost_at)
    .map((voter) => ({ voter, mark: markOf(voter, own) }))
    .toSorted((one, other) => compareSectors(one.voter, other.voter));
}

const compareSectors = (one: { sector: Sector }, other: { sector: Sector }) =>
  SECTORS.indexOf(one.sector) - SECTORS.indexOf(other.sector);

export const sortBySector = <T extends { sector: Sector }>(rows: T[]): T[] => rows.toSorted(compareSectors);

/** Order of the marks: what was answered, then what is awaited. */
export const ORDER: Mark[] = [
  "consent",
  "for",
  "choose",
  "against",
  "stand_aside",
  "abstain",
  "object",
  "voted",
  "waiting",
  "you",
];

interface MarkGroup {
  mark: Mark;
  seats: MarkedVoter[];
}

/** Return the seats by their marks; marks without seats are left out. */
export function groupByMark(seats: MarkedVoter[]): MarkGroup[] {
  return ORDER.map((mark) => ({ mark, seats: seats.filter((one) => one.mark === mark) })).filter(
    (group) => group.seats.length > 0,
  );
}

/** Return whether a sector answered or, where asking it is enough, was silent until the end of its day. */
export const isSectorMet = (
  { demand, state }: QuorumOut["sectors"][number],
  { silence }: DecisionCard["rule"],
) => state === "answered" || (state === "silent" && (demand !== "present" || silence === "consent"));

/** Return the sectors that the quorum lacks. */
export function missingSectors({ quorum, rule }: DecisionCard): Sector[] {
  const lacking = quorum?.sectors.filter((one) => one.demand !== "none" && !isSectorMet(one, rule)) ?? [];
  return lacking.map(({ sector }) => sector);
}
