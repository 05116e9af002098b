import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { ActionOut, MoveActionInRequest } from "@/api/generated/types.gen";
import type { State } from "./status";

export type StepTo = MoveActionInRequest["to"];

/** One step of the workflow as a person takes it. Which of them are open is said by `allowed` alone. */
export interface Step {
  /** Name of the step in `allowed`. */
  action: string;
  to: StepTo;
  /** State in which the item is afterwards: where its card lands on the board. */
  after: State;
  label: MessageDescriptor;
  /** The question of the field, what it says when it is left empty, and who reads the answer. */
  needsReason?: { question: MessageDescriptor; missing: MessageDescriptor; lead: MessageDescriptor };
  /** Each condition of the item is looked at first; the words say what the step means. */
  proves?: MessageDescriptor;
  /** What may be said beside the step, where no reason is needed. */
  note?: MessageDescriptor;
  /** The step that it takes back: offered as soon as that is taken. */
  undoes?: StepTo;
  danger?: boolean;
  /** The button that leaves things as they are, where “cancel” would be two things at once. */
  keep?: MessageDescriptor;
  done: MessageDescriptor;
  /** Of whom it is asked, where it is of one organisation. */
  by?: "owner" | "verifier";
}

export const STEPS: Step[] = [
  {
    action: "accept",
    to: "accepted",
    after: "accepted",
    by: "owner",
    label: msg`Прийняти доручення`,
    done: msg`Доручення прийнято`,
  },
  {
    action: "start",
    to: "in_progress",
    after: "in_progress",
    by: "owner",
    label: msg`Почати роботу`,
    done: msg`Доручення в роботі`,
  },
  {
    action: "complete",
    to: "done",
    after: "done",
    by: "owner",
    label: msg`Виконано, прошу підтвердити`,
    proves: msg`Виконання підтвердить інша організація: їй повідомлять, що докази подано.`,
    note: msg`Примітка`,
    done: msg`Тепер виконання підтвердить інша організація`,
  },
  {
    action: "verify",
    to: "verified",
    after: "verified",
    by: "verifier",
    label: msg`Підтвердити виконання`,
    proves: msg`Ваша організація підтвердить, що роботу виконано, і виконавець про це дізнається.`,
    note: msg`Примітка`,
    done: msg`Виконання підтверджено`,
  },
  {
    action: "withdraw_completion",
    to: "completion_withdrawn",
    after: "in_progress",
    by: "owner",
    undoes: "done",
    label: msg`Ще не виконано`,
    note: msg`Чого ще бракує`,
    done: msg`Доручення знову в роботі`,
  },
  {
    action: "withdraw_verification",
    to: "verification_withdrawn",
    after: "done",
    undoes: "verified",
    label: msg`Скасувати підтвердження`,
    keep: msg`Не скасовувати`,
    done: msg`Підтвердження скасовано`,
  },
  {
    action: "close",
    to: "closed",
    after: "closed",
    label: msg`Закрити доручення`,
    done: msg`Доручення закрито`,
  },
  {
    action: "return",
    to: "returned",
    after: "in_progress",
    by: "verifier",
    label: msg`Повернути із зауваженням`,
    needsReason: {
      question: msg`Чого бракує`,
      missing: msg`Напишіть, чого бракує`,
      lead: msg`Виконавець побачить зауваження і зможе подати нові докази. Строк не зміниться.`,
    },
    done: msg`Доручення повернуто виконавцю`,
  },
  {
    action: "block",
    to: "blocked",
    after: "blocked",
    by: "owner",
    label: msg`Повідомити про перешкоду`,
    needsReason: {
      question: msg`Що заважає`,
      missing: msg`Напишіть, що заважає`,
      lead: msg`Причину побачать усі, хто бачить доручення.`,
    },
    done: msg`Доручення позначено як заблоковане`,
  },
  {
    action: "decline",
    to: "declined",
    after: "declined",
    by: "owner",
    label: msg`Відхилити`,
    needsReason: {
      question: msg`Чому ви не можете його взяти`,
      missing: msg`Напишіть, чому не можете його взяти`,
      lead: msg`Фасилітатор побачить причину і зможе передати доручення іншим.`,
    },
    danger: true,
    done: msg`Доручення відхилено`,
  },
  {
    action: "cancel",
    to: "cancelled",
    after: "cancelled",
    label: msg`Скасувати доручення`,
    keep: msg`Не скасовувати`,
    needsReason: {
      question: msg`Чому скасовуєте`,
      missing: msg`Напишіть, чому скасовуєте`,
      lead: msg`Доручення лишиться в реєстрі з причиною. Повернути його до роботи не можна.`,
    },
    danger: true,
    done: msg`Доручення скасовано`,
  },
];

/** The organisation of which a step is asked; null where it is asked of none by name. */
export function responsibleOrganisation(
  { owner, verifier }: ActionOut,
  { by }: Pick<Step, "by">,
): string | null {
  if (by === "owner") return owner.id;
  return by === "verifier" && verifier ? verifier.id : null;
}

/** The steps that are open to the reader now, in the order in which they are offered. */
export function openSteps(allowed: string[]): Step[] {
  return STEPS.filter((step) => allowed.includes(step.action));
}

/** The step that takes this one back, if it is open to whoever took it. */
export function undoOf(step: Step, allowed: string[]): Step | undefined {
  return openSteps(allowed).find(({ undoes }) => undoes === step.to);
}

/** The step that puts a card into a state, if there is one that is open. */
export function transitionTo(state: State, allowed: string[]): Step | undefined {
  return openSteps(allowed).find((step) => step.after === state);
}
