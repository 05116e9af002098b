import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { DecisionOut, VoteOut } from "@/api/generated/types.gen";

export type Answer = VoteOut["answer"];
export type Method = DecisionOut["rule"]["method"];
export type DecisionState = DecisionOut["state"];

export const STATES: Record<DecisionState, MessageDescriptor> = {
  draft: msg`Чернетка`,
  open: msg`Збираємо відповіді`,
  adopted: msg`Ухвалено`,
  rejected: msg`Не ухвалено`,
  no_quorum: msg`Немає кворуму`,
  withdrawn: msg`Відкликано`,
  superseded: msg`Замінено`,
};

/** Return what a state is called; advice is given, not adopted. */
export function stateWords({ state, rule }: { state: DecisionState; rule: { binds: boolean } }) {
  return state === "adopted" && !rule.binds ? msg`Пораду дано` : STATES[state];
}

/** How it is decided: the name on a list, in a line, and in one sentence for who proposes. */
export const METHODS: Record<
  Method,
  { name: MessageDescriptor; by: MessageDescriptor; help: MessageDescriptor }
> = {
  consent: {
    name: msg`Згода`,
    by: msg`згодою`,
    help: msg`Ухвалено, якщо ніхто не має обґрунтованого заперечення`,
  },
  consensus: {
    name: msg`Консенсус`,
    by: msg`консенсусом`,
    help: msg`Ухвалено, якщо всі, хто відповів, згодні або не заважають`,
  },
  majority: {
    name: msg`Більшість`,
    by: msg`більшістю`,
    help: msg`Ухвалено, якщо «за» досить голосів; можна додати варіанти`,
  },
  ranked: {
    name: msg`За вподобаннями`,
    by: msg`за вподобаннями`,
    help: msg`Кожен ставить варіанти за бажаністю; слабші вибувають, доки один не має більшості`,
  },
  advice: {
    name: msg`Порада`,
    by: msg`порадою`,
    help: msg`Питаємо думку. Результат нікого не зобов’язує`,
  },
};

export const ANSWERS: Record<Answer, { name: MessageDescriptor; help?: MessageDescriptor }> = {
  consent: { name: msg`Згода`, help: msg`Підтримую або можу з цим працювати` },
  stand_aside: {
    name: msg`Не підтримую, але не заважаю`,
    help: msg`Незгода буде в записі, рішення вона не спиняє`,
  },
  abstain: { name: msg`Утримуюсь`, help: msg`Не заважаю і не беру участі` },
  object: {
    name: msg`Обґрунтоване заперечення`,
    help: msg`Так буде шкода або порушення. Назвіть, що змінити, щоб його зняти`,
  },
  for: { name: msg({ message: "За", context: "vote" }) },
  against: { name: msg({ message: "Проти", context: "vote" }) },
  choose: { name: msg`Вибір` },
};

/** What stands over the seats that gave the answer. */
export const GIVEN: Record<Answer, MessageDescriptor> = {
  consent: msg`Згода`,
  stand_aside: msg`Не підтримали, але не заважають`,
  abstain: msg`Утримались`,
  object: msg`Заперечення`,
  for: msg({ message: "За", context: "vote" }),
  against: msg({ message: "Проти", context: "vote" }),
  choose: msg`Вибрали`,
};

export const THRESHOLDS: Record<DecisionOut["rule"]["threshold"], MessageDescriptor> = {
  simple: msg`більше за половину`,
  absolute: msg`більше за половину всіх місць`,
  two_thirds: msg`дві третини`,
  four_fifths: msg`чотири п’ятих`,
};

/** It was counted, whatever came of it. */
export const COUNTED: ReadonlySet<DecisionState> = new Set<DecisionState>([
  "adopted",
  "rejected",
  "no_quorum",
  "superseded",
]);
