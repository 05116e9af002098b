import type { QueryClient, QueryKey } from "@tanstack/react-query";

/** Narrowings of a list of action items, as the API takes them. */
export interface ActionFilter {
  group?: string;
  thread?: string;
  waiting?: "me";
  /** `me`: the organisations for which the reader speaks. */
  owner?: "me";
}

/** What has readers: each of them sees it for a reason. */
export interface Thing {
  kind: "group" | "thread" | "action";
  id: string;
}

/** Names of everything that is kept from the server. The realtime module finds states by them. */
export const keys = {
  me: ["me"],
  emailChange: ["me", "email-change"],
  mandates: ["mandates"],
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
  inbox: ["inbox"],
  unreadNotices: ["unread-notices"],
  groups: ["groups"],
  group: (id: string) => ["group", id],
  members: (groupId: string) => ["members", groupId],
  seats: (groupId: string) => ["seats", groupId],
  toSeat: (groupId: string, words: string) => ["to-seat", groupId, words],
  toAppoint: (organisationId: string, words: string) => ["to-appoint", organisationId, words],
  mandate: (id: string) => ["mandate", id],
  succession: (mandateId: string) => ["succession", mandateId],
  colleagues: (mandateId: string) => ["colleagues", mandateId],
  readiness: (groupId: string) => ["readiness", groupId],
  balance: (groupId: string) => ["balance", groupId],
  groupSteps: (groupId: string) => ["group-steps", groupId],
  invitations: (groupId: string) => ["invitations", groupId],
  joinRequests: (groupId: string) => ["join-requests", groupId],
  myJoinRequests: ["my-join-requests"],
  directory: ["directory"],
  subgroups: (groupId: string) => ["directory", "subgroups", groupId],
  publicGroup: (groupId: string) => ["public-group", groupId],
  coordinated: ["coordinated"],
  threadsOfGroup: (groupId: string) => ["threads", groupId],
  thread: (id: string) => ["thread", id],
  messages: (threadId: string) => ["messages", threadId],
  readers: (threadId: string) => ["readers", threadId],
  steps: (threadId: string) => ["steps", threadId],
  actions: ["actions"],
  actionList: (filter: ActionFilter) => ["actions", filter],
  action: (id: string) => ["action", id],
  evidence: (actionId: string) => ["evidence", actionId],
  reminders: (actionId: string) => ["reminders", actionId],
  chain: (actionId: string) => ["chain", actionId],
  history: (actionId: string) => ["history", actionId],
  organisations: (groupId: string) => ["organisations", groupId],
  access: ({ kind, id }: Thing) => ["access", kind, id],
  myAccess: ({ kind, id }: Thing) => ["access", kind, id, "mine"],
  accessRecord: (personId: string) => ["access-record", personId],
  dataSubjects: (words: string) => ["data-subjects", words],
  emergencies: ["break-glass"],
  emergencyList: (state: string) => ["break-glass", "list", state],
  emergency: (id: string) => ["break-glass", id],
  emergenciesOf: ({ kind, id }: Thing) => ["break-glass", "of", kind, id],
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
  territory: (id: string) => ["registers", "territory", id],
  groupsThere: (territoryId: string) => ["registers", "groups", territoryId],
  offices: (territoryId?: string) => ["registers", "offices", territoryId ?? "all"],
  myOffices: ["registers", "offices", "mine"],
  endingMandates: (territoryId: string) => ["registers", "ending", territoryId],
  system: ["system"],
  people: ["people"],
  peopleFound: (words: string) => ["people", words],
  myData: ["my-data"],
  myRequests: ["my-data", "requests"],
  subjectRequests: ["subject-requests"],
  subjectRequestList: (state: string) => ["subject-requests", "list", state],
  subjectRequest: (id: string) => ["subject-requests", id],
} satisfies Record<string, QueryKey | ((...words: never[]) => QueryKey)>;

/** Who sits where, for whom and until when has changed: whatever shows it is loaded anew when it is next seen. */
export function forgetSeats(client: QueryClient): void {
  const about = ["members", "seats", "to-seat", "to-appoint", "mandate", "succession", "colleagues", "group"];
  for (const queryKey of [keys.mandates, keys.groups, keys.registers, ...about.map((name) => [name])]) {
    void client.invalidateQueries({ queryKey });
  }
}

/** What is new to the reader has changed: everything that counts it is loaded anew when it is next seen. */
export function forgetCounts(client: QueryClient): void {
  for (const queryKey of [keys.today, keys.groups]) void client.invalidateQueries({ queryKey });
}
