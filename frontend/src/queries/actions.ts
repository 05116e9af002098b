import { queryOptions } from "@tanstack/react-query";
import {
  getActionItemChain,
  getActionItemChecklist,
  getActionItemDetail,
  getActionItemEvidence,
  getActionItemHistory,
  getActionItemLink,
  getActionItemPromise,
  getActionItemRelations,
  getActionItemReminders,
  getActionItems,
  getDependencies,
  getGroupAccountability,
  getGroupLadder,
  getItemLadder,
  getMySavedViews,
  getOwnReminders,
  getToday,
} from "@/api/generated/sdk.gen";
import type { ActionOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { type ActionFilter, keys } from "./keys";
import { fetchAllPages } from "./pages";
import { detailQuery, listQuery } from "./query";

/** All action items of a filter; a list of more than a thousand is narrowed by filters, not scrolled. */
const everyAction = (filter: ActionFilter): Promise<ActionOut[]> =>
  fetchAllPages((cursor) => unwrap(getActionItems({ query: { ...filter, limit: 100, cursor } })));

export const actionsQuery = (filter: ActionFilter) =>
  queryOptions({ queryKey: keys.actionList(filter), queryFn: () => everyAction(filter) });

/** Dependencies between action items, in one group or in all. */
export const dependenciesQuery = (group?: string) =>
  queryOptions({
    queryKey: keys.dependencies(group),
    queryFn: () =>
      fetchAllPages((cursor) => unwrap(getDependencies({ query: { group, limit: 100, cursor } }))),
  });

export interface Period {
  first?: string;
  last?: string;
}

/** The accountability figures of a group. */
export const accountabilityQuery = (groupId: string, period: Period) =>
  detailQuery(keys.accountability(groupId, period), () =>
    getGroupAccountability({ path: { group_id: groupId }, query: period }),
  );

export const actionQuery = (actionId: string) =>
  detailQuery(keys.action(actionId), () => getActionItemDetail({ path: { action_id: actionId } }));

export const evidenceQuery = (actionId: string) =>
  listQuery(keys.evidence(actionId), () => getActionItemEvidence({ path: { action_id: actionId } }));

export const checklistQuery = (actionId: string) =>
  listQuery(keys.checklist(actionId), () => getActionItemChecklist({ path: { action_id: actionId } }));

export const remindersQuery = (actionId: string) =>
  listQuery(keys.reminders(actionId), () => getActionItemReminders({ path: { action_id: actionId } }));

/** Personal reminders of the reader. */
export const ownRemindersQuery = (actionId: string) =>
  listQuery(keys.ownReminders(actionId), () => getOwnReminders({ path: { action_id: actionId } }));

/** The reminder rules for the items of a group, or for one item. */
export const groupLadderQuery = (groupId: string) =>
  detailQuery(keys.groupLadder(groupId), () => getGroupLadder({ path: { group_id: groupId } }));

export const itemLadderQuery = (actionId: string) =>
  detailQuery(keys.itemLadder(actionId), () => getItemLadder({ path: { action_id: actionId } }));

/** The parent of an item, its parts, and dependencies in both directions. */
export const relationsQuery = (actionId: string) =>
  detailQuery(keys.relations(actionId), () => getActionItemRelations({ path: { action_id: actionId } }));

/** The contact and the link of an owner without an account. */
export const linkQuery = (actionId: string) =>
  detailQuery(keys.link(actionId), () => getActionItemLink({ path: { action_id: actionId } }));

/** What the public page of the group shows of an item. */
export const promiseQuery = (actionId: string) =>
  detailQuery(keys.promise(actionId), () => getActionItemPromise({ path: { action_id: actionId } }));

export const chainQuery = (actionId: string) =>
  listQuery(keys.chain(actionId), () => getActionItemChain({ path: { action_id: actionId } }));

/** Newest first. */
export const historyQuery = (actionId: string) =>
  detailQuery(keys.history(actionId), () => getActionItemHistory({ path: { action_id: actionId } }));

/** Saved views of the board. */
export const savedViewsQuery = listQuery(keys.savedViews, () => getMySavedViews());

/** Everything that waits for the reader, across groups. */
export const todayQuery = detailQuery(keys.today, () => getToday());
