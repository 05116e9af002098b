import type { InfiniteData, QueryKey } from "@tanstack/react-query";
import type {
  ActionOut,
  ActionPageOut,
  DecisionCard,
  DecisionCardPage,
  DossierOut,
  MeetingOut,
  NotificationOutPage,
  RecommendationOut,
  RecommendationOutPage,
  RelationsOut,
  ThreadOut,
  ThreadOutPage,
  TodayOut,
} from "@/api/generated/types.gen";
import { type NameOf, stateOf } from "@/queries/resources";

/** Looks up another state that is kept, such as the thread of some messages. */
export type Lookup = (key: QueryKey) => unknown;

const openThread = (thread: ThreadOut) => thread.visibility === "group";
const openDossier = (dossier: Pick<DossierOut, "visibility">) => dossier.visibility === "group";
const openAction = (action: { audience: ActionOut["audience"] | null }) => action.audience === "group";
const openOrNone = <T extends { audience: ActionOut["audience"] | null }>(action: T | null) =>
  action && openAction(action) ? action : null;

function shared(today: TodayOut): TodayOut {
  return {
    ...today,
    duties: today.duties.filter((duty) => duty.shared),
    unread: today.unread.filter(openThread),
    mine: today.mine.filter(openAction),
  };
}

/** An item without the others that only some of the group may read. */
function alone(action: ActionPageOut): ActionPageOut {
  const supersedes = action.supersedes.filter(openAction);
  return { ...action, superseded_by: openOrNone(action.superseded_by), supersedes };
}

function related(found: RelationsOut): RelationsOut {
  const { parent, previous, following, parts, blocked_by, blocks } = found;
  const [pieces, awaited, waiting] = [parts, blocked_by, blocks].map((side) => side.filter(openAction));
  return {
    ...found,
    parent: openOrNone(parent),
    previous: openOrNone(previous),
    following: openOrNone(following),
    parts: pieces ?? [],
    blocked_by: awaited ?? [],
    blocks: waiting ?? [],
  };
}

/** Return the notifications that were loaded, as a list that ends there: older pages need a connection. */
function keepInbox({ pages, ...rest }: InfiniteData<NotificationOutPage>): InfiniteData<NotificationOutPage> {
  const kept = pages.map(({ items }) => ({
    items: items.filter(({ restricted }) => !restricted),
    next_cursor: null,
  }));
  return { ...rest, pages: kept };
}

const openRecommendation = ({ dossier }: Pick<RecommendationOut, "dossier">) => openDossier(dossier);

/** Return the recommendations that were loaded, as a list that ends there. */
function keepRecommendations({ pages, ...rest }: InfiniteData<RecommendationOutPage>) {
  const kept = pages.map(({ items }) => ({ items: items.filter(openRecommendation), next_cursor: null }));
  return { ...rest, pages: kept };
}

const openDecision = (decision: DecisionCard) => decision.visibility === "group";

/** Return the decisions that were loaded, as a list that ends there. */
function keepDecisions({ pages, ...rest }: InfiniteData<DecisionCardPage>) {
  const kept = pages.map(({ items }) => ({ items: items.filter(openDecision), next_cursor: null }));
  return { ...rest, pages: kept };
}

/** A meeting without what only the readers of restricted threads know of its items. */
function keepMeeting({ agenda, ...meeting }: MeetingOut): MeetingOut {
  const none = { title: null, thread_id: null, question_id: null, action_id: null, proposed_by: null };
  const empty = { papers: [], decisions: [], speakers: [], notes: [] };
  const kept = agenda.map((item) =>
    item.is_restricted ? { ...item, ...none, ...empty, is_hidden: true } : item,
  );
  return { ...meeting, agenda: kept };
}

/** Each list without what only some of a group may read. */
const REDACTED: Record<NameOf<"list">, (list: never) => unknown> = {
  today: shared,
  inbox: keepInbox,
  threads: (page: ThreadOutPage) => ({
    ...page,
    items: page.items.filter(openThread),
    pinned: (page.pinned ?? []).filter(openThread),
  }),
  actions: (actions: ActionOut[]) => actions.filter(openAction),
  relations: related,
  recommendations: keepRecommendations,
  decisions: keepDecisions,
  dossiers: (dossiers: DossierOut[]) => dossiers.filter(openDossier),
};

interface Whole {
  isOpen: (whole: never) => boolean;
  redact: (whole: never) => unknown;
}

/** Those that say for whom they are: whether all of their group may read them, and what of them alone is kept. */
const WHOLES: Record<NameOf<"whole">, Whole> = {
  recommendation: { isOpen: openRecommendation, redact: (recommendation) => recommendation },
  decision: { isOpen: openDecision, redact: (decision) => decision },
  // Everybody reads a meeting who reads its group.
  meeting: { isOpen: () => true, redact: keepMeeting },
  thread: { isOpen: openThread, redact: (thread) => thread },
  action: { isOpen: openAction, redact: alone },
  dossier: { isOpen: openDossier, redact: (dossier) => dossier },
};

/** The part of a state that may be kept for the time without a line; undefined for none of it. */
export function redactForDisk(key: QueryKey, data: unknown, lookup: Lookup): unknown {
  const state = stateOf(key);
  if (state?.kept === "work") return data;
  // Parts of parts (older pages, earlier wordings) are looked up when somebody asks for them.
  if (data === undefined || key.length > 2 || !state?.kept) return undefined;
  const { kind, name, kept } = state;
  const whole = WHOLES[kind as NameOf<"whole">] as Whole | undefined;
  const told = kept === "whole" ? data : whole && lookup([kind, key[1]]);
  // Parts are kept when the thing itself may be.
  if (whole && !(told && whole.isOpen(told as never))) return undefined;
  if (kept === "whole") return whole?.redact(data as never);
  return kept === "list" ? REDACTED[name as NameOf<"list">](data as never) : data;
}
