import type { QueryKey } from "@tanstack/react-query";

/**
 * What of a state may lie in the browser for a start without a connection; without a rule, nothing. A `whole` says
 * for whom it is: its parts are kept and dropped with it. A `list` tells of many things: it is kept without those
 * that only some may read, and dropped when any of them is lost. `offline` knows how to redact both.
 */
export type KeepRule = "all" | "whole" | "list";

export interface StateRules<Change extends string = string> {
  kept?: KeepRule;
  /** By which changes it becomes old. */
  after?: readonly Change[];
}

type KeyOf<Name, Kind> = Kind extends string ? (id: string) => [Name, string] : [Name];

/**
 * Describes what is kept of one kind of thing: the states under their names, each with its rules. Each name begins
 * the keys of a state and has the id of the thing beside it, so `[name]` is that state of all of them. Of what
 * there is only once, `kind` is null and the name is the key.
 */
export function resource<
  Kind extends string | null,
  Change extends string,
  States extends Record<string, StateRules<Change>>,
>(kind: Kind, states: States) {
  const keyOf = (name: string) => (kind === null ? [name] : (id: string) => [name, id]);
  const entries = Object.keys(states).map((name) => [name, keyOf(name)]);
  const keys = Object.fromEntries(entries) as { [Name in keyof States]: KeyOf<Name, Kind> };
  return { kind, states, keys };
}

export type Resource = { kind: string | null; states: Record<string, StateRules> };

/** Ids of the things that a change is about, by kind; where none is given, it is about all of a kind. */
export type Ids = Partial<Record<string, string>>;

/** Return what becomes old by any of those changes. */
export function listStale(resources: readonly Resource[], changes: readonly string[], ids: Ids): QueryKey[] {
  return resources.flatMap(({ kind, states }) => {
    const id = kind === null ? undefined : ids[kind];
    const old = Object.keys(states).filter((name) =>
      states[name]?.after?.some((change) => changes.includes(change)),
    );
    return old.map((name) => (id === undefined ? [name] : [name, id]));
  });
}
