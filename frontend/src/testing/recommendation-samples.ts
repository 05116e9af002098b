/** One recommendation, and what its page asks for. */
import type { OpenStep, RecommendationPageOut, RecommendationWords } from "@/api/generated/types.gen";
import { POLICE } from "./members-samples";
import { GROUP_ID } from "./realtime-samples";
import { EMPTY_API } from "./test-page";

const both = (uk: string) => ({ uk, en: "" });
const state = (name: string, uk: string) => ({ name, label: both(uk), phase: "review" as const });

export const RECOMMENDATION: RecommendationPageOut = {
  id: "01900000-0000-7000-8000-0000000000a5",
  dossier: {
    id: "dossier-1",
    kind: "recommendations",
    number: 1,
    year: 2026,
    title: both("Аудит безпеки"),
    visibility: "group",
  },
  group: { id: GROUP_ID, name: both("Безпека громади") },
  number: 5,
  year: 2026,
  stage: "in_force",
  title: both("Вечірній піший патруль"),
  text: both("Запровадити щоденний піший патруль."),
  cause: both("Увечері почуваються безпечно 41 % опитаних."),
  addressee: POLICE,
  addressee_outside: false,
  theme: "policing",
  target_groups: ["women"],
  created_at: "2026-01-10T08:00:00Z",
  issued_at: "2026-01-12T08:00:00Z",
  due_on: "2030-02-11",
  overdue: false,
  rules: { name: "demo-0", label: both("приклад, а не юридична порада"), source: "" },
  response: "pending",
  response_reason: null,
  responded_at: null,
  agreed_on: null,
  implementation: "not_started",
  implementation_reason: null,
  implementation_since: null,
  evidence_count: 0,
  verified_for: null,
  version: 3,
  waits_for_me: false,
  waiting: null,
  allowed: ["read"],
  proposed_by: null,
  response_by: null,
  response_logged: false,
  implementation_by: null,
  implementation_logged: false,
  superseded_by: null,
  supersedes: [],
  causes: [],
  actions: [],
  steps: [],
  seq: 0,
};

export const WORDS: RecommendationWords = {
  response: {
    states: [
      state("pending", "Чекає відповіді"),
      state("accepted", "Прийнято"),
      state("partly", "Прийнято частково"),
      state("rejected", "Відхилено адресатом"),
      state("already_done", "Було зроблено"),
    ],
    transitions: [],
  },
  implementation: {
    states: [
      state("not_started", "Не почато"),
      state("in_progress", "У роботі"),
      state("partial", "Частково"),
      state("implemented", "Виконано, каже адресат"),
      state("verified", "Перевірено"),
      state("closed_not_implemented", "Не виконуватимуть"),
    ],
    transitions: [],
  },
  themes: [
    { name: "policing", label: both("Поліція в громаді") },
    { name: "roads", label: both("Дороги") },
  ],
  target_groups: [{ name: "women", label: both("Жінки") }],
  rules: { name: "demo-0", label: both("приклад"), source: "" },
};

const MISSING = { code: "evidence_required", detail: both("Додайте доказ") };

/** A step that is open; one that `needs` something lacks evidence where there is none. */
export const step = (
  to: string,
  needs: OpenStep["requires"] = [],
  more: Partial<OpenStep> = {},
): OpenStep => ({ to, label: both(to), requires: needs, logged: false, missing: [], ...more });

export const ANSWERS = [
  step("accepted"),
  step("partly", ["reason"]),
  step("rejected", ["reason"]),
  step("already_done", ["evidence"], { missing: [MISSING] }),
];

export const RECOMMENDATION_PATH = `/api/v1/recommendations/${RECOMMENDATION.id}`;

export function recommendationPage(recommendation: Partial<RecommendationPageOut>) {
  return {
    ...EMPTY_API,
    "GET /api/v1/recommendations/words": WORDS,
    "GET /api/v1/groups": { items: [], next_cursor: null },
    [`GET /api/v1/groups/${GROUP_ID}/members`]: { items: [] },
    [`GET ${RECOMMENDATION_PATH}`]: { ...RECOMMENDATION, ...recommendation },
    [`GET ${RECOMMENDATION_PATH}/evidence`]: { items: [] },
  };
}
