import type { InfiniteData, Query, QueryClient, QueryKey } from "@tanstack/react-query";
import type { DecisionCard, DecisionOut, VoteResultOut, VoterOut } from "@/api/generated/types.gen";
import { type DecisionFilter, keys } from "./keys";

type Decision = DecisionCard | DecisionOut;
type Cached = Decision | InfiniteData<{ items: DecisionCard[] }> | undefined;

/**
 * Put what an answer changed into the decisions that are cached: a roll of hundreds is not loaded anew for each.
 * Return the queries that must be: they are out of date already, on their way, lack another answer, or list what
 * waits for the reader.
 */
export function applyVote(client: QueryClient, result: VoteResultOut): QueryKey[] {
  const queries = [keys.decision(result.decision_id), keys.decisions].flatMap((queryKey) =>
    client.getQueryCache().findAll({ queryKey }),
  );
  return queries.filter((query) => !takeResult(client, query, result)).map(({ queryKey }) => queryKey);
}

function takeResult(client: QueryClient, { queryKey, state }: Query, result: VoteResultOut): boolean {
  if (state.isInvalidated || state.fetchStatus !== "idle") return false;
  const cached = listDecisions(state.data as Cached).find(({ id }) => id === result.decision_id);
  if (!cached) return true;
  const changed = withVote(cached, result);
  const waits = queryKey.some((part) => (part as DecisionFilter | null)?.waits_for_me);
  const isOwn = cached.mine.some(({ id }) => id === result.voter.id);
  if ((waits && isOwn) || cached.version !== result.version || !isWhole(changed)) return false;
  const put = (one: Decision) => (one === cached ? changed : one);
  // It is as old as before: other answers may have been missed.
  const updatedAt = state.dataUpdatedAt;
  client.setQueryData<Cached>(queryKey, (data) => data && mapDecisions(data, put), { updatedAt });
  return true;
}

const listDecisions = (data: Cached): Decision[] =>
  data && "pages" in data ? data.pages.flatMap(({ items }) => items) : data ? [data] : [];

function mapDecisions(data: NonNullable<Cached>, change: (one: Decision) => Decision): Cached {
  if (!("pages" in data)) return change(data);
  return { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map(change) })) };
}

function withVote(decision: Decision, { voter, turnout, seats, quorum, tally }: VoteResultOut): Decision {
  const change = (voters: VoterOut[]) => voters.map((one) => (one.id === voter.id ? voter : one));
  const changed = { ...decision, turnout, seats, quorum, tally, mine: change(decision.mine) };
  return "voters" in decision ? { ...changed, voters: change(decision.voters) } : changed;
}

/** Whether a roll has the answers that were counted: otherwise one was missed, or a result came late. */
function isWhole(decision: Decision): boolean {
  if (!("voters" in decision)) return true;
  const { voters, turnout, tally, rule } = decision;
  if (voters.filter((one) => one.has_voted).length !== turnout.answered) return false;
  const given = (answer: string) => voters.filter(({ vote }) => vote?.answer === answer).length;
  return rule.secret || !tally || tally.answers.every((one) => given(one.answer) === one.number);
}
