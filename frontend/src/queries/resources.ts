import type { QueryKey } from "@tanstack/react-query";
import { type Ids, type KeepRule, listStale, type Resource, resource, type StateRules } from "./resource";

/** What may happen that makes states old: of an event, or of what the reader has done themselves. */
export type Change =
  /** A thread is otherwise than before. */
  | "thread"
  /** What was said there, and by whom. */
  | "said"
  /** Others see a thread than before, and so what says that another goes on there. */
  | "leading"
  | "group"
  | "group-people"
  | "directory"
  /** Something was said in a group; `counts` also asks for its threads. */
  | "activity"
  | "counts"
  | "seats"
  | "action"
  /** What is beside an action item on its page. */
  | "action-parts"
  /** Lists of action items. */
  | "action-lists"
  /** What is counted of action items, and which of them wait for the reader. */
  | "action-figures"
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
  thread: { kept: "whole", after: ["thread", "leading"] },
  messages: { kept: "all", after: ["said", "leading"] },
  gist: { kept: "all", after: ["thread"] },
  readers: { after: ["thread"] },
  steps: { after: ["thread"] },
  moves: { after: ["thread"] },
  splits: { after: ["thread", "leading"] },
  /** Where a thread went on, and which went on in it. */
  merges: { after: ["thread", "leading"] },
  floor: { after: ["thread"] },
  rounds: { after: ["thread"] },
  acknowledgements: { after: ["said"] },
  reactions: { after: ["said"] },
  accessRequests: {},
  message: {},
  earlier: {},
  publicThread: {},
});

export const groups = define("group", {
  group: { kept: "all", after: ["group", "activity", "seats"] },
  threads: { kept: "list", after: ["counts"] },
  members: { kept: "all", after: ["group-people", "seats"] },
  seats: { after: ["group-people", "seats"] },
  readiness: { after: ["group"] },
  balance: { after: ["group"] },
  groupSteps: { after: ["group"] },
  toSeat: { after: ["seats"] },
  outsideBodies: { after: ["external-owner"] },
  invitations: {},
  joinRequests: {},
  movedThreads: {},
  organisations: {},
  publicGroup: {},
});

export const actionItems = define("action", {
  action: { kept: "whole", after: ["action", "external-owner"] },
  relations: { kept: "list", after: ["action"] },
  checklist: { kept: "all", after: ["action-parts"] },
  reminders: { kept: "all", after: ["action-parts", "ladder"] },
  evidence: { kept: "all" },
  chain: { kept: "all", after: ["action"] },
  history: { kept: "all", after: ["action", "external-owner"] },
  link: { after: ["action-parts", "external-owner"] },
  promise: { after: ["action"] },
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
    after: ["account", "mandate", "group", "activity", "seats"],
  },
  moderation: { after: ["notice", "revoked"] },
  today: {
    kept: "list",
    after: [
      "account",
      "privacy",
      "notice",
      "mandate",
      "group-people",
      "activity",
      "seats",
      "action-figures",
      "external-owner",
    ],
  },
  inbox: { kept: "list", after: ["notice", "mandate"] },
  actions: { kept: "list", after: ["action-lists", "external-owner"] },
  /** Whatever makes the lists old makes the figures old too. They are of what one reader sees: not for offline. */
  figures: { after: ["action-figures"] },
  /** Steps that take two people. */
  approvals: { after: ["account", "notice", "mandate"] },
  emergencies: { after: ["notice", "mandate"] },
  subjectRequests: { after: ["privacy", "notice"] },
  myData: { after: ["privacy"] },
  myJoinRequests: { after: ["mandate"] },
  /** Organisations, territories and offices: one change may show in all of it. */
  registers: { after: ["mandate", "registers", "seats"] },
  coordinated: { after: ["mandate", "registers"] },
  directory: { after: ["directory"] },
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

/** Return what becomes old by those changes of those things; of a kind without an id, all of it. */
export const staleAfter = (changes: Change | Change[], ids: Ids = {}): QueryKey[] =>
  listStale(RESOURCES, [changes].flat(), ids);

/** Return whose state a key names, and by which rules it is kept; nothing of what has no rules. */
export function stateOf([first]: QueryKey) {
  const name = String(first);
  const owner = (RESOURCES as readonly Resource[]).find(({ states }) => Object.hasOwn(states, name));
  return owner && { kind: owner.kind, name, kept: owner.states[name]?.kept };
}
