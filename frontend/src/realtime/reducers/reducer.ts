import type { QueryKey } from "@tanstack/react-query";
import type { Frame } from "@/realtime/frames";

/** Any state that was read from the server together with the number of the last event that it includes. */
export interface Numbered {
  seq: number;
}

/**
 * One kept state of a topic, and how an event changes it. `turn` is pure: the old state and the event give
 * the state that a fresh load would give. It need not look at `seq`; who keeps the reducer advances it.
 */
export interface TopicReducer<S extends Numbered> {
  key: QueryKey;
  apply: (state: S, frame: Frame, personId: string) => S;
}

/** A reducer whatever its state; the state is only ever handed back to the same reducer. */
export type AnyReducer = TopicReducer<Numbered>;

export function eraseState<S extends Numbered>(reducer: TopicReducer<S>): AnyReducer {
  return reducer as unknown as AnyReducer;
}

export type ApplyResult<S> =
  | { kind: "kept"; state: S }
  /** Something between the state and the event is missing: load it anew. */
  | { kind: "gap" };

/** The state after one event: unchanged by what it already includes, refused across a gap. */
export function applyEvent<S extends Numbered>(
  reducer: TopicReducer<S>,
  state: S,
  frame: Frame,
  personId: string,
): ApplyResult<S> {
  if (frame.seq <= state.seq) return { kind: "kept", state };
  if (frame.seq > state.seq + 1) return { kind: "gap" };
  const next = frame.data === null ? state : reducer.apply(state, frame, personId);
  return { kind: "kept", state: { ...next, seq: frame.seq } };
}

/** The payload of any event. */
type Payload = NonNullable<Frame["data"]>;
type FieldName<P = Payload> = P extends unknown ? keyof P : never;
type Field<Name extends FieldName, P = Payload> =
  P extends Record<Name, infer Value> ? NonNullable<Value> : never;

/** A field of what a frame carries, when it is there. */
export function readPayload<Name extends FieldName>(frame: Frame, name: Name): Field<Name> | undefined {
  return (frame.data as { [N in Name]?: Field<N> | null } | null)?.[name] ?? undefined;
}
