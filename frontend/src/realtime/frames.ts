import type { ClientMessage, EventPayloads, ServerMessage } from "@/api/generated/frames.gen";
import type { EventFrame, Text } from "@/api/generated/types.gen";
import type { Organisation } from "@/queries/types";

export type EventKind = keyof EventPayloads;

/** An event on a topic; its `kind` determines its payload. */
export type Frame = {
  [Kind in EventKind]: Omit<EventFrame, "kind" | "data"> & { kind: Kind; data: EventPayloads[Kind] };
}[EventKind];

type StepOf<Kind> = Kind extends `dialogue.message_${infer Step}` ? Step : never;

/** The kinds of those events of messages. */
export const messageKinds = (...steps: StepOf<EventKind>[]): ReadonlySet<string> =>
  new Set(steps.map((step) => `dialogue.message_${step}`));

/** Presence, with what topics of this product add to the protocol. */
export interface PresentPerson {
  person_id: string;
  name: Text;
  organisation?: Organisation | null;
}

/** What the server says, by `type`. */
export type ServerFrame =
  | Frame
  | { type: "events"; events: Frame[] }
  | Exclude<ServerMessage, { type: "presence" }>
  | { type: "presence"; topic: string; people: PresentPerson[] };

export type ClientFrame = ClientMessage;

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
