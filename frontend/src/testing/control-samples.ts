/** One public control, and what its pages ask for. */
import type {
  ControlOut,
  DossierPageOut,
  OpenTransition,
  ProgrammeOut,
  RegisteredReplyOut,
} from "@/api/generated/types.gen";
import { DOSSIER, PATH, PROGRAMME, page } from "./dossier-samples";
import { POLICE } from "./members-samples";

const both = (uk: string) => ({ uk, en: "" });
export const CENTRE = { ...POLICE, id: "org-9", name: both("Ізолятор № 1"), short_name: both("Ізолятор") };
const RULES = { name: "demo-0", label: both("Приклад значень, не юридична порада"), source: "" };

export const CONTROL: ControlOut = {
  mechanism: "visit",
  announced: false,
  planned_on: "2030-02-01",
  place: "вул. Тиха, 3",
  authority: CENTRE,
  authority_outside: false,
  mandate_letter: null,
  conducted_on: null,
  sent_on: null,
  reply_due_on: null,
  overdue: false,
  term: { days: 30, counted: "calendar" },
  rules: RULES,
  outcome: null,
  replies: [],
  version: 5,
  allowed: [],
};

export const SENT: Partial<ControlOut> = {
  conducted_on: "2026-11-01",
  sent_on: "2026-11-02",
  reply_due_on: "2030-01-01",
  outcome: "open",
};

export const CONTROLS: ProgrammeOut = {
  ...PROGRAMME,
  kind: "public_control",
  noun: both("Громадський контроль"),
  own_begin: true,
};

export const ROW: RegisteredReplyOut = {
  dossier: {
    id: "d-7",
    kind: "public_control",
    number: 7,
    year: 2026,
    title: both("Візит"),
    visibility: "group",
  },
  group: DOSSIER.group,
  authority: CENTRE,
  authority_outside: false,
  mechanism: "visit",
  sent_on: "2026-12-02",
  reply_due_on: "2027-01-01",
  overdue: false,
  rules: RULES,
  outcome: "late",
};

export const step = (to: string, uk: string, more: Partial<OpenTransition> = {}): OpenTransition => ({
  ...{ to, label: both(uk), target: to, requires: [], own_service: false, missing: [] },
  ...more,
});

/** What the page of a control asks for. */
export function controlPage(control: Partial<ControlOut> = {}, dossier: Partial<DossierPageOut> = {}) {
  return {
    ...page({ kind: "public_control", visibility: "participants", phase: "preparation", ...dossier }),
    "GET /api/v1/programmes": { items: [PROGRAMME, CONTROLS] },
    [`GET ${PATH}/control`]: { ...CONTROL, ...control },
  };
}
