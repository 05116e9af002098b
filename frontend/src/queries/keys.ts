import type { QueryClient, QueryKey } from "@tanstack/react-query";
import type { ActionOut, OrganisationRef } from "@/api/generated/types.gen";
import type { Ids } from "./resource";
import { actionItems, type Change, groups, mandates, own, staleAfter, threads } from "./resources";

/** Narrowings of a list of action items, as the API takes them. */
export interface ActionFilter {
  group?: string;
  thread?: string;
  /** The thread in which it is talked about. */
  discussion?: string;
  waiting?: "me";
  /** The id of an organisation, or `me`: those for which the reader speaks. */
  owner?: string;
  outside_body?: string;
  /** An organisation that works on it besides its owner. */
  coowner?: string;
  /** One, or several with commas. */
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

/** What has readers: each of them sees it for a reason. */
export interface EntityRef {
  kind: "group" | "thread" | "action";
  id: string;
}

/** Which part of what a person sees is asked for. */
export interface AccessOverviewQuery {
  kind: "group" | "thread" | "action";
  when: "now" | "before";
  /** One thing alone, whether they see it or saw it. */
  only?: string;
}

/** Keys of all cached data; those with rules come from `resources`. */
export const keys = {
  ...own.keys,
  ...threads.keys,
  ...groups.keys,
  ...actionItems.keys,
  ...mandates.keys,
  emailChange: ["me", "email-change"],
  notificationPreferences: ["me", "notification-preferences"],
  deliveries: ["me", "deliveries"],
  pushSubscriptions: ["me", "push-subscriptions"],
  /** What this browser says of pushes, not the server. */
  pushHere: ["push-here"],
  calendarFeed: ["me", "calendar-feed"],
  /** How much room the reader's files take. */
  fileRoom: ["file-room"],
  requirements: ["factor-requirements"],
  providers: ["identity-providers"],
  keptProviders: ["kept-providers"],
  scopes: ["scopes"],
  demoSignIns: ["demo-sign-ins"],
  savedViews: ["saved-views"],
  found: ["search"],
  threadCatchUp: (id: string, first: number) => ["catchUps", id, first],
  groupCatchUp: (id: string) => ["catchUps", id],
  search: (asked: object) => ["search", asked],
  inboxPart: (part: "answers" | "news") => ["inbox", part],
  groupsInside: (territoryId: string, dissolved: boolean) => ["groups", "inside", territoryId, dissolved],
  /** Whatever makes the seats old makes this old too. */
  roleHistory: (groupId: string) => ["seats", groupId, "history"],
  toAppoint: (organisationId: string, words: string) => ["toAppoint", organisationId, words],
  toSeat: (groupId: string, words: string) => ["toSeat", groupId, words],
  answeredRequests: (groupId: string) => ["joinRequests", groupId, "answered"],
  personalInvitations: ["personal-invitations"],
  directoryFound: (words: string, dissolved: boolean) => ["directory", "found", words, dissolved],
  subgroups: (groupId: string, dissolved: boolean) => ["directory", "subgroups", groupId, dissolved],
  publicThreads: (groupId: string) => ["publicGroup", groupId, "threads"],
  publicMessages: (threadId: string) => ["publicThread", threadId, "messages"],
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
  /** What is known of restricted threads by who does not read them. */
  allAnnounced: ["announced"],
  announced: (groupId: string) => ["announced", "group", groupId],
  threadCard: (threadId: string) => ["announced", "thread", threadId],
  actionList: (filter: ActionFilter) => ["actions", filter],
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
  groupsThere: (territoryId: string) => ["registers", "groups", territoryId],
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

/** Whether a state is about the thing with this id, wherever in its name that stands: alone, in a filter, in a topic. */
export function carries(key: QueryKey, id: string): boolean {
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

/** Invalidate what names an external owner: its name is on every item that it owns. */
export const invalidateExternalOwner = (client: QueryClient, groupId: string) =>
  invalidate(client, "external-owner", { group: groupId });

/** An action item has changed: whatever shows it is loaded anew when it is next seen. */
export const invalidateAction = (client: QueryClient, id: string) =>
  void invalidate(client, ["action", "action-lists", "action-figures"], { action: id });

/** Invalidate all of an item except the lists that hold it. */
export const invalidateActionPage = (client: QueryClient, id: string) =>
  void invalidate(client, ["action", "action-figures"], { action: id });

/** A group itself has changed: whatever shows it is loaded anew when it is next seen. */
export const invalidateGroup = (client: QueryClient, id: string) =>
  void invalidate(client, ["group", "directory"], { group: id });

/** Who sits where, for whom and until when has changed: whatever shows it is loaded anew when it is next seen. */
export const invalidateSeats = (client: QueryClient) => void invalidate(client, "seats");

/** A register has changed: whatever shows one is loaded anew when it is next seen. */
export const invalidateRegisters = (client: QueryClient) => void invalidate(client, "registers");

/** What is new to the reader has changed: everything that counts it is loaded anew when it is next seen. */
export const invalidateCounts = (client: QueryClient) => void invalidate(client, ["activity", "counts"]);
