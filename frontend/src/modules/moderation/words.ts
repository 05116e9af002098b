import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { ModeratedOut, ModerationStepOut } from "@/api/generated/types.gen";

export type Fault = ModerationStepOut["fault"];
export type Decision = ModeratedOut["allowed"][number];

/** What may be wrong with a message. */
export const FAULTS: Record<Fault, MessageDescriptor> = {
  insult: msg`Образа або ворожість`,
  personal_data: msg`Чужі персональні дані`,
  danger: msg`Наражає людей на небезпеку`,
  spam: msg`Реклама або спам`,
  off_topic: msg`Не стосується теми`,
  other: msg`Інше`,
};

/** In the middle of a sentence: «Приховано: реклама або спам.» */
export const HIDDEN_FOR: Record<Fault, MessageDescriptor> = {
  insult: msg`Приховано: образа або ворожість.`,
  personal_data: msg`Приховано: чужі персональні дані.`,
  danger: msg`Приховано: наражає людей на небезпеку.`,
  spam: msg`Приховано: реклама або спам.`,
  off_topic: msg`Приховано: не стосується теми.`,
  other: msg`Приховано тими, хто модерує тему.`,
};

/** What was done, in the log. */
export const DONE: Record<ModerationStepOut["what"], MessageDescriptor> = {
  hidden: msg`Приховано`,
  appealed: msg`Оскаржено`,
  upheld: msg`Лишено прихованим`,
  shown: msg`Показано знову`,
};
