/**
 * What a signed-in person needs on every page, and the page they open first. One dynamic import: visitors without an
 * account load none of it, and Today is there together with what surrounds it.
 */

import "@/features/public-control/dossier-kind";
import "@/features/recommendations/dossier-kind";
import { TodayPage } from "@/features/today/today-page";
import { isLeaving } from "@/modules/session/clear-local-session";
import { purgeOverdue, settleLeftBehind } from "@/modules/session/unsent-before-sign-out";
import { restoreQueries } from "@/offline/query-persistence";
import { actionQuery, actionsQuery, todayQuery } from "@/queries/actions";
import { openThread } from "@/queries/first-load";
import { groupQuery, groupsQuery } from "@/queries/groups";
import { answersQuery, newsQuery } from "@/queries/inbox";
import { myDataQuery } from "@/queries/privacy";
import { openMessages } from "@/queries/threads";
import { Shell } from "./shell/shell";

export {
  actionQuery,
  actionsQuery,
  answersQuery,
  groupQuery,
  groupsQuery,
  isLeaving,
  myDataQuery,
  newsQuery,
  openMessages,
  openThread,
  purgeOverdue,
  restoreQueries as restoreCopies,
  Shell,
  settleLeftBehind,
  TodayPage,
  todayQuery,
};
