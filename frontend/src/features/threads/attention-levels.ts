import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { IconBell, IconBellOff, IconBellRinging } from "@tabler/icons-react";
import type { ThreadOut } from "@/api/generated/types.gen";

export type Level = ThreadOut["attention"];

export const LEVELS: Record<
  Level,
  { name: MessageDescriptor; hint: MessageDescriptor; icon: typeof IconBell }
> = {
  all: {
    name: msg`Кожне повідомлення`,
    hint: msg`Стежите за темою`,
    icon: IconBellRinging,
  },
  usual: {
    name: msg`Згадки й відповіді`,
    hint: msg`Коли звертаються до вас`,
    icon: IconBell,
  },
  muted: {
    name: msg`Нічого`,
    hint: msg`Непрочитане з цієї теми ніде не рахуємо; обов’язкове все одно чекатиме на вас`,
    icon: IconBellOff,
  },
};
