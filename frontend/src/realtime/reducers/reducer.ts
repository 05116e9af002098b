import type { QueryKey } from "@tanstack/react-query";
import type { Frame } from "@/realtime/frames";

/** Any state that was read from the server together with the number of the last event that it includes. */
export interface Numbered {
  seq: number;
}

/**
 * One kept state of a topic, and how an event changes it. `turn` is pure: the old state and the event give
 * the state that a fresh load would give. It need not look at `seq`; who keeps the book advances it.
 */
export interface Book<S extends Numbered> {
  key: QueryKey;
  turn: (state: S, frame: Frame, personId: string) => S;
}

/** A book whatever its state; the state is only ever handed back to the same book. */
export type AnyBook = Book<Numbered>;

export function anyBook<S extends Numbered>(book: Book<S>): AnyBook {
  return book as unknown as AnyBook;
}

export type Turned<S> =
  | { kind: "kept"; state: S }
  /** Something between the state and the event is missing: load it anew. */
  | { kind: "gap" };

/** The state after one event: unchanged by what it already includes, refused across a gap. */
export function turnPage<S extends Numbered>(
  book: Book<S>,
  state: S,
  frame: Frame,
  personId: string,
): Turned<S> {
  if (frame.seq <= state.seq) return { kind: "kept", state };
  if (frame.seq > state.seq + 1) return { kind: "gap" };
  const next = frame.data === null ? state : book.turn(state, frame, personId);
  return { kind: "kept", state: { ...next, seq: frame.seq } };
}

/** A field of what a frame carries, when it is there. */
export function carried<T>(frame: Frame, name: string): T | undefined {
  const value = frame.data?.[name];
  return value === null ? undefined : (value as T | undefined);
}
