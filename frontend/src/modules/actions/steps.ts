import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { ActionOut, MoveActionInRequest } from "@/api/generated/types.gen";
import { type Transition, workflow } from "@/kit/workflow/workflow";
import type { State } from "./status";

export type StepTo = MoveActionInRequest["to"];

type Allowed = ActionOut["allowed"];

/** A transition of an action item. */
export interface Step extends Transition {
  name: Allowed[number];
  to: StepTo;
  /** The state of the item afterwards, and so the column of its card. */
  after: State;
  /** Each criterion of the item is checked first. */
  proves?: boolean;
  /** The step that it takes back: offered as soon as that is taken. */
  undoes?: StepTo;
  success: MessageDescriptor;
  /** Of whom it is asked, where it is of one organisation. */
  by?: "owner" | "verifier";
}

const note = (label: MessageDescriptor) => ({
  label,
  description: msg`Необов’язково. Побачать усі, хто бачить доручення`,
});

const STEPS = workflow<Step>([
  {
    name: "accept",
    to: "accepted",
    after: "accepted",
    by: "owner",
    label: msg`Прийняти доручення`,
    success: msg`Доручення прийнято`,
  },
  {
    name: "start",
    to: "in_progress",
    after: "in_progress",
    by: "owner",
    label: msg`Почати роботу`,
    success: msg`Доручення в роботі`,
  },
  {
    name: "complete",
    to: "done",
    after: "done",
    by: "owner",
    label: msg`Виконано, прошу підтвердити`,
    proves: true,
    lead: msg`Виконання підтвердить інша організація: їй повідомлять, що докази подано.`,
    reason: note(msg`Примітка`),
    success: msg`Тепер виконання підтвердить інша організація`,
  },
  {
    name: "verify",
    to: "verified",
    after: "verified",
    by: "verifier",
    label: msg`Підтвердити виконання`,
    proves: true,
    lead: msg`Ваша організація підтвердить, що роботу виконано, і виконавець про це дізнається.`,
    reason: note(msg`Примітка`),
    success: msg`Виконання підтверджено`,
  },
  {
    name: "withdraw_completion",
    to: "completion_withdrawn",
    after: "in_progress",
    by: "owner",
    undoes: "done",
    label: msg`Ще не виконано`,
    reason: note(msg`Чого ще бракує`),
    success: msg`Доручення знову в роботі`,
  },
  {
    name: "withdraw_verification",
    to: "verification_withdrawn",
    after: "done",
    undoes: "verified",
    label: msg`Скасувати підтвердження`,
    keep: msg`Не скасовувати`,
    success: msg`Підтвердження скасовано`,
  },
  {
    name: "close",
    to: "closed",
    after: "closed",
    label: msg`Закрити доручення`,
    success: msg`Доручення закрито`,
  },
  {
    name: "return",
    to: "returned",
    after: "in_progress",
    by: "verifier",
    label: msg`Повернути із зауваженням`,
    lead: msg`Виконавець побачить зауваження і зможе подати нові докази. Строк не зміниться.`,
    reason: { label: msg`Чого бракує`, missing: msg`Напишіть, чого бракує` },
    success: msg`Доручення повернуто виконавцю`,
  },
  {
    name: "block",
    to: "blocked",
    after: "blocked",
    by: "owner",
    label: msg`Повідомити про перешкоду`,
    lead: msg`Причину побачать усі, хто бачить доручення.`,
    reason: { label: msg`Що заважає`, missing: msg`Напишіть, що заважає` },
    success: msg`Доручення позначено як заблоковане`,
  },
  {
    name: "decline",
    to: "declined",
    after: "declined",
    by: "owner",
    label: msg`Відхилити`,
    lead: msg`Фасилітатор побачить причину і зможе передати доручення іншим.`,
    reason: { label: msg`Чому ви не можете його взяти`, missing: msg`Напишіть, чому не можете його взяти` },
    danger: true,
    success: msg`Доручення відхилено`,
  },
  {
    name: "cancel",
    to: "cancelled",
    after: "cancelled",
    label: msg`Скасувати доручення`,
    keep: msg`Не скасовувати`,
    lead: msg`Доручення лишиться в реєстрі з причиною. Повернути його до роботи не можна.`,
    reason: { label: msg`Чому скасовуєте`, missing: msg`Напишіть, чому скасовуєте` },
    danger: true,
    success: msg`Доручення скасовано`,
  },
]);

/** The organisation of which a step is asked; null where it is asked of none by name. */
export function responsibleOrganisation(
  { owner, verifier }: ActionOut,
  { by }: Pick<Step, "by">,
): string | null {
  if (by === "owner") return owner.id;
  return by === "verifier" && verifier ? verifier.id : null;
}

/** Return the steps that are open to the reader now, in the order in which they are offered. */
export const openSteps = STEPS.openTo;

export const getStep = STEPS.get;

/** Return the step that takes this one back, if it is open to the person who took it. */
export function undoOf(step: Step, allowed: Allowed): Step | undefined {
  return openSteps(allowed).find(({ undoes }) => undoes === step.to);
}

/** Return the step that puts a card into a state, if there is one that is open. */
export function transitionTo(state: State, allowed: Allowed): Step | undefined {
  return openSteps(allowed).find((step) => step.after === state);
}
