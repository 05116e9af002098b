import type { ComponentType } from "react";
import type { actionQuery, actionsQuery, todayQuery } from "@/queries/actions";
import type { openThread } from "@/queries/first-load";
import type { groupQuery, groupsQuery } from "@/queries/groups";
import type { answersQuery, newsQuery } from "@/queries/inbox";
import type { myDataQuery } from "@/queries/privacy";
import type { openMessages } from "@/queries/threads";

/** The code of the shell: the frame of signed-in pages, Today, and the queries that pages load first. */
export type ShellCode = {
  Shell: ComponentType;
  TodayPage: ComponentType;
  actionQuery: typeof actionQuery;
  actionsQuery: typeof actionsQuery;
  answersQuery: typeof answersQuery;
  groupQuery: typeof groupQuery;
  groupsQuery: typeof groupsQuery;
  myDataQuery: typeof myDataQuery;
  newsQuery: typeof newsQuery;
  openMessages: typeof openMessages;
  openThread: typeof openThread;
  todayQuery: typeof todayQuery;
};

let load: (() => Promise<ShellCode>) | undefined;

/** Say how that code is loaded; `app` does it before there are routes. */
export function provideShell(loader: () => Promise<ShellCode>): void {
  load = loader;
}

/** Load that code; again, it is there at once. */
export async function loadShell(): Promise<ShellCode> {
  if (!load) throw new Error("Nobody has said how the shell is loaded");
  return await load();
}

/**
 * Begin to load what a page shows, by queries that come with the code of all pages inside. The page waits for that code
 * in any case; were it shown before this, it would ask for each part by itself.
 */
export async function begin(loadPage: (code: ShellCode) => Promise<unknown>): Promise<void> {
  const code = await loadShell().catch(() => null);
  // Offline, the stored data is shown.
  if (code) loadPage(code).catch(() => undefined);
}
