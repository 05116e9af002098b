import {
  getGroupCharter,
  getGroupDecisions,
  getOneDecision,
  getThreadDecisions,
} from "@/api/generated/sdk.gen";
import { type DecisionFilter, keys } from "./keys";
import { detailQuery, pagedQuery } from "./query";

const PAGE = 50;

export const decisionQuery = (id: string) =>
  detailQuery(keys.decision(id), () => getOneDecision({ path: { decision_id: id } }));

/** The decisions of a group that the reader may read, the latest first. */
export const groupDecisionsQuery = (groupId: string, filter: DecisionFilter) =>
  pagedQuery(keys.groupDecisions(groupId, filter), (cursor) =>
    getGroupDecisions({ path: { group_id: groupId }, query: { ...filter, limit: PAGE, cursor } }),
  );

/** The decisions of a thread, the latest first. */
export const threadDecisionsQuery = (threadId: string) =>
  pagedQuery(keys.threadDecisions(threadId), (cursor) =>
    getThreadDecisions({ path: { thread_id: threadId }, query: { limit: PAGE, cursor } }),
  );

/** The rules of a group about its decisions and meetings. */
export const charterQuery = (groupId: string) =>
  detailQuery(keys.charter(groupId), () => getGroupCharter({ path: { group_id: groupId } }));
