import { msg } from "@lingui/core/macro";
import {
  IconArrowsExchange,
  IconCalendarUser,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconUserOff,
  IconUserShare,
} from "@tabler/icons-react";
import type { MandateOut } from "@/api/generated/types.gen";
import { type Transition, workflow } from "@/kit/workflow/workflow";
import { Icon } from "@/ui/icon";

export type MandateStepName =
  | "pass_on"
  | "appoint_deputy"
  | "name_deputy"
  | "edit"
  | "resume"
  | "rest"
  | "end";

export interface MandateStep extends Transition {
  name: MandateStepName;
  /** Where it leads; without it the step has a form of its own. */
  to?: "resting" | "active" | "ended";
}

const reason = { label: msg`Причина`, missing: msg`Напишіть причину: вона лишиться в журналі` };

/** Steps of a mandate: what takes something away comes last. */
export const MANDATE_STEPS = workflow<MandateStep, MandateOut["allowed"][number]>([
  { name: "pass_on", icon: <Icon of={IconArrowsExchange} />, label: msg`Передати посаду` },
  {
    name: "appoint_deputy",
    icon: <Icon of={IconCalendarUser} />,
    label: msg`Заступник на час відсутності`,
  },
  { name: "name_deputy", icon: <Icon of={IconUserShare} />, label: msg`Постійний заступник` },
  { name: "edit", icon: <Icon of={IconPencil} />, label: msg`Змінити повноваження` },
  {
    name: "resume",
    to: "active",
    icon: <Icon of={IconPlayerPlay} />,
    label: msg`Поновити повноваження`,
    lead: msg`Місця, заступник і доступ повернуться такими, як були.`,
    success: msg`Повноваження поновлено`,
  },
  {
    name: "rest",
    to: "resting",
    icon: <Icon of={IconPlayerPause} />,
    label: msg`Призупинити повноваження`,
    lead: msg`Ні ця людина, ні заступник не діятимуть, доки повноваження не поновлять. Місця лишаться. Якщо групу більше ніхто не веде, про це дізнається координатор.`,
    reason,
    danger: true,
    success: msg`Повноваження призупинено`,
  },
  {
    name: "end",
    to: "ended",
    icon: <Icon of={IconUserOff} />,
    label: msg`Завершити повноваження`,
    lead: msg`Усі місця й заступництва за ними завершаться цієї ж миті. Написане лишиться з підписом. Якщо групу більше ніхто не веде, про це дізнається координатор.`,
    reason,
    danger: true,
    success: msg`Повноваження завершено. Доступ закрито цієї ж миті`,
  },
]);
