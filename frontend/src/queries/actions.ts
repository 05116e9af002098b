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

/** All action items of a filter; a register of more than a thousand is narrowed by its filters, not scrolled. */
const everyAction = (filter: ActionFilter): Promise<ActionOut[]> =>
  fetchAllPages((cursor) => unwrap(getActionItems({ query: { ...filter, limit: 100, cursor } })));

export const actionsQuery = (filter: ActionFilter) =>
  queryOptions({ queryKey: keys.actionList(filter), queryFn: () => everyAction(filter) });

/** What waits for what, in one group or in all. */
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

/** How a group keeps its word. */
export const accountabilityQuery = (groupId: string, period: Period) =>
  queryOptions({
    queryKey: keys.accountability(groupId, period),
    queryFn: () => unwrap(getGroupAccountability({ path: { group_id: groupId }, query: period })),
  });

export const actionQuery = (actionId: string) =>
  queryOptions({
    queryKey: keys.action(actionId),
    queryFn: () => unwrap(getActionItemDetail({ path: { action_id: actionId } })),
  });

export const evidenceQuery = (actionId: string) =>
  queryOptions({
    queryKey: keys.evidence(actionId),
    queryFn: async () => (await unwrap(getActionItemEvidence({ path: { action_id: actionId } }))).items,
  });

export const checklistQuery = (actionId: string) =>
  queryOptions({
    queryKey: keys.checklist(actionId),
    queryFn: async () => (await unwrap(getActionItemChecklist({ path: { action_id: actionId } }))).items,
  });

export const remindersQuery = (actionId: string) =>
  queryOptions({
    queryKey: keys.reminders(actionId),
    queryFn: async () => (await unwrap(getActionItemReminders({ path: { action_id: actionId } }))).items,
  });

/** What the reader alone is reminded of. */
export const ownRemindersQuery = (actionId: string) =>
  queryOptions({
    queryKey: keys.ownReminders(actionId),
    queryFn: async () => (await unwrap(getOwnReminders({ path: { action_id: actionId } }))).items,
  });

/** By which rules people are reminded: of the items of a group, or of one of them. */
export const groupLadderQuery = (groupId: string) =>
  queryOptions({
    queryKey: keys.groupLadder(groupId),
    queryFn: () => unwrap(getGroupLadder({ path: { group_id: groupId } })),
  });

export const itemLadderQuery = (actionId: string) =>
  queryOptions({
    queryKey: keys.itemLadder(actionId),
    queryFn: () => unwrap(getItemLadder({ path: { action_id: actionId } })),
  });

/** Of what an item is a part, what its parts are, for what it waits and what waits for it. */
export const relationsQuery = (actionId: string) =>
  queryOptions({
    queryKey: keys.relations(actionId),
    queryFn: () => unwrap(getActionItemRelations({ path: { action_id: actionId } })),
  });

/** How an owner without an account is reached, and their link. */
export const linkQuery = (actionId: string) =>
  queryOptions({
    queryKey: keys.link(actionId),
    queryFn: () => unwrap(getActionItemLink({ path: { action_id: actionId } })),
  });

/** What everybody may read of it on the page of its group. */
export const promiseQuery = (actionId: string) =>
  queryOptions({
    queryKey: keys.promise(actionId),
    queryFn: () => unwrap(getActionItemPromise({ path: { action_id: actionId } })),
  });

export const chainQuery = (actionId: string) =>
  queryOptions({
    queryKey: keys.chain(actionId),
    queryFn: async () => (await unwrap(getActionItemChain({ path: { action_id: actionId } }))).items,
  });

/** Newest first. */
export const historyQuery = (actionId: string) =>
  queryOptions({
    queryKey: keys.history(actionId),
    queryFn: () => unwrap(getActionItemHistory({ path: { action_id: actionId } })),
  });

/** Ways to look at action items that the reader keeps. */
export const savedViewsQuery = queryOptions({
  queryKey: keys.savedViews,
  queryFn: async () => (await unwrap(getMySavedViews())).items,
});

/** What waits for the reader, across groups. */
export const todayQuery = queryOptions({
  queryKey: keys.today,
  queryFn: () => unwrap(getToday()),
});
