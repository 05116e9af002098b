import { QueryClient } from "@tanstack/react-query";
import { beforeEach, expect, it } from "vitest";
import type { DecisionCard, DecisionOut } from "@/api/generated/types.gen";
import {
  answered,
  CARD,
  DECISION,
  DECISION_ID,
  HUB_VOTER,
  OWN_VOTER,
  TALLY,
  vote,
  voteResult,
} from "@/testing/decision-samples";
import { keys } from "./keys";
import { applyVote } from "./vote-result";

const RESULT = {
  ...voteResult(answered(OWN_VOTER, vote("consent"))),
  turnout: { answered: 2, seated: 3 },
  seats: [{ sector: "police" as const, mark: "consent" as const, number: 2 }],
};
const LIST = keys.threadDecisions("thread-1");
const OTHER = { ...CARD, id: "other" };

let client: QueryClient;
beforeEach(() => {
  client = new QueryClient();
  client.setQueryData(keys.decision(DECISION_ID), DECISION);
  client.setQueryData(LIST, { pages: [{ items: [OTHER, CARD] }], pageParams: [undefined] });
});

const decision = () => client.getQueryData<DecisionOut>(keys.decision(DECISION_ID));
const listed = () => client.getQueryData<{ pages: { items: DecisionCard[] }[] }>(LIST)?.pages[0]?.items;

it("changes the voter and the standing wherever the decision is cached, and nothing else", () => {
  expect(applyVote(client, RESULT)).toEqual([]);
  expect(decision()?.turnout.answered).toBe(2);
  expect(decision()?.mine).toEqual([RESULT.voter]);
  expect(decision()?.voters).toEqual([DECISION.voters[0], RESULT.voter, HUB_VOTER]);
  const { turnout, seats, quorum, tally } = RESULT;
  expect(listed()).toEqual([OTHER, { ...CARD, turnout, seats, quorum, tally, mine: [RESULT.voter] }]);
});

it("leaves to the server what is out of date already", () => {
  void client.invalidateQueries({ queryKey: LIST });
  expect(applyVote(client, RESULT)).toEqual([LIST]);
  expect(listed()).toEqual([OTHER, CARD]);
  expect(client.getQueryState(LIST)?.isInvalidated).toBe(true);
});

it("leaves to the server the list of what waits, once the reader has answered", () => {
  const waiting = keys.groupDecisions("group-1", { waits_for_me: true });
  client.setQueryData(waiting, { pages: [{ items: [CARD] }], pageParams: [undefined] });
  const other = { ...RESULT, voter: answered(HUB_VOTER, vote("consent")) };
  expect(applyVote(client, other)).toEqual([]);
  const own = { ...RESULT, turnout: { answered: 3, seated: 3 } };
  expect(applyVote(client, own)).toEqual([waiting]);
});

it.each([
  ["another answer was missed", { turnout: { answered: 3, seated: 3 } }],
  [
    "the count is of another moment",
    { tally: { ...TALLY, answers: [{ answer: "consent" as const, number: 1 }] } },
  ],
])("leaves a roll to the server that does not fit: %s", (_name, change) => {
  expect(applyVote(client, { ...RESULT, ...change })).toEqual([keys.decision(DECISION_ID)]);
  expect(decision()).toEqual(DECISION);
});

it("leaves to the server a decision that went on", () => {
  const later = { ...RESULT, version: DECISION.version + 1 };
  expect(applyVote(client, later)).toEqual([keys.decision(DECISION_ID), LIST]);
  expect(listed()).toEqual([OTHER, CARD]);
});

it("makes nothing look fresher than it was loaded", () => {
  client.setQueryData(LIST, (data) => data, { updatedAt: 1000 });
  applyVote(client, RESULT);
  expect(client.getQueryState(LIST)?.dataUpdatedAt).toBe(1000);
});

it("leaves to the server what is on its way: it may have been read before the answer", async () => {
  let arrive: (decision: DecisionOut) => void = () => undefined;
  const queryFn = () => new Promise<DecisionOut>((resolve) => (arrive = resolve));
  const loading = client.fetchQuery({ queryKey: keys.decision(DECISION_ID), queryFn });
  expect(applyVote(client, RESULT)).toEqual([keys.decision(DECISION_ID)]);
  arrive(DECISION);
  expect(await loading).toEqual(DECISION);
});
