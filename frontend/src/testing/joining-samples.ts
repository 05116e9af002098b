import type {
  GroupOut,
  InvitationOut,
  JoinRequestOut,
  OfferOut,
  OrganisationOut,
} from "@/api/generated/types.gen";
import { GROUP as SEATED_GROUP } from "./members-samples";
import { EMPTY_API } from "./test-page";

export const HOSPITAL = {
  id: "hospital",
  name: { uk: "Лікарня", en: "Hospital" },
  short_name: { uk: "Лікарня", en: "Hospital" },
  on_behalf: { uk: "лікарні", en: "the hospital" },
  sector: "health" as const,
};
export const GROUP_NAME = { uk: "Безпека громади", en: "Community safety" };
export const PLACE = {
  id: "place",
  name: { uk: "Калинодільська громада", en: "Kalynodil hromada" },
  level: "hromada" as const,
};
export const GUEST = {
  id: "guest",
  name: { uk: "Лариса Гук", en: "Larysa Huk" },
  gender: "feminine" as const,
};

export const GROUP: GroupOut = {
  ...SEATED_GROUP,
  id: "group-1",
  territory: PLACE,
  sectors: [],
  version: 1,
  role: "facilitator",
  allowed: ["read", "invite", "add_member"],
};

export const REQUEST: JoinRequestOut = {
  id: "request-1",
  group: { id: "group-1", name: GROUP_NAME },
  person: GUEST,
  organisation: HOSPITAL,
  role: "member",
  position: { uk: "лікарка", en: "physician" },
  words: "Хочу допомогти з безпекою лікарні",
  state: "pending",
  asked_at: "2026-11-24T08:00:00Z",
  decided_at: null,
  decided_by: null,
  reason: "",
  allowed: ["read", "admit", "decline"],
};

export const LINK: InvitationOut = {
  id: "link-1",
  organisation: HOSPITAL,
  role: "member",
  email: "",
  for_address: false,
  letter: null,
  position: { uk: "", en: "" },
  document: "",
  ends_on: null,
  uses: 10,
  used: 2,
  created_at: "2026-11-20T08:00:00Z",
  created_by: GUEST,
  expires_at: "2026-12-05T22:00:00Z",
  opens: true,
  allowed: ["read", "revoke"],
};

export const LETTER: InvitationOut = {
  ...LINK,
  id: "letter-1",
  email: "larysa@hospital.example",
  for_address: true,
  letter: { state: "sent", why: null, at: "2026-11-26T08:05:00Z" },
  uses: 1,
  used: 0,
  allowed: ["read", "send", "revoke"],
};

export const OFFER: OfferOut = {
  group: { id: "group-1", name: GROUP_NAME },
  territory: PLACE,
  organisation: HOSPITAL,
  role: "member",
  position: { uk: "", en: "" },
  appoints: false,
  for_address: false,
  ends_on: null,
  proof: null,
  expires_at: "2026-12-05T22:00:00Z",
};

export const ORGANISATION: OrganisationOut = {
  ...HOSPITAL,
  parent: null,
  territories: [PLACE],
  verified_at: null,
  verified_document: "",
  version: 1,
} as OrganisationOut;

/** Requests as the API gives them: those that wait, or those that have their answer. */
export const requests =
  (waiting: JoinRequestOut[], answered: JoinRequestOut[] = []) =>
  (request: Request) => ({
    items: new URL(request.url).searchParams.get("state") === "answered" ? answered : waiting,
    next_cursor: null,
  });

export const BASE = {
  ...EMPTY_API,
  "GET /api/v1/groups/group-1": GROUP,
  "GET /api/v1/groups/group-1/join-requests": requests([REQUEST]),
  "GET /api/v1/groups/group-1/invitations": { items: [LINK], next_cursor: null },
  "GET /api/v1/organisations": { items: [ORGANISATION], next_cursor: null },
};
