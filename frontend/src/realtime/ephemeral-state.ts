import type { QueryClient } from "@tanstack/react-query";
import type { ReaderOut, Text } from "@/api/generated/types.gen";
import { merge } from "@/lib/ranges";
import { keys } from "@/queries/keys";
import { readPayload } from "@/realtime/reducers/reducer";
import type { Frame, PresentPerson, ServerFrame } from "./frames";

export interface TypingPerson {
  personId: string;
  name: Text;
  until: number;
}

/** What passes without a trace: who is here, who types, who has just read. */
export class EphemeralState {
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(private readonly client: QueryClient) {}

  take(frame: ServerFrame): void {
    if (frame.type === "presence") {
      this.client.setQueryData<PresentPerson[]>(keys.presence(frame.topic), frame.people);
    } else if (frame.type === "typing") {
      const person = { personId: frame.person_id, name: frame.name, until: Date.parse(frame.until) };
      this.changeTyping(frame.topic, (people) => [...without(people, person.personId), person]);
      this.expire(frame.topic, person.until);
    } else if (frame.type === "read") {
      this.hasRead(frame.topic, frame.person_id, frame.ranges);
    }
  }

  /** Whoever has sent a message has stopped typing it, and has read it. */
  heard(frame: Frame): void {
    const message = readPayload(frame, "message");
    if (!message) return;
    const author = message.author.person.id;
    this.changeTyping(frame.topic, (people) => without(people, author));
    this.hasRead(frame.topic, author, [[message.number, message.number]]);
  }

  forget(topic: string): void {
    clearTimeout(this.timers.get(topic));
    this.timers.delete(topic);
    for (const queryKey of [keys.presence(topic), keys.typing(topic)]) {
      this.client.removeQueries({ queryKey, exact: true });
    }
  }

  private changeTyping(topic: string, change: (people: TypingPerson[]) => TypingPerson[]): void {
    this.client.setQueryData<TypingPerson[]>(keys.typing(topic), (people) => change(people ?? []));
  }

  /** Somebody who types says so every few seconds; silence means that they have stopped. */
  private expire(topic: string, until: number): void {
    clearTimeout(this.timers.get(topic));
    const wait = Math.min(10_000, Math.max(500, until - Date.now()));
    const timer = setTimeout(() => {
      const now = Date.now();
      this.changeTyping(topic, (people) => people.filter((one) => one.until > now));
    }, wait + 50);
    this.timers.set(topic, timer);
  }

  private hasRead(topic: string, personId: string, ranges: number[][]): void {
    const [, threadId = ""] = topic.split(":");
    this.client.setQueryData<ReaderOut[]>(keys.readers(threadId), (readers) =>
      readers?.map((one) =>
        one.person.id === personId ? { ...one, ranges: merge([...one.ranges, ...ranges]) } : one,
      ),
    );
  }
}

function without(people: TypingPerson[], personId: string): TypingPerson[] {
  return people.filter((one) => one.personId !== personId);
}
