import type { QueryKey } from "@tanstack/react-query";
import type { DecisionFrame } from "@/api/generated/frames.gen";
import type { VoteResultOut } from "@/api/generated/types.gen";
import { type EntityRef, keys } from "@/queries/keys";
import { staleAfter } from "@/queries/resources";
import { readPayload } from "@/realtime/reducers/reducer";
import { type EventKind, type Frame, messageKinds } from "./frames";

/**
 * What an event makes out of date beyond the states that it turns itself: lists that only the server can put
 * in order, and what depends on who reads. Loaded anew when somebody looks at it.
 */
export function queriesInvalidatedBy(frame: Frame, inRound: InRound): QueryKey[] {
  const beyond = consequencesBeyond(frame, inRound);
  const inbox = changesWaiting(frame, beyond) ? [keys.inbox] : [];
  return changesCards(frame) ? [...beyond, ...inbox, keys.linkCards] : [...beyond, ...inbox];
}

/** Whether a notification may no longer need an answer, because the duties on Today changed. */
function changesWaiting({ kind }: Frame, beyond: QueryKey[]): boolean {
  const known = beyond.includes(keys.inbox) || kind === "dialogue.message_posted";
  return !known && beyond.includes(keys.today);
}

/** Whether a round runs in the thread, as far as it is known here. */
type InRound = (threadId: string) => boolean;

/** Cards of what messages link to say in which state it is and whose. */
const ON_CARDS = new Set<EventKind>([
  "dialogue.thread_handed_over",
  "dialogue.thread_changed",
  "dialogue.thread_left",
  "dialogue.thread_merged",
  "dialogue.message_withdrawn",
  "dialogue.message_hidden",
  "dialogue.message_shown",
  "dialogue.author_erased",
  "groups.group_edited",
  "groups.state_changed",
  "groups.member_erased",
]);

function changesCards({ topic, kind }: Frame): boolean {
  if (topic.startsWith("user:")) return false;
  const quiet = kind === "tasks.checklist_ticked" || kind.startsWith("tasks.reminder_");
  return ON_CARDS.has(kind) || (kind.startsWith("tasks.") && !quiet);
}

/** Whether others see a thread by now than before. */
const SEEN_OTHERWISE = new Set<string>(["restricted", "widened", "moved"]);

const changesVisibility = (frame: Frame): boolean =>
  frame.kind === "dialogue.thread_left" || SEEN_OTHERWISE.has(readPayload(frame, "change") ?? "");

/** The thread that its whole group reads no more; who looks at it hears so by its own topic. */
export function threadLeftGroup(frame: Frame): string | undefined {
  const { topic, kind } = frame;
  const restricted = kind === "dialogue.thread_changed" && !readPayload(frame, "thread");
  const left = kind === "dialogue.thread_left" || restricted;
  return topic.startsWith("group:") && left ? readPayload(frame, "thread_id") : undefined;
}

function consequencesBeyond(frame: Frame, inRound: InRound): QueryKey[] {
  const [topicKind = "", id = ""] = frame.topic.split(":");
  const [room = ""] = frame.kind.split(".");
  if (isOfDecision(frame)) return ofDecision(frame);
  if (frame.kind.startsWith(MEETS)) return ofMeeting(frame);
  if (topicKind === "user") return ofOwnTopic(frame, room);
  if (frame.kind.startsWith(MINUTES)) return ofMinutes(frame);
  if (topicKind === "thread") return threadEvent(frame, room, id, inRound);
  if (topicKind === "group") return ofGroup(frame, room, id);
  if (topicKind === "dossier") return ofDossier(frame, id);
  return topicKind === "action" ? ofAction(frame, id) : [];
}

/** Decisions are told of on the topic of their thread, of their group, or of both. */
const DECIDES = /^dialogue\.(decision_|voter?_|objection_answered|charter_)/;

const isOfDecision = ({ topic, kind }: Frame) => !topic.startsWith("user:") && DECIDES.test(kind);

/** What may be done with a decision depends on who reads: it is loaded anew, but not after an answer. */
function ofDecision(frame: Frame): QueryKey[] {
  const { kind, data, topic } = frame;
  const { decision_id: id } = (data ?? {}) as { decision_id?: string };
  if (kind.startsWith("dialogue.charter_")) return staleAfter("charter", { group: topic.split(":")[1] });
  if (voteResultOf(frame)) return [keys.today];
  return [...staleAfter(["decision", "decision-lists"], { decision: id }), keys.today];
}

/** What an answer to a decision changed. A lost seat is none: what its reader may do changes, too. */
export function voteResultOf({ kind, data }: Frame): VoteResultOut | null {
  const frame = kind.startsWith("dialogue.vote_") ? (data as DecisionFrame | null) : null;
  return frame?.voter && !frame.voter.lost_at ? (frame as VoteResultOut) : null;
}

/** Meetings and their series, on the topic of the group. */
const MEETS = "dialogue.meeting_";

