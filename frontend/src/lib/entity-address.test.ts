import { describe, expect, it } from "vitest";
import { entityAt } from "./entity-address";

const ID = "01a21ae7-3a10-7734-aa1b-2c99f76bcee1";

describe("what an address leads to", () => {
  it.each([
    [`/threads/${ID}`, { kind: "thread", id: ID }],
    [`https://viche.example.org/actions/${ID.toUpperCase()}?do=done`, { kind: "action", id: ID }],
    [`/dossiers/${ID}/access`, { kind: "dossier", id: ID }],
    [`/groups/${ID}/members`, { kind: "group", id: ID }],
  ])("is told of %s", (address, entity) => expect(entityAt(address)).toEqual(entity));

  it.each(["/", "/inbox", "/threads/1", `/people/${ID}/sight`, `/threads/${ID}0`])(
    "is nothing of %s",
    (address) => expect(entityAt(address)).toBeNull(),
  );
});
