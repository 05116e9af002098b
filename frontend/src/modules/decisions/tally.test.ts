import { expect, it } from "vitest";
import { OPTIONS, TALLY } from "@/testing/decision-samples";
import { viewRounds } from "./tally";

const [A, B, C] = OPTIONS.map(({ id }) => id);

it("shows the same order of options in all rounds, with the votes that moved and who is gone", () => {
  const [first, second] = viewRounds(OPTIONS, TALLY);
  expect(first?.rows.map(({ option, votes }) => [option, votes])).toEqual([
    [A, 3],
    [B, 4],
    [C, 2],
  ]);
  expect(second?.rows).toEqual([
    { option: A, votes: 5, moved: 2, isGone: false },
    { option: B, votes: 4, moved: 0, isGone: false },
    { option: C, votes: 0, moved: 0, isGone: true },
  ]);
  expect([second?.left, second?.moved, second?.majority]).toEqual([[C], 2, 5]);
});

it("names the options between which the tie rule chose, in each round in which it did", () => {
  const tallies = [A, B, C].map((option_id, place) => ({
    option_id: option_id ?? "",
    number: place ? 2 : 5,
  }));
  const rounds = TALLY.rounds.map((round) => ({ ...round, tallies, by_tie: true }));
  expect(viewRounds(OPTIONS, { ...TALLY, rounds }).map(({ tied }) => tied)).toEqual([
    [B, C],
    [B, C],
  ]);
  expect(viewRounds(OPTIONS, TALLY).flatMap(({ tied }) => tied)).toEqual([]);
});
