import type { QueryClient, QueryKey } from "@tanstack/react-query";
import type {
  ActionOut,
  GetControlReplyTotalsData,
  GetDossiersData,
  GetGroupDecisionsData,
  GetGroupMeetingsData,
  GetRecommendationBoardData,
  GetRecommendationScorecardData,
  OrganisationRef,
} from "@/api/generated/types.gen";
import type { Ids } from "./resource";
import {
  actionItems,
  type Change,
  decisions,
  dossiers,
  groups,
  mandates,
  meetings,
  minutes,
  own,
  recommendations,
  staleAfter,
  threads,
} from "./resources";

/** Filters of a list of action items, as the API takes them. */
export interface ActionFilter {
  group?: string;
  thread?: string;
  /** The thread in which it is discussed. */
  discussion?: string;
  waiting?: "me";
  /** The id of an organisation, or `me`: the organisations that the reader represents. */
  owner?: string;
  outside_body?: string;
  /** The id of a co-owner. */
  coowner?: string;
  /** One state, or several separated by commas. */
  state?: string;
  sector?: OrganisationRef["sector"];
  verifier?: "me";
  created_by?: "me";
  watching?: "me";
  overdue?: "true" | "at_first";
  due_from?: string;
  due_to?: string;
  first_due_from?: string;
  first_due_to?: string;
  made_from?: string;
  made_to?: string;
  worked_from?: string;
  worked_to?: string;
  verified_from?: string;
  verified_to?: string;
  priority?: ActionOut["priority"];
  target_group?: ActionOut["target_groups"][number];
  tag?: string;
  q?: string;
}

/** Filters of a list of dossiers, as the API takes them. */
export type DossierFilter = Omit<NonNullable<GetDossiersData["query"]>, "cursor" | "limit">;

/** What a scorecard is about, as the API takes it. */
export type ScorecardFilter = GetRecommendationScorecardData["query"];

/** Filters of the register of recommendations, as the API takes them. */
export type RecommendationFilter = NonNullable<GetRecommendationBoardData["query"]>;

/** Filters of the register of replies to public controls, as the API takes them. */
export type ControlReplyFilter = NonNullable<GetControlReplyTotalsData["query"]>;

/** Filters of the decisions of a group, as the API takes them. */
export type DecisionFilter = Omit<NonNullable<GetGroupDecisionsData["query"]>, "cursor" | "limit">;

/** Filters of the meetings of a group, as the API takes them. */
export type MeetingFilter = Omit<NonNullable<GetGroupMeetingsData["query"]>, "cursor" | "limit">;

/** An entity with an audience. */
export interface EntityRef {
  kind: "group" | "thread" | "action" | "dossier";
  id: string;
}

/** Filters of an overview of the access of a person. */
export interface AccessOverviewQuery {
  kind: EntityRef["kind"];
  when: "now" | "before";
  /** The id of a single entity. */
  only?: string;
}

