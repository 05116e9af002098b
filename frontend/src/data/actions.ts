import { queryOptions } from "@tanstack/react-query";
import { answered } from "@/api/answered";
import {
  getActionItemChain,
  getActionItemDetail,
  getActionItemEvidence,
  getActionItemHistory,
  getActionItemReminders,
  getActionItems,
  getToday,
} from "@/api/generated/sdk.gen";
import type { ActionOut } from "@/api/generated/types.gen";
import { type ActionFilter, keys } from "./keys";

/** Bounds one board; a register of a thousand items is narrowed by its filters, not scrolled. */
const MOST_PAGES = 10;

/** All action items of a filter, page after page. */
async function everyAction(filter: ActionFilter): Promise<ActionOut[]> {
  const items: ActionOut[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await answered(getActionItems({ query: { ...filter, limit: 100, cursor } }));
    items.push(...answer.items);
    if (!answer.next_cursor) break;
    cursor = answer.next_cursor;
  }
  return items;
}

export const actionsQuery = (filter: ActionFilter) =>
  queryOptions({ queryKey: keys.actionList(filter), queryFn: () => everyAction(filter) });

export const actionQuery = (actionId: string) =>
  queryOptions({
    queryKey: keys.action(actionId),
    queryFn: () => answered(getActionItemDetail({ path: { action_id: actionId } })),
  });

export const evidenceQuery = (actionId: string) =>
  queryOptions({
    queryKey: keys.evidence(actionId),
    queryFn: async () => (await answered(getActionItemEvidence({ path: { action_id: actionId } }))).items,
  });

export const remindersQuery = (actionId: string) =>
  queryOptions({
    queryKey: keys.reminders(actionId),
    queryFn: async () => (await answered(getActionItemReminders({ path: { action_id: actionId } }))).items,
  });

export const chainQuery = (actionId: string) =>
  queryOptions({
    queryKey: keys.chain(actionId),
    queryFn: async () => (await answered(getActionItemChain({ path: { action_id: actionId } }))).items,
  });

/** Newest first. */
export const historyQuery = (actionId: string) =>
  queryOptions({
    queryKey: keys.history(actionId),
    queryFn: () => answered(getActionItemHistory({ path: { action_id: actionId } })),
  });

/** What waits for the reader, across groups. */
export const todayQuery = queryOptions({
  queryKey: keys.today,
  queryFn: () => answered(getToday()),
});
