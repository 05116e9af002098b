/** A group with one officer at the table, and what its pages ask for. */
import type {
  GroupOut,
  MandateDetails,
  MembershipOut,
  OrganisationOut,
  SeatRecord,
  SuccessionOut,
} from "@/api/generated/types.gen";
import { GROUP_ID } from "./realtime-samples";
import { ME } from "./test-page";

export const POLICE = {
  id: "org-1",
  name: { uk: "Відділ поліції № 3", en: "Police Department No. 3" },
  short_name: { uk: "Відділ поліції", en: "Police" },
  on_behalf: { uk: "відділу поліції", en: "the police" },
  sector: "police" as const,
};
const PLACE = { id: "place-1", name: { uk: "Калинодільська громада", en: "" }, level: "hromada" as const };
const OFFICER = {
  id: "officer",
  name: { uk: "Олег Мороз", en: "Oleh Moroz" },
  gender: "masculine" as const,
};
export const DEPUTY = {
  id: "deputy",
  name: { uk: "Ірина Бойко", en: "Iryna Boiko" },
  gender: "feminine" as const,
};
export const POSITION = { uk: "офіцер громади", en: "community officer" };

export const MEMBER: MembershipOut = {
  id: "seat-1",
  role: "member",
  since: "2025-03-12T08:00:00Z",
  until: null,
  person: OFFICER,
  organisation: POLICE,
  position: POSITION,
  mandate_id: "mandate-1",
  starts_on: "2025-03-12",
  ends_on: null,
  deputy: DEPUTY,
  version: 3,
  allowed: ["change_role", "end_membership"],
  mandate_allowed: ["read", "see_deputies", "edit", "rest", "pass_on", "end", "appoint_deputy"],
};

export const GROUP: GroupOut = {
  id: GROUP_ID,
  name: { uk: "Безпека громади", en: "Community safety" },
  purpose: { uk: "Домовитися", en: "To agree" },
  territory: PLACE,
  parent: null,
  state: "active",
  visibility: "listed",
  mandate_document: "",
  cadence: { uk: "", en: "" },
  quorum: 3,
  time_zone: "Europe/Kyiv",
  founded_on: "2026-01-12",
  sectors: [
    { sector: "police", seated: 1, required: 2 },
    { sector: "health", seated: 0, required: 1 },
  ],
  member_count: 1,
  observer_count: 0,
  version: 4,
  role: null,
  unread: 0,
  requests_waiting: null,
  allowed: ["read", "add_member", "change_role", "end_membership"],
  seq: 0,
};

export const MANDATE: MandateDetails = {
  id: "mandate-1",
  person: OFFICER,
  organisation: POLICE,
  position: POSITION,
  document: "Наказ № 1",
  starts_on: "2025-03-12",
  ends_on: null,
  ended_at: null,
  state: "active",
  deputy: null,
  reason: "",
  predecessor: null,
  seats: [],
  allowed: MEMBER.mandate_allowed,
  version: 7,
};

export const SUCCESSION: SuccessionOut = {
  heritage: [
    { kind: "actions", count: 3 },
    { kind: "led_threads", count: 1 },
    { kind: "unread_threads", count: 5 },
  ],
  seats: [
    {
      membership_id: "seat-1",
      group: { id: GROUP_ID, name: { uk: "Безпека громади", en: "" } },
      role: "member",
    },
  ],
  version: 7,
};

export const RESTING: SeatRecord = {
  id: "seat-2",
  role: "observer",
  since: "2025-01-01T08:00:00Z",
  until: null,
  state: "resting",
  person: DEPUTY,
  organisation: POLICE,
  position: POSITION,
  mandate_id: "mandate-2",
  reason: "",
  mandate_allowed: ["read", "resume"],
};

export const ORGANISATION: OrganisationOut = {
  ...POLICE,
  parent: null,
  territories: [PLACE],
  phone: "",
  email: "",
  website: "",
  address: { uk: "", en: "" },
  verified_at: null,
  verified_by: null,
  verified_document: "",
  allowed: ["read", "appoint"],
  version: 1,
};

export const PATH = `/api/v1/groups/${GROUP_ID}`;
export const BASE = {
  "GET /api/v1/me": ME,
  "GET /api/v1/notifications": { items: [], next_cursor: null },
  [`GET ${PATH}`]: GROUP,
  [`GET ${PATH}/members`]: { items: [MEMBER] },
  [`GET ${PATH}/seats`]: { items: [RESTING], next_cursor: null },
  [`GET ${PATH}/role-history`]: { items: [], next_cursor: null },
  [`GET ${PATH}/candidates`]: {
    items: [{ id: "mandate-3", person: DEPUTY, organisation: POLICE, position: POSITION }],
  },
  "GET /api/v1/organisations": { items: [ORGANISATION], next_cursor: null },
  "GET /api/v1/organisations/org-1/candidates": { items: [DEPUTY] },
  "GET /api/v1/mandates/mandate-1": MANDATE,
  "GET /api/v1/mandates/mandate-2": { ...MANDATE, id: "mandate-2", state: "resting" as const, version: 9 },
  "GET /api/v1/mandates/mandate-1/succession": SUCCESSION,
  "GET /api/v1/mandates/mandate-1/colleagues": { items: [DEPUTY] },
};
