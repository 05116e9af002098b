import { expect, it } from "vitest";
import { type VoteForm, voteOf } from "./vote-form";

const FILLED: VoteForm = {
  ...{
    choice: "consent",
    ranking: [],
    harm: "Слизько",
    condition: "Пісок",
    reason: "Бо так",
    wantsName: true,
  },
};

it("sends what belongs to the answer, and nothing that was filled in for another one", () => {
  expect(voteOf(FILLED)).toEqual({ answer: "consent", reason: "Бо так", wants_name: true });
  expect(voteOf({ ...FILLED, choice: "abstain" })).toEqual({ answer: "abstain", reason: "Бо так" });
  const objection = { answer: "object", harm: "Слизько", condition: "Пісок", wants_name: true };
  expect(voteOf({ ...FILLED, choice: "object" })).toEqual(objection);
});
