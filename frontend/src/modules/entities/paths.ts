import { type Path, pathTo } from "@/lib/paths";

/** What stands below the page of a group. */
export type GroupPart =
  | "access"
  | "accountability"
  | "actions"
  | "decisions"
  | "joining"
  | "meetings"
  | "member-list"
  | "members"
  | "minutes"
  | "moderation"
  | "programmes"
  | "readiness"
  | "settings"
  | "threads";

/** Return the address of a group, or of a part of it; of its threads, those with a tag alone. */
export function groupPath(groupId: string, part?: GroupPart, tag?: string): Path {
  if (!part) return pathTo("/groups/$groupId", { groupId });
  return pathTo("/groups/$groupId/$section", { groupId, section: part }, { tag });
}

/** Return the address of a thread, or of one message in it. */
export function threadPath(threadId: string, message?: number | null): Path {
  return pathTo("/threads/$threadId", { threadId }, { message: message ?? undefined });
}

export function actionPath(actionId: string): Path {
  return pathTo("/actions/$actionId", { actionId });
}

export function dossierPath(dossierId: string): Path {
  return pathTo("/dossiers/$dossierId", { dossierId });
}

/** Return the address of a form that is filled in, of one of its sections, or of a question there. */
export function formPath(
  dossierId: string,
  submissionId: string,
  at?: { section: string; question?: string },
): Path {
  return pathTo("/dossiers/$dossierId/forms/$submissionId", { dossierId, submissionId }, at);
}

export function organisationPath(organisationId: string): Path {
  return pathTo("/organisations/$organisationId", { organisationId });
}

export function territoryPath(territoryId: string): Path {
  return pathTo("/territories/$territoryId", { territoryId });
}

export function decisionPath(decisionId: string): Path {
  return pathTo("/decisions/$decisionId", { decisionId });
}

export function meetingPath(meetingId: string): Path {
  return pathTo("/meetings/$meetingId", { meetingId });
}

export function minutesPath(minutesId: string): Path {
  return pathTo("/minutes/$minutesId", { minutesId });
}

export function recommendationPath(recommendationId: string): Path {
  return pathTo("/recommendations/$recommendationId", { recommendationId });
}
