import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { ReminderOut } from "@/api/generated/types.gen";

/** For whom a reminder is. */
export const AUDIENCES: Record<ReminderOut["audience"], MessageDescriptor> = {
  owner: msg`Виконавцеві`,
  owner_organisation: msg`Усій організації-виконавцю`,
  verifier: msg`Тим, хто підтверджує`,
  facilitator: msg`Тому, хто веде групу`,
  group: msg`Усій групі`,
};

/** In the order in which the circle widens. */
export const WHO: ReminderOut["audience"][] = [
  "owner",
  "owner_organisation",
  "verifier",
  "facilitator",
  "group",
];
