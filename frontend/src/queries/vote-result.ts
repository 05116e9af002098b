import type { InfiniteData, Query, QueryClient, QueryKey } from "@tanstack/react-query";
import type { DecisionOut, VoteResultOut } from "@/api/generated/types.gen";
import { type DecisionFilter, keys } from "./keys";

type Page = { items: DecisionOut[] };

/**
 * Put what an answer changed into the decisions that are cached: a roll of hundreds is not loaded anew for each.
 * Return the queries that must be: they are out of date already, on their way, or a list of what waits.
 */
export function applyVote(client: QueryClient, result: VoteResultOut): QueryKey[] {
  const queries = [keys.decision(result.decision_id), keys.decisions].flatMap((queryKey) =>
    client.getQueryCache().findAll({ queryKey }),
  );
  for (const query of queries.filter(takesResults)) {
    client.setQueryData<DecisionOut | InfiniteData<Page>>(query.queryKey, (data) => withResult(data, result));
  }
  return queries.filter((query) => !takesResults(query)).map(({ queryKey }) => queryKey);
}

function takesResults({ state, queryKey }: Query): boolean {
  const waits = queryKey.some((part) => (part as DecisionFilter | null)?.waits_for_me);
  return !waits && !state.isInvalidated && state.fetchStatus === "idle";
}

function withResult(data: DecisionOut | InfiniteData<Page> | undefined, result: VoteResultOut) {
  if (!data || !("pages" in data)) return data && withVote(data, result);
  const pages = data.pages.map((page) => ({
    ...page,
    items: page.items.map((one) => withVote(one, result)),
  }));
  return { ...data, pages };
}

function withVote(decision: DecisionOut, { decision_id, voter, turnout, quorum, tally }: VoteResultOut) {
  if (decision.id !== decision_id) return decision;
  const change = (one: DecisionOut["voters"][number]) => (one.id === voter.id ? voter : one);
  const { voters, mine } = decision;
  return { ...decision, turnout, quorum, tally, voters: voters.map(change), mine: mine.map(change) };
}