/** Query keys of all cached data; those with rules come from `resources`. */
export const keys = {
  ...own.keys,
  ...threads.keys,
  ...groups.keys,
  ...actionItems.keys,
  ...dossiers.keys,
  ...recommendations.keys,
  ...minutes.keys,
  ...decisions.keys,
  ...meetings.keys,
  ...mandates.keys,
  emailChange: ["me", "email-change"],
  notificationPreferences: ["me", "notification-preferences"],
  deliveries: ["me", "deliveries"],
  pushSubscriptions: ["me", "push-subscriptions"],
  /** The push state of this browser, not of the server. */
  pushHere: ["push-here"],
  calendarFeed: ["me", "calendar-feed"],
  /** The storage that the reader's files use. */
  fileRoom: ["file-room"],
  requirements: ["factor-requirements"],
  providers: ["identity-providers"],
  managedProviders: ["managed-providers"],
  scopes: ["scopes"],
  demoSignIns: ["demo-sign-ins"],
  savedViews: ["saved-views"],
  found: ["search"],
  threadCatchUp: (id: string, first: number) => ["catchUps", id, first],
  groupCatchUp: (id: string) => ["catchUps", id],
  search: (asked: object) => ["search", asked],
  inboxPart: (part: "answers" | "news") => ["inbox", part],
  groupsInside: (territoryId: string, dissolved: boolean) => ["groups", "inside", territoryId, dissolved],
  /** Stale with the seats. */
  roleHistory: (groupId: string) => ["seats", groupId, "history"],
  toAppoint: (organisationId: string, words: string) => ["toAppoint", organisationId, words],
  toSeat: (groupId: string, words: string) => ["toSeat", groupId, words],
  answeredRequests: (groupId: string) => ["joinRequests", groupId, "answered"],
  personalInvitations: ["personal-invitations"],
  directoryFound: (words: string, dissolved: boolean) => ["directory", "found", words, dissolved],
  subgroups: (groupId: string, dissolved: boolean) => ["directory", "subgroups", groupId, dissolved],
  publicEdition: (id: string) => ["publicEdition", id],
  publicThreads: (groupId: string) => ["publicGroup", groupId, "threads"],
  publicMessages: (threadId: string) => ["publicThread", threadId, "messages"],
  publicDecisions: (groupId: string) => ["publicGroup", groupId, "decisions"],
  publicMinutesOf: (groupId: string) => ["publicGroup", groupId, "minutes"],
  publicPromises: (groupId: string) => ["publicGroup", groupId, "promises"],
  moderated: (messageId: string) => ["moderation", "message", messageId],
  waitingReports: (groupId: string) => ["moderation", "waiting", groupId],
  moderationLog: (groupId: string) => ["moderation", "log", groupId],
  threadsOfGroup: (groupId: string, tag?: string) => ["threads", groupId, ...(tag ? ["tagged", tag] : [])],
  message: (threadId: string, messageId: string) => ["message", threadId, messageId],
  earlier: (message: { id: string; thread_id: string; version: number }) => [
    "earlier",
    message.thread_id,
    message.id,
    message.version,
  ],
  acknowledgements: (threadId: string, messageId: string) => ["acknowledgements", threadId, messageId],
  /** Of all messages of a thread. */
  allAcknowledgements: (threadId: string) => ["acknowledgements", threadId],
  reactions: (threadId: string, messageId: string) => ["reactions", threadId, messageId],
  /** To all messages of a thread. */
  allReactions: (threadId: string) => ["reactions", threadId],
  earlierSummaries: (threadId: string, version: number) => ["gist", threadId, "earlier", version],
  /** Announced threads that the reader cannot read. */
  allAnnounced: ["announced"],
  announced: (groupId: string) => ["announced", "group", groupId],
  threadCard: (threadId: string) => ["announced", "thread", threadId],
  actionList: (filter: ActionFilter) => ["actions", filter],
  form: (dossierId: string, submissionId: string) => ["form", dossierId, submissionId],
  answerHistory: (dossierId: string, submissionId: string, question: string) => [
    "dossierForms",
    dossierId,
    submissionId,
    question,
  ],
  dossierList: (filter: DossierFilter) => ["dossiers", filter],
  threadDecisions: (threadId: string) => ["decisions", "thread", threadId],
  groupDecisions: (groupId: string, filter: DecisionFilter) => ["decisions", "group", groupId, filter],
  groupMeetings: (groupId: string, filter: MeetingFilter) => ["meetings", "group", groupId, filter],
  meetingOfMinutes: (id: string) => ["minutes", id, "meeting"],
  groupMinutes: (groupId: string, meetingId = "") => ["minutesLists", groupId, meetingId],
  knownDossiers: (groupId: string) => ["dossiers", "known", groupId],
  dependencies: (group?: string) => ["actions", "dependencies", group ?? ""],
  accountability: (groupId: string, period: object) => ["figures", groupId, period],
  allReminders: ["reminders"],
  ownReminders: (actionId: string) => ["reminders", actionId, "own"],
  groupLadder: (groupId: string) => ["ladders", "group", groupId],
  itemLadder: (actionId: string) => ["ladders", "item", actionId],
  access: ({ kind, id }: EntityRef) => ["access", kind, id],
  myAccess: ({ kind, id }: EntityRef) => ["access", kind, id, "mine"],
  accessBefore: ({ kind, id }: EntityRef) => ["access", kind, id, "before"],
  why: (kind: string, id: string) => ["access", kind, id, "mine"],
  groupSight: (groupId: string, when: AccessOverviewQuery["when"]) => ["sight", "group", groupId, when],
  groupsInCare: (words: string) => ["groups-in-care", words],
  sight: (personId: string, asked: AccessOverviewQuery) => ["sight", personId, asked],
  accessRecord: (personId: string) => ["access-record", personId],
  dataSubjects: (words: string) => ["data-subjects", words],
  emergencyList: (state: string) => ["emergencies", "list", state],
  emergency: (id: string) => ["emergencies", id],
  emergenciesOf: ({ kind, id }: EntityRef) => ["emergencies", "of", kind, id],
  waitingApprovals: ["approvals", "waiting"],
  approvalHistory: ["approvals", "history"],
  presence: (topic: string) => ["presence", topic],
  typing: (topic: string) => ["typing", topic],
  organisationsFound: (asked: object) => ["registers", "organisations", asked],
  organisation: (id: string) => ["registers", "organisation", id],
  representatives: (id: string) => ["registers", "representatives", id],
  administrators: (id: string) => ["registers", "administrators", id],
  withdrawnMarks: (id: string) => ["registers", "withdrawn-marks", id],
  territoriesFound: (asked: object) => ["registers", "territories", asked],
  settlements: (id: string) => ["registers", "settlements", id],
  territory: (id: string) => ["registers", "territory", id],
  groupsOfTerritory: (territoryId: string) => ["registers", "groups", territoryId],
  offices: (territoryId?: string) => ["registers", "offices", territoryId ?? "all"],
  myOffices: ["registers", "offices", "mine"],
  endingMandates: (territoryId: string) => ["registers", "ending", territoryId],
  mapStyle: ["map-style"],
  system: ["system"],
  people: ["people"],
  peopleFound: (words: string) => ["people", words],
  myRequests: ["myData", "requests"],
  subjectRequestList: (state: string) => ["subjectRequests", "list", state],
  subjectRequest: (id: string) => ["subjectRequests", id],
} satisfies Record<string, QueryKey | ((...words: never[]) => QueryKey)>;

