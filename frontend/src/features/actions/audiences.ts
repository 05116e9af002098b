import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { ReminderOut } from "@/api/generated/types.gen";

/** For whom a reminder is. */
export const AUDIENCES: Record<ReminderOut["audience"], MessageDescriptor> = {
  owner: msg`Виконавцеві`,
  verifier: msg`Тим, хто підтверджує`,
  facilitator: msg`Тому, хто веде групу`,
};
