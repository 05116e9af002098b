/** Made-up states and events for the tests of this room. */
import type { EventPayloads, ThreadFacts } from "@/api/generated/frames.gen";
import type { MessageOut, ThreadOut, Voice } from "@/api/generated/types.gen";
import type { MessageWindow } from "@/queries/message-pages";
import type { EventKind, Frame } from "@/realtime/frames";

export const THREAD_ID = "01900000-0000-7000-8000-000000000001";
export const GROUP_ID = "01900000-0000-7000-8000-000000000002";

export function aVoice(personId = "person-1"): Voice {
  return {
    person: { id: personId, name: { uk: "Оксана Мельничук", en: "Oksana Melnychuk" }, gender: "feminine" },
    mandate_id: null,
    organisation: null,
    position: null,
    acting_for: null,
    on_behalf: false,
  };
}

export function aMessage(number: number, change: Partial<MessageOut> = {}): MessageOut {
  return {
    id: `message-${number}`,
    thread_id: THREAD_ID,
    number,
    client_id: `client-${number}`,
    author: aVoice(),
    body: `Повідомлення ${number}`,
    html: `<p>Повідомлення ${number}</p>`,
    reply_to: null,
    quote: null,
    attachments: [],
    posted_at: `2025-12-08T10:${String(number).padStart(2, "0")}:00Z`,
    edited_at: null,
    deleted: false,
    moved: null,
    hidden: null,
    supporters: [],
    reactions: { thanks: [], question: [], important: [] },
    must_read: null,
    version: 1,
    ...change,
  };
}

export function windowOf(numbers: number[], seq: number, change: Partial<MessageWindow> = {}): MessageWindow {
  const items = numbers.map((number) => aMessage(number));
  return { items, next_cursor: null, previous_cursor: null, seq, ...change };
}

export function aThread(change: Partial<ThreadOut> = {}): ThreadOut {
  return {
    id: THREAD_ID,
    group: { id: GROUP_ID, name: { uk: "Безпека громади", en: "Community safety" } },
    title: { uk: "Укриття", en: "Shelters" },
    purpose: "consult",
    state: "open",
    visibility: "group",
    audience: [],
    people: [],
    announced: false,
    public: null,
    audience_size: 14,
    opened_at: "2025-12-01T08:00:00Z",
    opens_on: null,
    closes_on: null,
    closes_at: null,
    closed_at: null,
    outcome: null,
    facilitator: null,
    message_count: 0,
    active_at: "2025-12-01T08:00:00Z",
    last_message: null,
    tags: [],
    pinned_at: null,
    lock: null,
    slow_seconds: 0,
    round: null,
    round_count: 0,
    merged: false,
    merged_into: null,
    taken_in: [],
    version: 1,
    reading: { ranges: [], unread: 0, first_unread: null },
    attention: "usual",
    spoke_at: null,
    allowed: ["read", "post"],
    seq: 0,
    ...change,
  };
}

type Some<Payload> = Payload extends unknown ? Partial<Payload> : never;

/** An event with those fields of its payload that a test needs. */
export function anEvent<Kind extends EventKind>(
  seq: number,
  kind: Kind,
  data: Some<EventPayloads[Kind]>,
  topic = `thread:${THREAD_ID}`,
): Frame {
  const frame = {
    type: "event",
    topic,
    seq,
    kind,
    version: 1,
    at: "2025-12-08T10:00:00Z",
    actor: null,
    data,
  };
  return frame as Frame;
}

export function posted(seq: number, message: MessageOut): Frame {
  return anEvent(seq, "dialogue.message_posted", { message });
}

/** What everybody sees of a thread, as frames carry it. */
export function factsOf({
  audience: _audience,
  people: _people,
  reading: _reading,
  attention: _attention,
  spoke_at: _spoke,
  allowed: _allowed,
  seq: _seq,
  ...facts
}: ThreadOut): ThreadFacts {
  return facts;
}
