import type { QueryKey } from "@tanstack/react-query";
import { type Ids, type KeepRule, listStale, type Resource, resource, type StateRules } from "./resource";

/** What may happen that makes states old: an event, or what the reader has done themselves. */
export type Change =
  /** An event of a thread that has no rule of its own; `thread-anew` also changes what was said and by whom. */
  | "thread"
  | "thread-anew"
  /** Others see a thread than before, and so what says that another goes on there. */
  | "leading"
  /** An event of a group: who takes part, its state. */
  | "group"
  | "group-edited"
  /** Something was said in a group; `counts` also asks for its threads. */
  | "activity"
  | "counts"
  | "seats"
  /** An event of an action item; `action-edited` is what the reader changed of it themselves. */
  | "action"
  | "action-edited"
  | "group-actions"
  | "external-owner"
  | "ladder"
  | "registers"
  /** On the reader's own topic: their account, their data, a notification, a mandate or an office. */
  | "account"
  | "privacy"
  | "notice"
  | "mandate"
  /** Access to something was lost: what tells of many things at once may hold words of it. */
  | "revoked";

const define = <Kind extends string | null, States extends Record<string, StateRules<Change>>>(
  kind: Kind,
  states: States,
) => resource<Kind, Change, States>(kind, states);

export const threads = define("thread", {
  thread: { kept: "whole", after: ["thread", "thread-anew", "leading"] },
  messages: { kept: "all", after: ["thread-anew", "leading"] },
  gist: { kept: "all", after: ["thread", "thread-anew"] },
  readers: { after: ["thread", "thread-anew"] },
  steps: { after: ["thread", "thread-anew"] },
  moves: { after: ["thread", "thread-anew"] },
  splits: { after: ["thread", "thread-anew", "leading"] },
  /** Where a thread went on, and which went on in it. */
  merges: { after: ["thread", "thread-anew", "leading"] },
  floor: { after: ["thread", "thread-anew"] },
  rounds: { after: ["thread", "thread-anew"] },
  acknowledgements: { after: ["thread-anew"] },
  reactions: { after: ["thread-anew"] },
  accessRequests: {},
  message: {},
  earlier: {},
  publicThread: {},
});

export const groups = define("group", {
  group: { kept: "all", after: ["group", "group-edited", "activity", "counts", "seats"] },
  threads: { kept: "list", after: ["counts"] },
  members: { kept: "all", after: ["group", "seats"] },
  seats: { after: ["group", "seats"] },
  readiness: { after: ["group", "group-edited"] },
  balance: { after: ["group", "group-edited"] },
  groupSteps: { after: ["group", "group-edited"] },
  toSeat: { after: ["seats"] },
  outsideBodies: { after: ["external-owner"] },
  invitations: {},
  joinRequests: {},
  movedThreads: {},
  organisations: {},
  publicGroup: {},
});

export const actionItems = define("action", {
  action: { kept: "whole", after: ["action", "action-edited", "external-owner"] },
  relations: { kept: "list", after: ["action", "action-edited"] },
  checklist: { kept: "all", after: ["action"] },
  reminders: { kept: "all", after: ["action", "ladder"] },
  evidence: { kept: "all" },
  chain: { kept: "all", after: ["action", "action-edited"] },
  history: { kept: "all", after: ["action", "action-edited", "external-owner"] },
  link: { after: ["action", "external-owner"] },
  promise: { after: ["action", "action-edited"] },
});

export const mandates = define("mandate", {
  mandate: { after: ["seats"] },
  succession: { after: ["seats"] },
  colleagues: { after: ["seats"] },
  absences: { after: ["seats"] },
});

/** What there is once for each reader: what is theirs, and lists across things. */
export const own = define(null, {
  me: { kept: "all", after: ["account"] },
  mandates: { kept: "all", after: ["account", "mandate", "seats"] },
  groups: {
    kept: "all",
    after: ["account", "mandate", "group", "group-edited", "activity", "counts", "seats"],
  },
  moderation: { after: ["notice", "revoked"] },
  today: {
    kept: "list",
    after: [
      "account",
      "privacy",
      "notice",
      "mandate",
      "group",
      "activity",
      "counts",
      "seats",
      "group-actions",
      "action-edited",
      "external-owner",
    ],
  },
  inbox: { kept: "list", after: ["notice", "mandate"] },
  actions: { kept: "list", after: ["group-actions", "action-edited", "external-owner"] },
  /** Whatever makes the lists old makes the figures old too. They are of what one reader sees: not for offline. */
  figures: { after: ["group-actions", "action-edited"] },
  /** Steps that take two people. */
  approvals: { after: ["account", "notice", "mandate"] },
  emergencies: { after: ["notice", "mandate"] },
  subjectRequests: { after: ["privacy", "notice"] },
  myData: { after: ["privacy"] },
  myJoinRequests: { after: ["mandate"] },
  /** Organisations, territories and offices: one change may show in all of it. */
  registers: { after: ["mandate", "registers", "seats"] },
  coordinated: { after: ["mandate", "registers"] },
  directory: { after: ["group-edited"] },
  ladders: { after: ["ladder"] },
  /** An office that comes or goes changes how long one's own sign-ins last. */
  sessions: { after: ["account", "mandate"] },
  factors: { after: ["account"] },
  identities: { after: ["account"] },
  tokens: { after: ["account"] },
  toAppoint: { after: ["seats"] },
  search: { after: ["revoked"] },
  linkCards: { after: ["revoked"] },
  catchUps: { after: ["revoked"] },
});

export const RESOURCES = [threads, groups, actionItems, mandates, own] as const;

type Named<States, Rule> = States extends unknown
  ? { [Name in keyof States]: States[Name] extends { kept: Rule } ? Name : never }[keyof States]
  : never;
/** The names of the states that are kept by that rule. */
export type NameOf<Rule extends KeepRule> = Named<(typeof RESOURCES)[number]["states"], Rule>;

/** Return what becomes old by a change of those things; of a kind without an id, all of it. */
export const staleAfter = (change: Change, ids: Ids = {}): QueryKey[] => listStale(RESOURCES, change, ids);

/** Return whose state a key names, and by which rules it is kept; nothing of what has no rules. */
export function stateOf([first]: QueryKey) {
  const name = String(first);
  const owner = (RESOURCES as readonly Resource[]).find(({ states }) => Object.hasOwn(states, name));
  return owner && { kind: owner.kind, name, kept: owner.states[name]?.kept };
}
