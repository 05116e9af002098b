/** An organisation, its territory and whoever coordinates it, as the pages of the registers ask for them. */
import type { OfficeOut, OrganisationOut, TerritoryDetails } from "@/api/generated/types.gen";
import { makePage } from "./factories";
import { EMPTY_API } from "./test-page";

export const PLACE = {
  id: "place-1",
  name: { uk: "Калинодільська громада", en: "Kalynodil" },
  level: "hromada" as const,
};
export const PERSON = {
  id: "p-1",
  name: { uk: "Олег Литвин", en: "Oleh Lytvyn" },
  gender: "masculine" as const,
};

export const ORGANISATION: OrganisationOut = {
  id: "o-1",
  name: { uk: "Рада молоді", en: "Youth council" },
  short_name: { uk: "Рада молоді", en: "Youth council" },
  on_behalf: { uk: "ради молоді", en: "the youth council" },
  sector: "civil_society",
  parent: null,
  territories: [PLACE],
  phone: "102",
  email: "",
  website: "",
  address: { uk: "", en: "" },
  verified_at: null,
  verified_by: null,
  verified_document: "",
  allowed: ["read", "see_record", "edit", "edit_contacts", "verify", "set_administrators", "appoint"],
  version: 3,
};

export const TERRITORY: TerritoryDetails = {
  ...PLACE,
  code: "UA05020030000000000",
  parent_id: "country",
  above: [{ id: "country", name: { uk: "Україна", en: "Ukraine" }, level: "country" }],
  latitude: 47.1,
  longitude: 31.9,
  populations: [{ year: 2025, count: 40180 }],
  contact_points: [
    {
      kind: "police",
      name: { uk: "Чергова частина", en: "Duty desk" },
      phone: "102",
      email: "",
      address: { uk: "", en: "" },
    },
  ],
  allowed: [
    "read",
    "edit",
    "register_part",
    "record_population",
    "set_contact_points",
    "register_organisation",
  ],
  version: 5,
};

export const OFFICE: OfficeOut = {
  id: "office-1",
  kind: "coordinator",
  person: PERSON,
  territory: PLACE,
  document: "Розпорядження № 7",
  starts_at: "2026-01-12T08:00:00Z",
  ends_at: null,
  end_reason: "",
  allowed: ["read", "end"],
};

export const BASE = {
  ...EMPTY_API,
  "GET /api/v1/notifications": makePage(),
  "GET /api/v1/offices": makePage(OFFICE),
  "GET /api/v1/territories": makePage(TERRITORY),
  "GET /api/v1/territories/place-1": TERRITORY,
  "GET /api/v1/territories/place-1/ending-mandates": makePage(),
  "GET /api/v1/groups": makePage(),
  "GET /api/v1/groups/directory": makePage(),
  "GET /api/v1/organisations": makePage(ORGANISATION),
  "GET /api/v1/organisations?parent=o-1": makePage(),
  "GET /api/v1/organisations/o-1": ORGANISATION,
  "GET /api/v1/organisations/o-1/mandates": makePage(),
  "GET /api/v1/organisations/o-1/administrators": makePage(),
  "GET /api/v1/organisations/o-1/verification": makePage(),
};
