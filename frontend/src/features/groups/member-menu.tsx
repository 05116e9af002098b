import { useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import {
  IconArrowsExchange,
  IconCalendarUser,
  IconDots,
  IconPencil,
  IconPlayerPause,
  IconUserCog,
  IconUserMinus,
  IconUserOff,
} from "@tabler/icons-react";
import type { MembershipOut } from "@/api/generated/types.gen";
import { ToolButton } from "@/design/button";
import menuClasses from "@/design/menu.module.css";
import { useReader } from "@/lib/reader";

/** Steps of a seat and of the mandate that sits there, as the server names them in `allowed`. */
export const SEAT_STEPS = ["change_role", "end_membership"] as const;
export const MANDATE_STEPS = ["pass_on", "appoint_deputy", "edit", "rest", "end"] as const;
export type MemberStep = (typeof SEAT_STEPS)[number] | (typeof MANDATE_STEPS)[number];

export function stepsOf(member: MembershipOut): MemberStep[] {
  return [
    ...SEAT_STEPS.filter((one) => member.allowed.includes(one)),
    ...MANDATE_STEPS.filter((one) => member.mandate_allowed.includes(one)),
  ];
}

const ICONS: Record<MemberStep, typeof IconDots> = {
  change_role: IconUserCog,
  pass_on: IconArrowsExchange,
  appoint_deputy: IconCalendarUser,
  edit: IconPencil,
  rest: IconPlayerPause,
  end_membership: IconUserMinus,
  end: IconUserOff,
};

/** In this order: what is done often first, what takes something away last. */
const ORDER = Object.keys(ICONS) as MemberStep[];
const DANGER = new Set<MemberStep>(["rest", "end_membership", "end"]);

interface MemberMenuProps {
  member: MembershipOut;
  onChoose: (step: MemberStep) => void;
}

export function MemberMenu({ member, onChoose }: MemberMenuProps) {
  const { t } = useLingui();
  const { say } = useReader();
  const name = say(member.person.name);
  const words: Record<MemberStep, string> = {
    change_role: t`Змінити роль`,
    pass_on: t`Передати посаду`,
    appoint_deputy: t`Заступник на час відсутності`,
    edit: t`Змінити повноваження`,
    rest: t`Призупинити повноваження`,
    end_membership: t`Припинити участь`,
    end: t`Завершити повноваження`,
  };
  const open = stepsOf(member);
  return (
    <Menu>
      <Menu.Target>
        <ToolButton label={t`Дії: ${name}`}>
          <IconDots size={20} stroke={1.75} aria-hidden="true" />
        </ToolButton>
      </Menu.Target>
      <Menu.Dropdown>
        {ORDER.filter((step) => open.includes(step)).map((step) => {
          const Icon = ICONS[step];
          return (
            <Menu.Item
              key={step}
              className={DANGER.has(step) ? menuClasses.danger : undefined}
              leftSection={<Icon size={20} stroke={1.75} aria-hidden="true" />}
              onClick={() => onChoose(step)}
            >
              {words[step]}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
