import type { QueryKey } from "@tanstack/react-query";
import { type Ids, type KeepRule, listStale, type Resource, resource, type StateRules } from "./resource";

/** Changes that make cached states stale: from events, or from commands of the reader. */
export type Change =
  /** A thread itself has changed. */
  | "thread"
  /** Messages of a thread, and their authors. */
  | "said"
  /** The audience of a thread, and so of what points to it after a merge. */
  | "leading"
  | "group"
  | "group-people"
  | "directory"
  /** New messages in a group; `counts` also reloads its threads. */
  | "activity"
  | "counts"
  | "seats"
  | "action"
  /** Parts of the page of an action item. */
  | "action-parts"
  /** Lists of action items. */
  | "action-lists"
  /** Figures over action items, and which of them wait for the reader. */
  | "action-figures"
  | "external-owner"
  | "dossier"
  /** An answer in a form of a dossier. */
  | "answer"
  /** Lists of dossiers. */
  | "dossier-lists"
  | "decision"
  | "decision-lists"
  /** The rules of a group about its decisions. */
  | "charter"
  | "meeting"
  | "meeting-lists"
  | "ladder"
  | "registers"
  | "minutes"
  /** Events of the reader's own topic: account, data, notifications, mandates and offices. */
  | "account"
  | "privacy"
  | "notice"
  | "mandate"
  /** Access to an entity was lost: lists over many entities may still hold its texts. */
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
  /** Merges into and out of the thread. */
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
  charter: { kept: "all", after: ["charter"] },
  meetingSeries: { after: ["meeting-lists"] },
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

export const dossiers = define("dossier", {
  dossier: { kept: "whole", after: ["dossier"] },
  dossierCard: { after: ["dossier"] },
  dossierAccessRequests: { after: ["dossier"] },
  dossierHistory: { kept: "all", after: ["dossier"] },
  dossierEditions: { after: ["dossier"] },
  dossierEvidence: { kept: "all", after: ["dossier"] },
  dossierFindings: { after: ["dossier"] },
  /** Forms of a dossier, and one that is filled in: its key ends with the id of that. */
  dossierForms: { after: ["dossier", "answer"] },
  form: { kept: "work", after: ["dossier", "answer"] },
  control: { kept: "all", after: ["dossier"] },
  /** Who complained is stored nowhere else. */
  complaint: { after: ["dossier"] },
  controlLink: { after: ["dossier"] },
});

/** Frames name the dossier alone: whatever becomes of one makes all that is known of recommendations old. */
export const recommendations = define("recommendation", {
  recommendation: { kept: "whole", after: ["dossier"] },
  recommendationEvidence: { kept: "all", after: ["dossier"] },
  recommendationLink: { after: ["dossier"] },
});

/** Who reads the group reads them; frames are light. */
export const minutes = define("minutes", {
  minutes: { after: ["minutes", "revoked"] },
});

export const decisions = define("decision", {
  decision: { kept: "whole", after: ["decision", "leading", "revoked"] },
});

export const meetings = define("meeting", {
  meeting: { kept: "whole", after: ["meeting", "leading", "revoked"] },
  agendaSuggestions: { after: ["meeting"] },
  meetingCode: {},
});

export const mandates = define("mandate", {
  mandate: { after: ["seats"] },
  succession: { after: ["seats"] },
  colleagues: { after: ["seats"] },
  absences: { after: ["seats"] },
});

/** States without an entity: the reader's own data, and lists across entities. */
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
  dossiers: { kept: "list", after: ["dossier-lists"] },
  recommendations: { kept: "list", after: ["dossier", "dossier-lists", "mandate"] },
  recommendationBoard: { after: ["dossier", "dossier-lists", "mandate"] },
  recommendationWords: { kept: "all" },
  controlReplies: { after: ["dossier", "dossier-lists", "mandate"] },
  publicControlReplies: {},
  decisions: { kept: "list", after: ["decision", "decision-lists", "leading", "mandate", "revoked"] },
  meetings: { after: ["meeting-lists", "mandate", "revoked"] },
  minutesLists: { after: ["minutes", "mandate", "revoked"] },
  /** Kinds of dossiers, their states and roles in words: they change with a release alone. */
  programmes: { kept: "all" },
  /** Stale with the lists. They depend on what the reader sees, so they are not stored offline. */
  figures: { after: ["action-figures"] },
  /** Steps that need a second person. */
  approvals: { after: ["account", "notice", "mandate"] },
  emergencies: { after: ["notice", "mandate"] },
  subjectRequests: { after: ["privacy", "notice"] },
  myData: { after: ["privacy"] },
  myJoinRequests: { after: ["mandate"] },
  /** Organisations, territories and offices: one change may show in all of them. */
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

export const RESOURCES = [
  threads,
  groups,
  actionItems,
  dossiers,
  recommendations,
  minutes,
  decisions,
  meetings,
  mandates,
  own,
] as const;

type Named<States, Rule> = States extends unknown
  ? { [Name in keyof States]: States[Name] extends { kept: Rule } ? Name : never }[keyof States]
  : never;
/** The names of the states with that storage rule. */
export type NameOf<Rule extends KeepRule> = Named<(typeof RESOURCES)[number]["states"], Rule>;

/** Return the keys that the changes make stale; of a kind without an id, those of all entities. */
export const staleAfter = (changes: Change | Change[], ids: Ids = {}): QueryKey[] =>
  listStale(RESOURCES, [changes].flat(), ids);

/** Return the state that a key names, with its kind and storage rule; undefined if no resource defines it. */
export function stateOf([first]: QueryKey) {
  const name = String(first);
  const owner = (RESOURCES as readonly Resource[]).find(({ states }) => Object.hasOwn(states, name));
  return owner && { kind: owner.kind, name, kept: owner.states[name]?.kept };
}
