import { expect, it } from "vitest";
import { keys } from "./keys";
import type { StateRules } from "./resource";
import { RESOURCES } from "./resources";

const NAMES = RESOURCES.flatMap(({ states }) => Object.keys(states));

it("each state belongs to one kind of thing", () => {
  expect(NAMES.filter((name, nth) => NAMES.indexOf(name) !== nth)).toEqual([]);
});

it("what says for whom a thing is, is the thing itself", () => {
  const wholes = RESOURCES.flatMap(({ kind, states }) =>
    Object.entries<StateRules>(states).flatMap(([name, { kept }]) =>
      kept === "whole" ? [[name, kind]] : [],
    ),
  );
  expect(wholes.filter(([name, kind]) => name !== kind)).toEqual([]);
});

/** Names of keys that no resource describes: they are not for offline, and no event makes them old. */
const WITHOUT_RULES = [
  ...["access", "access-record", "announced", "data-subjects", "demo-sign-ins", "factor-requirements"],
  ...["file-room", "groups-in-care", "identity-providers", "kept-providers", "map-style", "people"],
  ...["personal-invitations", "presence", "push-here", "saved-views", "scopes", "sight", "system", "typing"],
];

it("each name is described by a resource, but for those that need no rules", () => {
  const made = Object.values(keys).map((key) =>
    typeof key === "function" ? (key as (word: unknown, rest: string) => unknown[])({}, "") : key,
  );
  const names = new Set(made.map(([name]) => String(name)));
  expect([...names].filter((name) => !NAMES.includes(name)).toSorted()).toEqual(WITHOUT_RULES);
});
