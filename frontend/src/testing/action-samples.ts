/** One action item and what its page asks for. */
import type { ActionOut, ActionPageOut, MandateOut } from "@/api/generated/types.gen";
import { POLICE } from "./members-samples";
import { GROUP_ID } from "./realtime-samples";
import { EMPTY_API } from "./test-page";

export const ACTION: ActionPageOut = {
  id: "action-1",
  number: 12,
  year: 2026,
  title: { uk: "Освітити двір", en: "Light the yard" },
  description: "",
  state: "proposed",
  state_since: "2026-01-12T08:00:00Z",
  state_reason: null,
  blocked_reason: null,
  help_asked: null,
  priority: "normal",
  due_on: "2030-01-12",
  original_due_on: "2030-01-12",
  overdue: false,
  group: { id: GROUP_ID, name: { uk: "Безпека громади", en: "" } },
  owner: POLICE,
  owner_outside: false,
  owner_person: null,
  verifier: null,
  verified_by: null,
  verified_at: null,
  audience: "group",
  target_groups: [],
  tags: [],
  effort_hours: null,
  budget: null,
  budget_source: null,
  place_name: "",
  place: null,
  recurrence: null,
  coowners: [],
  criteria: [],
  checklist_count: 0,
  checklist_done: 0,
  evidence_count: 0,
  done_at: null,
  created_at: "2026-01-12T08:00:00Z",
  version: 3,
  source: null,
  waits_for_me: true,
  waiting: "accept",
  allowed: ["read", "accept", "decline"],
  superseded_by: null,
  supersedes: [],
  watching: false,
  discussion: null,
  seq: 0,
};
/** The action item of a number, as lists show it. */
export function makeAction(number: number, change: Partial<ActionOut> = {}): ActionOut {
  return {
    ...ACTION,
    id: `action-${number}`,
    number,
    title: { uk: `Справа ${number}`, en: `Thing ${number}` },
    waits_for_me: false,
    ...change,
  };
}

export const PATH = `/api/v1/action-items/${ACTION.id}`;

export function page(action: Partial<ActionPageOut>, mandates: unknown[] = []) {
  return {
    ...EMPTY_API,
    "GET /api/v1/me/mandates": { items: mandates as MandateOut[] },
    [`GET ${PATH}`]: { ...ACTION, ...action },
    [`GET ${PATH}/evidence`]: { items: [] },
    [`GET ${PATH}/checklist`]: { items: [] },
    [`GET ${PATH}/chain`]: { items: [] },
    [`GET ${PATH}/relations`]: {
      parent: null,
      parts: [],
      blocked_by: [],
      blocks: [],
      version: 3,
      allowed: [],
    },
    [`GET ${PATH}/promise`]: { promise: null, shown: null, page_open: true },
    [`GET ${PATH}/reminders`]: { items: [] },
    [`GET ${PATH}/history`]: { items: [], next_cursor: null },
  };
}
