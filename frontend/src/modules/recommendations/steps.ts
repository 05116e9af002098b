import { msg } from "@lingui/core/macro";
import type { MoveRecommendationInRequest, OpenStep, RecommendationPageOut } from "@/api/generated/types.gen";
import { type Transition, workflow } from "@/kit/workflow/workflow";

export type To = MoveRecommendationInRequest["to"];
type Allowed = RecommendationPageOut["allowed"][number];

/** A step on one of the axes. */
export interface Step extends Transition {
  name: Extract<
    Allowed,
    | "accept"
    | "accept_partly"
    | "answer_done"
    | "close"
    | "implement"
    | "reject"
    | "reopen"
    | "report_partial"
    | "return"
    | "start"
    | "verify"
  >;
  /** What the API calls it in requests. */
  to: To;
  /** An answer, not work on it. */
  answers?: boolean;
  /** The day by which it is to be done may go with it. */
  agrees?: boolean;
}

const REMARK = { label: msg`Пояснення (необов’язково)` };

const FLOW = workflow<Step, Allowed>([
  {
    name: "accept",
    to: "accepted",
    label: msg`Приймаємо`,
    lead: msg`Виконаємо так, як рекомендовано`,
    reason: REMARK,
    answers: true,
    agrees: true,
  },
  {
    name: "accept_partly",
    to: "partly",
    label: msg`Приймаємо частково`,
    lead: msg`Напишіть, що виконаєте, а що ні й чому`,
    reason: { label: msg`Що виконаєте, а що ні`, missing: msg`Напишіть, що виконаєте, а що ні` },
    answers: true,
    agrees: true,
  },
  {
    name: "reject",
    to: "rejected",
    label: msg`Відхиляємо`,
    lead: msg`Причину побачать усі, хто бачить рекомендацію; за нею стежитимуть і далі`,
    reason: { label: msg`Причина`, missing: msg`Напишіть причину` },
    answers: true,
  },
  {
    name: "answer_done",
    to: "already_done",
    label: msg`Уже зроблено`,
    lead: msg`Потрібен доказ`,
    reason: REMARK,
    answers: true,
  },
  {
    name: "start",
    to: "in_progress",
    label: msg`Почати роботу`,
    reason: REMARK,
    success: msg`Роботу почато`,
  },
  {
    name: "implement",
    to: "implemented",
    label: msg`Виконано`,
    lead: msg`Перевірить інша організація: не ви, не підлегла вам і не та, що над цим працювала`,
    reason: REMARK,
    success: msg`Записано: виконано. Перевірить інша організація`,
  },
  {
    name: "report_partial",
    to: "partial",
    label: msg`Виконано частково`,
    reason: REMARK,
    success: msg`Записано: виконано частково`,
  },
  {
    name: "verify",
    to: "verified",
    label: msg`Підтвердити виконання`,
    lead: msg`Підтверджуйте, якщо докази показують, що рекомендацію виконано`,
    reason: REMARK,
    success: msg`Виконання підтверджено`,
  },
  {
    name: "return",
    to: "returned",
    label: msg`Повернути із зауваженням`,
    lead: msg`Рекомендація знову буде в роботі`,
    reason: { label: msg`Чого бракує`, missing: msg`Напишіть, чого бракує` },
    success: msg`Повернуто із зауваженням`,
  },
  {
    name: "close",
    to: "closed_not_implemented",
    label: msg`Закрити: не виконуватимуть`,
    lead: msg`За рекомендацією більше не стежитимуть. Вона лишається в реєстрі з причиною`,
    keep: msg`Не закривати`,
    reason: { label: msg`Причина`, missing: msg`Напишіть причину` },
    danger: true,
    success: msg`Закрито: не виконуватимуть`,
  },
  {
    name: "reopen",
    to: "reopened",
    label: msg`Стежити знову`,
    reason: { label: msg`Причина`, missing: msg`Напишіть причину` },
    success: msg`За рекомендацією знову стежать`,
  },
]);

/** A step with what the server says of it: what it lacks, and whether it is recorded for the addressee. */
export type StepNow = Step & Pick<OpenStep, "logged" | "requires" | "missing">;

/** The steps that the server says are open to the reader, in the order of the workflow. */
export function openSteps({ steps }: Pick<RecommendationPageOut, "steps">): StepNow[] {
  return FLOW.transitions.flatMap((step) => {
    const now = steps.find(({ to }) => to === step.to);
    return now ? [{ ...step, logged: now.logged, requires: now.requires, missing: now.missing }] : [];
  });
}

export const needsEvidence = ({ requires }: Pick<StepNow, "requires">) => requires.includes("evidence");