/** These change the lists of meetings, too: of an agenda, the version of its meeting. */
const LISTED = new Set<EventKind>([
  "dialogue.meeting_planned",
  "dialogue.meeting_changed",
  "dialogue.meeting_agenda_changed",
  "dialogue.meeting_moved",
  "dialogue.meeting_series_changed",
]);

/** Frames are light: an open page loads the meeting anew. */
function ofMeeting({ kind, data, topic }: Frame): QueryKey[] {
  const { meeting_id: id } = (data ?? {}) as { meeting_id?: string };
  const group = topic.split(":")[1];
  const lists = LISTED.has(kind) ? staleAfter("meeting-lists", { group }) : [];
  const duties = kind.includes("note") || kind.includes("floor") ? [] : [keys.today];
  return [...(id ? staleAfter("meeting", { meeting: id }) : []), ...lists, ...duties];
}

/** What becomes of minutes, on the topic of the group. */
const MINUTES = "dialogue.minutes_";

function ofMinutes({ data }: Frame): QueryKey[] {
  const { minutes_id: id } = (data ?? {}) as { minutes_id?: string };
  return [...staleAfter("minutes", { minutes: id }), keys.today];
}

/** Somebody reads a thread or an action item in an emergency, or does so no longer. */
const EMERGENCY = "groups.break_glass_";
/** A guest sees a thread or an action item, or does so no longer. */
const GUEST = "groups.guest_share";

function ofOwnTopic(frame: Frame, room: string): QueryKey[] {
  if (room === "accounts") return staleAfter("account");
  if (room === "privacy") return staleAfter("privacy");
  // Of a report those who moderate hear in this way alone; of a request, who looks after the data.
  if (room === "notifications") return staleAfter("notice");
  if (frame.kind === "dialogue.reports_dismissed") return [keys.moderation, keys.today];
  if (frame.kind.startsWith("dialogue.access_")) return [...accessRequestEvent(frame), keys.today];
  if (frame.kind.startsWith("programmes.access_")) return [...ofGroupDossier(frame), keys.today];
  // Reminders of one's own, whichever item is open.
  if (frame.kind === "tasks.watch_changed")
    return [keys.action(readPayload(frame, "action_id") ?? ""), keys.actions];
  if (room === "tasks") return [keys.allReminders];
  const own = ofOwnReading(frame);
  if (own) return own;
  const opened = frame.kind.startsWith("dialogue.thread_") ? accessRequestEvent(frame) : [];
  // News says what its reader sees by now.
  return [...staleAfter("mandate"), ...opened];
}

/** What this person did in a thread, at this device or another: on the topic of the thread nobody is named. */
function ofOwnReading(frame: Frame): QueryKey[] | null {
  const threadId = readPayload(frame, "thread_id") ?? "";
  if (frame.kind === "dialogue.message_acknowledged") return [keys.today, keys.messages(threadId)];
  return ["dialogue.attention_changed", "dialogue.reading_put_back"].includes(frame.kind)
    ? [keys.thread(threadId), keys.today, keys.groups]
    : null;
}

/** Who waits to read a restricted thread, and what those know of it who do not. */
function accessRequestEvent(frame: Frame): QueryKey[] {
  const threadId = readPayload(frame, "thread_id") ?? "";
  return [keys.allAnnounced, keys.thread(threadId), keys.accessRequests(threadId)];
}

/** What changes who reads a message, or whether that is to be decided. */
const MODERATED = messageKinds("withdrawn", "hidden", "appealed", "left_hidden", "shown");

const ofModeration = ({ kind }: Frame): QueryKey[] => (MODERATED.has(kind) ? [keys.moderation] : []);

/** What the talk comes to is put otherwise. */
const OF_GIST = new Set<EventKind>([
  "dialogue.summary_written",
  "dialogue.summary_withdrawn",
  "dialogue.agenda_changed",
  "dialogue.statements_changed",
]);

/** What a message came to is told by the gist of its thread, too: that it is gone, or back. */
const GONE_OR_BACK = messageKinds("withdrawn", "hidden", "shown");

const ofGist = ({ kind }: Frame, threadId: string): QueryKey[] =>
  GONE_OR_BACK.has(kind) ? [keys.gist(threadId)] : [];

/** Where what quotes a message that is shown again is more than a frame carries. */
const ofQuotes = ({ data }: Frame, threadId: string): QueryKey[] =>
  data && "quoting" in data && data.quoting === null ? [keys.messages(threadId)] : [];

/** In a round a message may be the word of a sector; of an earlier one only what is shown of it changes. */
const ofRounds = ({ kind }: Frame, threadId: string, inRound: InRound): QueryKey[] =>
  GONE_OR_BACK.has(kind) || (kind === "dialogue.message_posted" && inRound(threadId))
    ? [keys.rounds(threadId)]
    : [];
