/** What people wrote and did that the server does not have yet. */
import type {
  CheckInInRequest,
  FileOut,
  MeetingAnswerInRequest,
  PresenceInRequest,
  WriteNoteInRequest,
} from "@/api/generated/types.gen";
import type { DataWarning, PersonalDataKind } from "@/api/problem";

/** A file that has arrived and that a message brings, with the words for who does not see it. */
export interface Attached {
  file: FileOut;
  alt: string;
}

/** A message that was written and has not reached the server yet. */
export interface OutgoingMessage {
  /** The writer's own id of the message: the server stores it once, however often it is sent. */
  client_id: string;
  thread_id: string;
  /** For whose readers it was written; an earlier release kept none. */
  group_id?: string;
  body: string;
  reply_to: string | null;
  on_behalf: boolean;
  mandate_id: string | null;
  /** What it repeats of another message; without a text all of it, as it was put then. An earlier release kept none. */
  quote?: { message_id: string; text: string | null; version?: number } | null;
  /** Files that the server has already; an earlier release kept none. */
  attachments?: Attached[];
  written_at: string;
  /** Set when the server has refused it: it is kept until the writer decides. */
  refusal: string | null;
  /** What it would give away: it waits until its writer has confirmed that or put it in other words. */
  concerns?: DataWarning[];
  confirmed?: PersonalDataKind[];
  /** Set when the server has said from when on it takes it, and by which rule: it is sent by itself then. */
  retryAfter?: { until: string; by: string };
}

/** What can be said to a message with one press. */
export type Reaction = "support" | "thanks" | "question" | "important";

/** Something small that was done to a message and has not reached the server yet. */
export interface OutgoingReaction {
  client_id: string;
  thread_id: string;
  message_id: string;
  does: "acknowledge" | Reaction;
  /** The wording that the reader had before them; an earlier release kept none. */
  version?: number;
  /** A reaction is taken back where this is false. */
  on: boolean;
  written_at: string;
  refusal: null;
}

/** What one says to a question of a form. */
export interface GivenAnswer {
  value: unknown;
  note: string;
  not_applicable: boolean;
  /** Why it does not apply, or why this answer is the right one of two. */
  reason: string;
}

/** An answer to a question of a form that has not reached the server yet: the latest one takes the place of others. */
export interface OutgoingAnswer {
  client_id: string;
  dossier_id: string;
  submission_id: string;
  question: string;
  /** Of the stored answer that its author had seen; 0 where there was none. */
  version: number;
  given: GivenAnswer;
  said_at: string;
  /** Its place in the order, which stays: other questions may be asked because of it. */
  written_at: string;
  refusal: string | null;
  /** Somebody else has answered meanwhile: its author has to choose. */
  conflict?: boolean;
}

/** A file that proves an answer and has not reached the server yet; its bytes lie among the files by `client_id`. */
export interface OutgoingEvidence {
  /** The server takes it once by this, however often it is sent. */
  client_id: string;
  dossier_id: string;
  submission_id: string;
  /** The question whose answer it proves: that goes first. */
  evidence_of: string;
  title: string;
  name: string;
  size: number;
  written_at: string;
  /** The words of the server, or what is missing. */
  refusal: string | null;
}

interface OutgoingRecord {
  client_id: string;
  meeting_id: string;
  /** Who reads the group reads the meeting. */
  group_id: string;
  /** When it was entered: it may be sent later. */
  at: string;
  written_at: string;
  refusal: string | null;
}

/** A note at an item of a meeting that has not reached the server yet. */
export interface OutgoingNote extends OutgoingRecord {
  note: Pick<WriteNoteInRequest, "item_id" | "kind" | "text" | "speaker_id">;
  /** What it would give away, and that its author means to. */
  concerns?: DataWarning[];
  confirmed?: PersonalDataKind[];
}

/** Who came or left, as the secretary entered it. */
export interface OutgoingPresence extends OutgoingRecord {
  presence: Pick<PresenceInRequest, "is_present" | "way" | "by_deputy"> & { membership_id: string };
}

/** Whether one comes, as one has answered for one’s own seat. */
export interface OutgoingReply extends OutgoingRecord {
  reply: Pick<MeetingAnswerInRequest, "answer"> & { membership_id: string };
}

/** That one is here, by the code that the room showed. */
export interface OutgoingCheckIn extends OutgoingRecord {
  check_in: Pick<CheckInInRequest, "code"> & { membership_id: string };
}

/** What was entered at a meeting. */
export type OutgoingEntry = OutgoingNote | OutgoingPresence | OutgoingReply | OutgoingCheckIn;

/** What an entry says. */
export type EntryContent =
  | Pick<OutgoingNote, "note">
  | Pick<OutgoingPresence, "presence">
  | Pick<OutgoingReply, "reply">
  | Pick<OutgoingCheckIn, "check_in">;

/** Why evidence is not sent: its answer is not on the server, or its file is here no more. */
export type EvidenceLack = "no_answer" | "no_file";

/** What waits to be sent. */
export type OutboxItem =
  | OutgoingMessage
  | OutgoingReaction
  | OutgoingAnswer
  | OutgoingEvidence
  | OutgoingEntry;

export function isReaction(one: OutboxItem): one is OutgoingReaction {
  return "does" in one;
}

export function isAnswer(one: OutboxItem): one is OutgoingAnswer {
  return "question" in one;
}

export function isEvidence(one: OutboxItem): one is OutgoingEvidence {
  return "evidence_of" in one;
}

/** Something that was entered at a meeting. */
export function isRecord(one: OutboxItem): one is OutgoingEntry {
  return "meeting_id" in one;
}

export function isMessage(one: OutboxItem): one is OutgoingMessage {
  return !isReaction(one) && !isAnswer(one) && !isEvidence(one) && !isRecord(one);
}
