/**
 * What a signed-in person needs on every page, and the page they open first. One dynamic import: visitors without an
 * account load none of it, and Today is there together with what surrounds it.
 */
import { actionQuery, actionsQuery, todayQuery } from "@/data/actions";
import { openThread } from "@/data/first-load";
import { groupQuery, groupsQuery } from "@/data/groups";
import { inboxQuery } from "@/data/inbox";
import { openMessages } from "@/data/threads";
import { TodayPage } from "@/features/today/today-page";
import { restoreCopies } from "@/offline/copies";
import { isLeaving } from "@/widgets/leave";
import { purgeOverdue, settleLeftBehind } from "@/widgets/left-behind";
import { Shell } from "./shell/shell";

export {
  actionQuery,
  actionsQuery,
  groupQuery,
  groupsQuery,
  inboxQuery,
  isLeaving,
  openMessages,
  openThread,
  purgeOverdue,
  restoreCopies,
  Shell,
  settleLeftBehind,
  TodayPage,
  todayQuery,
};
