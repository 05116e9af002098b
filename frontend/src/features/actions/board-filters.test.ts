import { expect, it } from "vitest";
import { reportListUrl } from "@/modules/actions/report-filters";
import { boardAddress, filtersFrom, foldedFilterCount, serverFilter } from "./board-filters";

it("an address says what is shown, and is read back", () => {
  const filters = { group: "g1", show: "waiting", state: "done", view: "list" } as const;
  const address = boardAddress(filters);
  expect(address).toBe("/actions?group=g1&show=waiting&state=done&view=list");
  expect(filtersFrom(Object.fromEntries(new URL(address, "https://x").searchParams))).toEqual(filters);
});

it("nothing chosen leaves a bare address", () => {
  expect(boardAddress({ group: "", show: undefined })).toBe("/actions");
});

it("what something is about narrows it on the server, from the address alone", () => {
  const search = { late: "yes", priority: "urgent", target: "women", tag: "двір школи" };
  expect(filtersFrom(search)).toEqual(search);
  expect(filtersFrom({ late: "no", priority: "huge", target: "pirates", tag: "" })).toEqual({});
  expect(serverFilter(filtersFrom(search), "2026-01-30")).toEqual({
    overdue: "true",
    priority: "urgent",
    target_group: "women",
    tag: "двір школи",
  });
});

it("what the address does not mean is ignored", () => {
  expect(filtersFrom({ group: 7, show: "all", state: "lost", view: "board" })).toEqual({});
});

it("of work that is ahead only what is open is asked for, unless an address says which", () => {
  const open = "proposed,accepted,in_progress,blocked,done";
  expect(serverFilter({ view: "workload" }, "2026-01-30")).toEqual({ state: open });
  expect(serverFilter({ view: "workload", among: "proved" }, "2026-01-30")).toEqual({
    state: "verified,closed",
  });
});

it("a state is left to the board, so that it can count the others", () => {
  expect(serverFilter({ group: "g1", show: "own", state: "done" }, "2026-01-30")).toEqual({
    group: "g1",
    owner: "me",
  });
});

it("what one is to an item and when it is due are asked of the server", () => {
  expect(filtersFrom({ show: "asked", due: "week" })).toEqual({ show: "asked", due: "week" });
  expect(filtersFrom({ show: "toString", due: "year" })).toEqual({});
  expect(serverFilter({ show: "checking", due: "week" }, "2026-01-30")).toEqual({
    verifier: "me",
    due_from: "2026-01-30",
    due_to: "2026-02-06",
  });
});

it("a calendar asks for the weeks of its month alone, and of those only for what is due in time", () => {
  const search = { view: "calendar", month: "2026-02" };
  expect(filtersFrom(search)).toEqual(search);
  expect(filtersFrom({ view: "list", month: "2026-02" })).toEqual({ view: "list" });
  expect(filtersFrom({ view: "calendar", month: "2026-20" })).toEqual({ view: "calendar" });
  expect(serverFilter(filtersFrom(search), "2026-01-30")).toEqual({
    due_from: "2026-01-26",
    due_to: "2026-03-01",
  });
  expect(serverFilter({ view: "calendar", due: "week" }, "2026-01-30")).toEqual({
    due_from: "2026-01-30",
    due_to: "2026-02-01",
  });
});

it("what a figure counts is asked of the server by the days and states of the figure", () => {
  const address = reportListUrl("g1", { among: "open", worked_from: "2026-01-01", late: "first" });
  const filters = filtersFrom(Object.fromEntries(new URL(address, "https://x").searchParams));
  expect(filters).toEqual({
    group: "g1",
    view: "list",
    among: "open",
    worked_from: "2026-01-01",
    late: "first",
  });
  expect(serverFilter(filters, "2026-01-30")).toEqual({
    group: "g1",
    state: "proposed,accepted,in_progress,blocked,done",
    worked_from: "2026-01-01",
    overdue: "at_first",
  });
  expect(filtersFrom({ among: "toString", sector: "pirates", owner: "me", made_to: "today" })).toEqual({});
});

it("behind the button of filters count those alone that have no chip beside it", () => {
  expect(foldedFilterCount({ show: "own", late: "yes", tag: "двір", among: "open", view: "list" })).toBe(0);
  expect(foldedFilterCount({ show: "watching", group: "g1", state: "done", due: "week" })).toBe(4);
});