/** Return whether a key holds this id: as a part, in a filter, or in a topic. */
export function keyHasId(key: QueryKey, id: string): boolean {
  return key.some((part) => holdsId(part, id));
}

function holdsId(part: unknown, id: string): boolean {
  if (typeof part === "string") return part === id || part.endsWith(`:${id}`);
  if (typeof part !== "object" || part === null) return false;
  return Object.values(part).some((value) => holdsId(value, id));
}

function invalidate(client: QueryClient, changes: Change | Change[], ids?: Ids): Promise<unknown> {
  return Promise.all(staleAfter(changes, ids).map((queryKey) => client.invalidateQueries({ queryKey })));
}

/** Invalidate all states with an external owner: each of its items shows its name. */
export const invalidateExternalOwner = (client: QueryClient, groupId: string) =>
  invalidate(client, "external-owner", { group: groupId });

/** Invalidate an action item and the lists that hold it. */
export const invalidateAction = (client: QueryClient, id: string) =>
  void invalidate(client, ["action", "action-lists", "action-figures"], { action: id });

/** Invalidate an action item except the lists that hold it. */
export const invalidateActionPage = (client: QueryClient, id: string) =>
  void invalidate(client, ["action", "action-figures"], { action: id });

/** Invalidate a decision, the lists that hold it, and the duties on Today. */
export const invalidateDecision = (client: QueryClient, id?: string) => {
  void invalidate(client, ["decision", "decision-lists"], { decision: id });
  void client.invalidateQueries({ queryKey: keys.today });
};

/** Invalidate a meeting, the lists that hold it, and the duties on Today. */
export const invalidateMeeting = (client: QueryClient, id?: string) => {
  void invalidate(client, ["meeting", "meeting-lists"], { meeting: id });
  void client.invalidateQueries({ queryKey: keys.today });
};

/** Invalidate minutes, the lists that hold them, and the duties on Today. */
export const invalidateMinutes = (client: QueryClient, id?: string) => {
  void invalidate(client, "minutes", { minutes: id });
  void client.invalidateQueries({ queryKey: keys.today });
};

/** Invalidate lists of dossiers. */
export const invalidateDossierLists = (client: QueryClient) => void invalidate(client, "dossier-lists");

/** Invalidate a dossier and what shows it. */
export const invalidateDossier = (client: QueryClient, id: string) =>
  void invalidate(client, ["dossier", "dossier-lists"], { dossier: id });

/** Invalidate a group and the directory. */
export const invalidateGroup = (client: QueryClient, id: string) =>
  void invalidate(client, ["group", "directory"], { group: id });

/** Invalidate seats, mandates, and all that depends on them. */
export const invalidateSeats = (client: QueryClient) => void invalidate(client, "seats");

/** Invalidate the registers of organisations, territories and offices. */
export const invalidateRegisters = (client: QueryClient) => void invalidate(client, "registers");

/** Invalidate unread counts and lists with them. */
export const invalidateCounts = (client: QueryClient) => void invalidate(client, ["activity", "counts"]);
