import { describe, expect, it } from "vitest";
import { ALLA, anItem, OWN_SEAT, RUNNING } from "@/testing/meeting-samples";
import { layOutAgenda, spokenBySector } from "./clock";

const at = (time: string) => Date.parse(`2029-12-08T${time}:00Z`);
const timesAt = (now: string) =>
  layOutAgenda(RUNNING, at(now)).lines.map((line) => new Date(line.at).toISOString().slice(11, 16));

describe("the agenda with the clock", () => {
  it("puts off what follows by the delay so far", () => {
    expect(timesAt("13:30")).toEqual(["13:00", "13:23", "13:43"]);
    expect(layOutAgenda(RUNNING, at("13:30")).late).toBe(3);
  });

  it("puts it off further while the item goes on past its time", () => {
    expect(timesAt("13:50")).toEqual(["13:00", "13:23", "13:50"]);
    expect(layOutAgenda(RUNNING, at("13:50")).late).toBe(10);
  });

  it("counts neither postponed items nor those that were only proposed", () => {
    const agenda = [anItem(2, "Б"), anItem(1, "А", { state: "postponed" }), anItem(null, "В")];
    const { lines, late } = layOutAgenda({ ...RUNNING, agenda, started_at: null }, at("12:00"));
    expect(lines.map(({ item }) => item.title)).toEqual(["А", "Б"]);
    expect([lines[1]?.at, late]).toEqual([at("13:00"), 0]);
  });
});

it("adds up who spoke by sectors, with who speaks now", () => {
  const turn = (id: string, membership_id: string, began_at: string | null, ended_at: string | null) => ({
    ...{ id, membership_id, asked_at: "2029-12-08T13:23:00Z", began_at, ended_at },
  });
  const speakers = [
    turn("1", ALLA.membership_id, "2029-12-08T13:24:00Z", "2029-12-08T13:26:00Z"),
    turn("2", ALLA.membership_id, "2029-12-08T13:29:00Z", null),
    turn("3", OWN_SEAT.membership_id, null, null),
  ];
  const spoken = spokenBySector(anItem(1, "А", { speakers }), RUNNING.seats, at("13:30"));
  expect([...spoken]).toEqual([["civil_society", 180]]);
});
