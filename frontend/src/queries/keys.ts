import type { QueryClient, QueryKey } from "@tanstack/react-query";
import type { ActionOut, OrganisationRef } from "@/api/generated/types.gen";

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

/** Names of everything that is kept from the server. The realtime module finds states by them. */
export const keys = {
  me: ["me"],
  emailChange: ["me", "email-change"],
  notificationPreferences: ["me", "notification-preferences"],
  deliveries: ["me", "deliveries"],
  pushSubscriptions: ["me", "push-subscriptions"],
  /** What this browser says of pushes, not the server. */
  pushHere: ["push-here"],
  calendarFeed: ["me", "calendar-feed"],
  mandates: ["mandates"],
  /** How much room the reader's files take. */
  fileRoom: ["file-room"],
  sessions: ["sessions"],
  factors: ["factors"],
  requirements: ["factor-requirements"],
  providers: ["identity-providers"],
  identities: ["identities"],
  keptProviders: ["kept-providers"],
  tokens: ["tokens"],
  scopes: ["scopes"],
  demoSignIns: ["demo-sign-ins"],
  today: ["today"],
  savedViews: ["saved-views"],
  found: ["search"],
  linkCards: ["link-cards"],
  catchUps: ["catch-up"],
  threadCatchUp: (id: string, first: number) => ["catch-up", id, first],
  groupCatchUp: (id: string) => ["catch-up", id],
  search: (asked: object) => ["search", asked],
  inbox: ["inbox"],
  groups: ["groups"],
  groupsInside: (territoryId: string) => ["groups", "inside", territoryId],
  group: (id: string) => ["group", id],
  outsideBodies: (groupId: string) => ["outside-bodies", groupId],
  members: (groupId: string) => ["members", groupId],
  seats: (groupId: string) => ["seats", groupId],
  /** Whatever makes the seats old makes this old too. */
  roleHistory: (groupId: string) => ["seats", groupId, "history"],
  toSeat: (groupId: string, words: string) => ["to-seat", groupId, words],
  toAppoint: (organisationId: string, words: string) => ["to-appoint", organisationId, words],
  mandate: (id: string) => ["mandate", id],
  succession: (mandateId: string) => ["succession", mandateId],
  colleagues: (mandateId: string) => ["colleagues", mandateId],
  absences: (mandateId: string) => ["absences", mandateId],
  readiness: (groupId: string) => ["readiness", groupId],
  balance: (groupId: string) => ["balance", groupId],
  groupSteps: (groupId: string) => ["group-steps", groupId],
  invitations: (groupId: string) => ["invitations", groupId],
  joinRequests: (groupId: string) => ["join-requests", groupId],
  answeredRequests: (groupId: string) => ["join-requests", groupId, "answered"],
  myJoinRequests: ["my-join-requests"],
  personalInvitations: ["personal-invitations"],
  directory: ["directory"],
  directoryFound: (words: string) => ["directory", "found", words],
  subgroups: (groupId: string) => ["directory", "subgroups", groupId],
  publicGroup: (groupId: string) => ["public-group", groupId],
  publicThreads: (groupId: string) => ["public-group", groupId, "threads"],
  publicThread: (threadId: string) => ["public-thread", threadId],
  publicMessages: (threadId: string) => ["public-thread", threadId, "messages"],
  publicPromises: (groupId: string) => ["public-group", groupId, "promises"],
  coordinated: ["coordinated"],
  /** What was reported or hidden, what waits for a decision, and the log. */
  moderation: ["moderation"],
  moderated: (messageId: string) => ["moderation", "message", messageId],
  waitingReports: (groupId: string) => ["moderation", "waiting", groupId],
  moderationLog: (groupId: string) => ["moderation", "log", groupId],
  threadsOfGroup: (groupId: string, tag?: string) => ["threads", groupId, ...(tag ? ["tagged", tag] : [])],
  thread: (id: string) => ["thread", id],
  messages: (threadId: string) => ["messages", threadId],
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
  readers: (threadId: string) => ["readers", threadId],
  gist: (threadId: string) => ["gist", threadId],
  earlierSummaries: (threadId: string, version: number) => ["gist", threadId, "earlier", version],
  steps: (threadId: string) => ["steps", threadId],
  floor: (threadId: string) => ["floor", threadId],
  moves: (threadId: string) => ["moves", threadId],
  /** What is known of restricted threads by who does not read them. */
  allAnnounced: ["announced"],
  announced: (groupId: string) => ["announced", "group", groupId],
  threadCard: (threadId: string) => ["announced", "thread", threadId],
  accessRequests: (threadId: string) => ["access-requests", threadId],
  movedThreads: (groupId: string) => ["moved-threads", groupId],
  splits: (threadId: string) => ["splits", threadId],
  /** Where a thread went on, and which went on in it. */
  merges: (threadId: string) => ["merges", threadId],
  rounds: (threadId: string) => ["rounds", threadId],
  actions: ["actions"],
  actionList: (filter: ActionFilter) => ["actions", filter],
  dependencies: (group?: string) => ["actions", "dependencies", group ?? ""],
  /** Whatever makes the lists old makes the figures old too. They are of what one reader sees: not for offline. */
  figures: ["figures"],
  accountability: (groupId: string, period: object) => ["figures", groupId, period],
  action: (id: string) => ["action", id],
  checklist: (actionId: string) => ["checklist", actionId],
  evidence: (actionId: string) => ["evidence", actionId],
  allReminders: ["reminders"],
  reminders: (actionId: string) => ["reminders", actionId],
  ownReminders: (actionId: string) => ["reminders", actionId, "own"],
  ladders: ["ladders"],
  groupLadder: (groupId: string) => ["ladders", "group", groupId],
  itemLadder: (actionId: string) => ["ladders", "item", actionId],
  relations: (actionId: string) => ["relations", actionId],
  link: (actionId: string) => ["link", actionId],
  promise: (actionId: string) => ["promise", actionId],
  chain: (actionId: string) => ["chain", actionId],
  history: (actionId: string) => ["history", actionId],
  organisations: (groupId: string) => ["organisations", groupId],
  access: ({ kind, id }: EntityRef) => ["access", kind, id],
  myAccess: ({ kind, id }: EntityRef) => ["access", kind, id, "mine"],
  accessBefore: ({ kind, id }: EntityRef) => ["access", kind, id, "before"],
  why: (kind: string, id: string) => ["access", kind, id, "mine"],
  groupSight: (groupId: string, when: AccessOverviewQuery["when"]) => ["sight", "group", groupId, when],
  groupsInCare: (words: string) => ["groups-in-care", words],
  sight: (personId: string, asked: AccessOverviewQuery) => ["sight", personId, asked],
  accessRecord: (personId: string) => ["access-record", personId],
  dataSubjects: (words: string) => ["data-subjects", words],
  emergencies: ["break-glass"],
  emergencyList: (state: string) => ["break-glass", "list", state],
  emergency: (id: string) => ["break-glass", id],
  emergenciesOf: ({ kind, id }: EntityRef) => ["break-glass", "of", kind, id],
  /** Steps that take two people. */
  approvals: ["approvals"],
  waitingApprovals: ["approvals", "waiting"],
  approvalHistory: ["approvals", "history"],
  presence: (topic: string) => ["presence", topic],
  typing: (topic: string) => ["typing", topic],
  /** Everything that is kept of organisations, territories and offices: one change may show in all of it. */
  registers: ["registers"],
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
  myData: ["my-data"],
  myRequests: ["my-data", "requests"],
  subjectRequests: ["subject-requests"],
  subjectRequestList: (state: string) => ["subject-requests", "list", state],
  subjectRequest: (id: string) => ["subject-requests", id],
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

/** What is known of a body without an account has changed: its name stands on every item that it owns. */
export function invalidateExternalOwner(client: QueryClient, groupId: string): Promise<unknown> {
  const shown = [keys.outsideBodies(groupId), keys.actions, ["action"], ["link"], ["history"], keys.today];
  return Promise.all(shown.map((queryKey) => client.invalidateQueries({ queryKey })));
}

/** An action item has changed: whatever shows it is loaded anew when it is next seen. */
export function invalidateAction(client: QueryClient, id: string): void {
  const own = [keys.action, keys.history, keys.chain, keys.relations, keys.promise].map((key) => key(id));
  for (const queryKey of [keys.actions, keys.figures, keys.today, ...own])
    void client.invalidateQueries({ queryKey });
}

/** A group itself has changed: whatever shows it is loaded anew when it is next seen. */
export function invalidateGroup(client: QueryClient, id: string): void {
  const own = [keys.group, keys.groupSteps, keys.readiness, keys.balance].map((key) => key(id));
  for (const queryKey of [keys.groups, keys.directory, ...own]) void client.invalidateQueries({ queryKey });
}

/** Who sits where, for whom and until when has changed: whatever shows it is loaded anew when it is next seen. */
export function invalidateSeats(client: QueryClient): void {
  const about = [
    "members",
    "seats",
    "to-seat",
    "to-appoint",
    "mandate",
    "succession",
    "colleagues",
    "absences",
    "group",
  ];
  const lists = [keys.mandates, keys.groups, keys.registers, keys.today];
  for (const queryKey of [...lists, ...about.map((name) => [name])])
    void client.invalidateQueries({ queryKey });
}

/** A register has changed: whatever shows one is loaded anew when it is next seen. */
export function invalidateRegisters(client: QueryClient): void {
  for (const queryKey of [keys.registers, keys.coordinated]) void client.invalidateQueries({ queryKey });
}

/** What is new to the reader has changed: everything that counts it is loaded anew when it is next seen. */
export function invalidateCounts(client: QueryClient): void {
  for (const queryKey of [keys.today, keys.groups, ["group"], ["threads"]])
    void client.invalidateQueries({ queryKey });
}

/** What says where a thread or a message of it goes on, or where it came from: to who sees that place. */
export const LEADING = [["thread"], ["messages"], ["merges"], ["splits"]];
