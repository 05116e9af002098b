import { expect, it } from "vitest";
import { boardAddress, filtersFrom, serverFilter } from "./board-filters";

it("an address says what is shown, and is read back", () => {
  const filters = { group: "g1", show: "waiting", state: "done", view: "list" } as const;
  const address = boardAddress(filters);
  expect(address).toBe("/actions?group=g1&show=waiting&state=done&view=list");
  expect(filtersFrom(Object.fromEntries(new URL(address, "https://x").searchParams))).toEqual(filters);
});

it("nothing chosen leaves a bare address", () => {
  expect(boardAddress({ group: "", show: undefined })).toBe("/actions");
});

it("what the address does not mean is ignored", () => {
  expect(filtersFrom({ group: 7, show: "all", state: "lost", view: "board" })).toEqual({});
});

it("a state is left to the board, so that it can count the others", () => {
  expect(serverFilter({ group: "g1", show: "own", state: "done" })).toEqual({ group: "g1", owner: "me" });
});