function threadEvent(frame: Frame, room: string, threadId: string, inRound: InRound): QueryKey[] {
  if (room === "tasks") return [keys.actionList({ thread: threadId })];
  if (frame.kind.startsWith(EMERGENCY)) return ofEmergency({ kind: "thread", id: threadId });
  if (frame.kind.startsWith(GUEST)) return [keys.access({ kind: "thread", id: threadId })];
  if (frame.kind.startsWith("dialogue.message_"))
    return [
      keys.today,
      keys.allAcknowledgements(threadId),
      ...ofRounds(frame, threadId, inRound),
      ...ofModeration(frame),
      ...ofQuotes(frame, threadId),
      ...ofGist(frame, threadId),
    ];
  if (["dialogue.support_changed", "dialogue.reaction_changed"].includes(frame.kind))
    return [keys.allReactions(threadId)];
  if (OF_GIST.has(frame.kind)) return [keys.gist(threadId)];
  // What may be done with a question goes with the thread.
  return staleAfter(ANEW.has(frame.kind) ? ["thread", "said"] : "thread", { thread: threadId });
}

/** After these what stands in a thread is loaded anew. */
const ANEW = new Set<EventKind>([
  "dialogue.author_erased",
  "dialogue.thread_split",
  "dialogue.thread_merged",
]);

/** Whether an event tells a group that an action item is new or has changed. */
export function changesActionCard({ topic, kind }: Frame): boolean {
  return topic.startsWith("group:") && kind.startsWith("tasks.") && kind !== LADDER;
}

const LADDER = "tasks.group_ladder_changed";

/** By these the public page of a group opens or closes. */
const PAGE = new Set<EventKind>(["groups.group_edited", "groups.state_changed"]);

function ofGroup(frame: Frame, room: string, groupId: string): QueryKey[] {
  if (frame.kind === LADDER) return staleAfter("ladder");
  // Lists of action items are updated item by item.
  if (room === "tasks") return staleAfter("action-figures");
  if (room === "programmes") return ofGroupDossier(frame);
  if (room === "groups") {
    const named = frame.kind === "groups.member_erased" ? [keys.actions] : [];
    // Whether anybody reads its public threads hangs on its page.
    const pages = PAGE.has(frame.kind) ? [["thread"], keys.threadsOfGroup(groupId)] : [];
    return [...staleAfter(["group", "group-people"], { group: groupId }), ...named, ...pages];
  }
  // Groups count what their reader has not seen, and what waits in a thread waits no more for who does not read
  // it any more.
  const group = { group: groupId };
  if (frame.kind.startsWith("dialogue.message_"))
    return [...staleAfter("activity", group), ...ofModeration(frame)];
  const left = frame.kind === "dialogue.thread_left" ? [keys.movedThreads(groupId)] : [];
  const known = frame.kind === "dialogue.announcement_changed" ? accessRequestEvent(frame) : [];
  const leading = changesVisibility(frame) ? staleAfter("leading") : [];
  return [...staleAfter(["activity", "counts"], group), ...left, ...known, ...leading];
}

function ofEmergency(thing: EntityRef): QueryKey[] {
  return [keys.emergenciesOf(thing), keys.access(thing)];
}

/** The dossier that a frame of a group is about, and the lists that hold it. */
function ofGroupDossier(frame: Frame): QueryKey[] {
  const { dossier_id: id } = (frame.data ?? {}) as { dossier_id?: string };
  return staleAfter(id ? ["dossier", "dossier-lists"] : "dossier-lists", { dossier: id });
}

function ofDossier(frame: Frame, dossierId: string): QueryKey[] {
  if (frame.kind.startsWith(EMERGENCY)) return ofEmergency({ kind: "dossier", id: dossierId });
  const access = keys.access({ kind: "dossier", id: dossierId });
  if (frame.kind.startsWith(GUEST)) return [access];
  // Several people fill in a form at once: the rest of the dossier stays as it is.
  const { question } = (frame.data ?? {}) as { question?: string | null };
  if (question) return staleAfter("answer", { dossier: dossierId });
  return [...staleAfter(["dossier", "dossier-lists"], { dossier: dossierId }), access];
}

function ofAction(frame: Frame, actionId: string): QueryKey[] {
  if (frame.kind.startsWith(EMERGENCY)) return ofEmergency({ kind: "action", id: actionId });
  if (frame.kind.startsWith(GUEST)) return [keys.access({ kind: "action", id: actionId })];
  if (frame.kind === "tasks.checklist_ticked") return [keys.checklist(actionId), keys.history(actionId)];
  if (frame.kind.startsWith("tasks.reminder_")) {
    return [keys.reminders(actionId), keys.history(actionId)];
  }
  const parts = [...staleAfter(["action", "action-parts"], { action: actionId }), keys.itemLadder(actionId)];
  return readPayload(frame, "evidence") ? [...parts, keys.evidence(actionId)] : parts;
}
