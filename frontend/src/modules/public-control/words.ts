import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { ControlOut, RegisteredReplyOut } from "@/api/generated/types.gen";

export type Mechanism = ControlOut["mechanism"];
export type Outcome = RegisteredReplyOut["outcome"];

/** How an authority is controlled, the commonest first. */
export const MECHANISMS: Record<Mechanism, MessageDescriptor> = {
  visit: msg`Візит`,
  request: msg`Запит на інформацію`,
  expert_review: msg`Громадська експертиза`,
  consultation: msg`Консультації з громадськістю`,
  platform: msg`Регіональна платформа`,
};

/** What became of a report. */
export const OUTCOMES: Record<Outcome, MessageDescriptor> = {
  in_time: msg`Вчасно`,
  late: msg`Із запізненням`,
  refused: msg`Відмова`,
  silent: msg`Мовчання`,
  open: msg`Ще чекаємо`,
};

/** The same as choices of a list, in their order. */
export function useChoices<T extends string>(labels: Record<T, MessageDescriptor>) {
  const { i18n } = useLingui();
  return (Object.keys(labels) as T[]).map((value) => ({ value, label: i18n._(labels[value]) }));
}
