/** One dossier, and what its pages ask for. */
import type { DossierPageOut, KnownDossier, ProgrammeOut } from "@/api/generated/types.gen";
import { MEMBER, POLICE, POSITION } from "./members-samples";
import { GROUP_ID } from "./realtime-samples";
import { EMPTY_API } from "./test-page";

export const DOSSIER_ID = "01900000-0000-7000-8000-0000000000d0";
export const PATH = `/api/v1/dossiers/${DOSSIER_ID}`;
const GROUP_REF = { id: GROUP_ID, name: { uk: "Безпека громади", en: "Community safety" } };

export const LEAD = { id: "mandate-1", person: MEMBER.person, organisation: POLICE, position: POSITION };
const STATES = [
  { name: "open", label: { uk: "Відкрито", en: "Open" }, phase: "follow_up" as const },
  { name: "settled", label: { uk: "Усі відповіли", en: "All answered" }, phase: "follow_up" as const },
  { name: "closed", label: { uk: "Закрито", en: "Closed" }, phase: "closed" as const },
];

export const PROGRAMME: ProgrammeOut = {
  kind: "recommendations",
  noun: { uk: "Рекомендації", en: "Recommendations" },
  path: "recommendations",
  own_begin: false,
  states: STATES,
  transitions: [],
  roles: [
    { name: "addressee", label: { uk: "адресат", en: "addressee" }, part: "counterpart", personal: false },
  ],
};

export const SETTLE: DossierPageOut["transitions"][number] = {
  to: "settled",
  label: { uk: "Усі відповіли", en: "All have answered" },
  target: "settled",
  requires: [],
  own_service: false,
  missing: [],
};

export const DOSSIER: DossierPageOut = {
  id: DOSSIER_ID,
  kind: "recommendations",
  number: 3,
  year: 2026,
  title: { uk: "Рекомендації після огляду укриттів", en: "Recommendations on shelters" },
  group: GROUP_REF,
  lead: LEAD,
  state: "open",
  phase: "follow_up",
  state_since: "2026-12-02T10:00:00Z",
  visibility: "group",
  sealed: false,
  begun_at: "2026-12-01T10:00:00Z",
  version: 5,
  waits_for_me: false,
  deadline: null,
  allowed: ["read", "see_access"],
  lifecycle: [
    { name: "open", label: { uk: "Відкрито", en: "Open" }, phase: "follow_up", progress: "now" },
    {
      name: "settled",
      label: { uk: "Усі відповіли", en: "All answered" },
      phase: "follow_up",
      progress: "next",
    },
    { name: "closed", label: { uk: "Закрито", en: "Closed" }, phase: "closed", progress: "next" },
  ],
  transitions: [],
  participants: [
    {
      id: "participant-1",
      role: "addressee",
      part: "counterpart",
      organisation: {
        ...POLICE,
        id: "org-2",
        short_name: { uk: "Ліцей № 2", en: "Lyceum" },
        name: { uk: "Ліцей № 2", en: "Lyceum" },
      },
      mandate: null,
      outside_body: null,
      since: "2026-12-02T10:00:00Z",
      opened_at: null,
      interests: null,
    },
  ],
  sign_offs: [],
  deadlines: [],
  seq: 0,
};

export const KNOWN: KnownDossier = {
  id: "01900000-0000-7000-8000-0000000000d7",
  kind: "recommendations",
  number: 7,
  year: 2026,
  title: { uk: "Візит до ізолятора", en: "A visit" },
  group: GROUP_REF,
  lead: LEAD,
  known_only: true,
};

export function page(dossier: Partial<DossierPageOut> = {}) {
  return {
    ...EMPTY_API,
    "GET /api/v1/programmes": { items: [PROGRAMME] },
    "GET /api/v1/groups": { items: [], next_cursor: null },
    [`GET /api/v1/groups/${GROUP_ID}/members`]: { items: [MEMBER] },
    [`GET ${PATH}`]: { ...DOSSIER, ...dossier },
    [`GET ${PATH}/history`]: { items: [], next_cursor: null },
    [`GET ${PATH}/evidence`]: { items: [] },
    [`GET ${PATH}/findings`]: { items: [] },
    [`GET ${PATH}/editions`]: { items: [] },
    [`GET ${PATH}/break-glass`]: { items: [] },
    [`GET ${PATH}/recommendations`]: { items: [], next_cursor: null },
  };
}
