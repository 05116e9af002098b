/** Parts of generated types that have no name of their own in the schema. Nothing is described by hand. */
import type {
  ActionOut,
  GroupOut,
  MembershipOut,
  NotificationOut,
  ThreadOut,
  Voice,
} from "@/api/generated/types.gen";

/** What is the same for every reader; frames carry it. */
export type ThreadFacts = Omit<
  ThreadOut,
  "audience" | "people" | "reading" | "attention" | "spoke_at" | "merged_into" | "allowed" | "seq"
>;
export type GroupFacts = Omit<
  GroupOut,
  "parent" | "role" | "unread" | "requests_waiting" | "allowed" | "seq"
>;
export type MembershipFacts = Omit<MembershipOut, "allowed" | "mandate_allowed">;
export type ActionFacts = Omit<ActionOut, "source" | "waits_for_me" | "waiting" | "allowed" | "seq">;
export type Notification = NotificationOut;
export type Organisation = NonNullable<Voice["organisation"]>;
