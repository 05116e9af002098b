import type { QueryKey } from "@tanstack/react-query";

/**
 * How much of a cached state is stored in the browser for an offline start; without a rule, nothing. A `whole` carries
 * its audience: its parts are stored and deleted with it. A `list` holds many entities: it is stored without the
 * restricted ones, and deleted when access to any of them is lost. `offline` redacts both. `work` is what people fill in
 * where they are: it is stored though only some may read it, and deleted when they lose the access.
 */
export type KeepRule = "all" | "whole" | "list" | "work";

export interface StateRules<Change extends string = string> {
  kept?: KeepRule;
  /** The changes that make it stale. */
  after?: readonly Change[];
}

type KeyOf<Name, Kind> = Kind extends string ? (id: string) => [Name, string] : [Name];

/**
 * Define the cached states of one kind of entity by their names, each with its rules. A query key is the name and the
 * id of the entity, so `[name]` matches that state of all entities. For states without an entity `kind` is null, and
 * the name alone is the key.
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

/** Ids of the changed entities by kind; a kind without an id means all of its entities. */
export type Ids = Partial<Record<string, string>>;

/** Return the keys that any of the changes makes stale. */
export function listStale(resources: readonly Resource[], changes: readonly string[], ids: Ids): QueryKey[] {
  return resources.flatMap(({ kind, states }) => {
    const id = kind === null ? undefined : ids[kind];
    const old = Object.keys(states).filter((name) =>
      states[name]?.after?.some((change) => changes.includes(change)),
    );
    return old.map((name) => (id === undefined ? [name] : [name, id]));
  });
}
