import { expect, it } from "vitest";
import { keys } from "./keys";
import type { StateRules } from "./resource";
import { RESOURCES } from "./resources";

const NAMES = RESOURCES.flatMap(({ states }) => Object.keys(states));

it("each state belongs to one kind of entity", () => {
  expect(NAMES.filter((name, nth) => NAMES.indexOf(name) !== nth)).toEqual([]);
});

it("only the state of an entity itself is stored whole", () => {
  const wholes = RESOURCES.flatMap(({ kind, states }) =>
    Object.entries<StateRules>(states).flatMap(([name, { kept }]) =>
      kept === "whole" ? [[name, kind]] : [],
    ),
  );
  expect(wholes.filter(([name, kind]) => name !== kind)).toEqual([]);
});

/** Key names that no resource defines: they are not stored offline, and no event makes them stale. */
const WITHOUT_RULES = [
  ...["access", "access-record", "announced", "data-subjects", "demo-sign-ins", "factor-requirements"],
  ...["file-room", "groups-in-care", "identity-providers", "managed-providers", "map-style", "people"],
  ...[
    "personal-invitations",
    "presence",
    "publicEdition",
    "push-here",
    "saved-views",
    "scopes",
    "sight",
    "system",
    "typing",
  ],
];

it("each key name is defined by a resource, except those without rules", () => {
  const made = Object.values(keys).map((key) =>
    typeof key === "function" ? (key as (word: unknown, rest: string) => unknown[])({}, "") : key,
  );
  const names = new Set(made.map(([name]) => String(name)));
  expect([...names].filter((name) => !NAMES.includes(name)).toSorted()).toEqual(WITHOUT_RULES);
});
