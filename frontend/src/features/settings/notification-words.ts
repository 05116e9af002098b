import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { TopicChoice } from "@/api/generated/types.gen";

/** What people are told of, and what belongs there. */
export const TOPICS: Record<TopicChoice["topic"], { name: MessageDescriptor; hint: MessageDescriptor }> = {
  assigned: { name: msg`Нові доручення`, hint: msg`Вам або вашій організації дали доручення.` },
  steps: { name: msg`Перебіг доручень`, hint: msg`Прийнято, відхилено, заблоковано, змінено строк.` },
  reminders: { name: msg`Нагадування`, hint: msg`Строк наближається або минув.` },
  verification: {
    name: msg`Підтвердження виконання`,
    hint: msg`Доручення чекає на перевірку, підтверджено або повернуто.`,
  },
  must_read: {
    name: msg`Обов’язкове до прочитання`,
    hint: msg`Вас просять ознайомитися з повідомленням, і ви ще цього не підтвердили.`,
  },
  dialogue: { name: msg`Діалог`, hint: msg`Що відбувається в темах, у яких ви берете участь.` },
  programmes: {
    name: msg`Програми`,
    hint: msg`Аудити, рекомендації, громадський контроль: що потрібно від вас і що змінилося.`,
  },
  membership: {
    name: msg`Групи й повноваження`,
    hint: msg`Місця в групах, ролі, повноваження, заступництво.`,
  },
  account: {
    name: msg`Обліковий запис і безпека`,
    hint: msg`Входи, екстрений доступ, запити про ваші дані. Ці сповіщення вимкнути не можна.`,
  },
};

export const MODES: Record<TopicChoice["email"], MessageDescriptor> = {
  at_once: msg`Одразу`,
  daily: msg`Раз на день`,
  weekly: msg`Раз на тиждень`,
  off: msg`Ніколи`,
};
