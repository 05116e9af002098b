import type { EventFrame, Problem, Text } from "@/api/generated/types.gen";
import type { Organisation } from "@/queries/types";

/** One thing that happened on a topic. */
export type Frame = EventFrame;

export interface PresentPerson {
  person_id: string;
  name: Text;
  organisation?: Organisation | null;
}

/** What the server says, by `type`. */
export type ServerFrame =
  | Frame
  | { type: "events"; events: Frame[] }
  | { type: "subscribed"; id: number; topic: string; head: number }
  | { type: "resync"; id: number; topic: string; head: number }
  | { type: "ok"; id: number | null; data?: unknown }
  | { type: "error"; id: number | null; problem: Problem }
  | { type: "head"; topic: string; seq: number }
  | { type: "revoked"; topic: string; problem: Problem }
  | { type: "typing"; topic: string; person_id: string; name: Text; until: string }
  | { type: "presence"; topic: string; people: PresentPerson[] }
  | { type: "read"; topic: string; person_id: string; ranges: number[][] };

export type ClientFrame =
  | { type: "subscribe"; id: number; topic: string; after?: number }
  | { type: "unsubscribe"; topic: string }
  | { type: "typing"; topic: string }
  | { type: "presence"; topic: string }
  | { type: "read"; thread_id: string; ranges: number[][] }
  | { type: "ping" };

/** A frame as it came over the line; null for what this client does not understand. */
export function parseFrame(text: string): ServerFrame | null {
  try {
    const frame: unknown = JSON.parse(text);
    const known = typeof frame === "object" && frame !== null && "type" in frame;
    return known ? (frame as ServerFrame) : null;
  } catch {
    return null;
  }
}
