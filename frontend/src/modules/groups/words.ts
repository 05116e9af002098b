import type { MessageDescriptor } from "@lingui/core";
import { msg, plural, select } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { GroupOut, MembershipOut, ThreadOut } from "@/api/generated/types.gen";

export const PURPOSES: Record<ThreadOut["purpose"], MessageDescriptor> = {
  consult: msg`Консультація`,
  deliberate: msg`Обговорення`,
  prioritise: msg`Пріоритети`,
  mediate: msg`Посередництво`,
  announce: msg`Оголошення`,
};

export const THREAD_STATES: Record<ThreadOut["state"], MessageDescriptor> = {
  draft: msg`чернетка`,
  open: msg`відкрито`,
  summarising: msg`підсумовуємо`,
  closed: msg`закрито`,
};

/** A thread that went on in another one is not just closed. */
export const stateOf = ({ state, merged }: ThreadOut): MessageDescriptor =>
  merged ? msg`об’єднано з іншою` : THREAD_STATES[state];

export const VISIBILITIES: Record<GroupOut["visibility"], MessageDescriptor> = {
  hidden: msg`Лише учасники`,
  listed: msg`Усі, хто входить у систему`,
  public: msg`Усі, зі сторінкою без входу`,
};

export const GROUP_STATES: Record<GroupOut["state"], MessageDescriptor> = {
  proposed: msg`запропонована`,
  active: msg`працює`,
  suspended: msg`призупинена`,
  dissolved: msg`розпущена`,
};

/**
 * A role as the person wants to be named: a noun by their choice, a verb where they have chosen neither, both nouns
 * where it is offered to a person who is not known yet (`either`).
 */
export function useRoleName(): (role: MembershipOut["role"], gender: string) => string {
  const { t } = useLingui();
  return (role, gender) => {
    switch (role) {
      case "facilitator":
        return t`${select(gender, { feminine: "Фасилітаторка", masculine: "Фасилітатор", either: "Фасилітатор або фасилітаторка", other: "Веде групу" })}`;
      case "secretary":
        return t`${select(gender, { feminine: "Секретарка", masculine: "Секретар", either: "Секретар або секретарка", other: "Пише протоколи" })}`;
      case "member":
        return t`${select(gender, { feminine: "Учасниця", masculine: "Учасник", either: "Учасник або учасниця", other: "Бере участь" })}`;
      case "observer":
        return t`${select(gender, { feminine: "Спостерігачка", masculine: "Спостерігач", either: "Спостерігач або спостерігачка", other: "Спостерігає" })}`;
    }
  };
}

/** «3 нові», «5 нових». */
export function useNewCount(): (count: number) => string {
  const { t } = useLingui();
  return (count) => t`${plural(count, { one: "# нове", few: "# нові", many: "# нових", other: "# нового" })}`;
}
