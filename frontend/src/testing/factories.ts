/** Things of the API as their readers get them: whole by default, but for what a test says of them. */
import type { MandateOut, OrganisationRef, RoundOut } from "@/api/generated/types.gen";
import { aVoice, GROUP_ID } from "./realtime-samples";

export function makeOrganisation(change: Partial<OrganisationRef> = {}): OrganisationRef {
  return {
    id: "lyceum",
    name: { uk: "Ліцей № 2", en: "Lyceum No. 2" },
    short_name: { uk: "Ліцей № 2", en: "Lyceum No. 2" },
    on_behalf: { uk: "Ліцею № 2", en: "Lyceum No. 2" },
    sector: "education",
    ...change,
  };
}

export function makeMandate(change: Partial<MandateOut> = {}): MandateOut {
  return {
    id: "mandate-1",
    person: aVoice("me").person,
    organisation: makeOrganisation(),
    position: { uk: "заступниця директорки", en: "deputy head" },
    document: "",
    starts_on: "2025-01-01",
    ends_on: null,
    acting: false,
    deputy: null,
    roles: [
      {
        membership_id: "seat-1",
        group: { id: GROUP_ID, name: { uk: "Група", en: "Group" } },
        role: "member",
      },
    ],
    absences: [],
    allowed: ["read", "see_deputies", "appoint_deputy", "end_deputyship"],
    version: 1,
    ...change,
  };
}

/** A round of one sector that goes on: nobody has spoken in it. */
export function makeRound(change: Partial<RoundOut> = {}): RoundOut {
  return {
    id: "round",
    question: "Що зробите до зими?",
    sectors: ["police"],
    started_at: "2025-12-08T10:00:00Z",
    started_by: aVoice("lead"),
    ends_at: new Date(Date.now() + 600_000).toISOString(),
    over_at: null,
    early: false,
    turns: [],
    ...change,
  };
}

/** The last page of a list, with all that is on it. */
export const makePage = <Rows extends unknown[] = []>(...items: Rows) => ({
  items: items as Rows[number][],
  next_cursor: null,
});
