import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import {
  IconBuildingCommunity,
  IconChecklist,
  IconInbox,
  IconSun,
  IconUsersGroup,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { Place } from "@/modules/layout/app-layout";
import { todayQuery } from "@/queries/actions";
import { myOfficesQuery } from "@/queries/registers";
import { Icon } from "@/ui/icon";

/** Where one can go, with what waits there. */
export function useNavItems(path: string): Place[] {
  const { t } = useLingui();
  const { data: today } = useQuery(todayQuery);
  const { data: offices = [] } = useQuery(myOfficesQuery);
  const coordinates = offices.some((office) => office.kind === "coordinator");
  const waiting = today?.duties.length ?? 0;
  const unread = today?.notifications ?? 0;
  const inside = (start: string) => path === start || path.startsWith(`${start}/`);
  return [
    {
      href: "/",
      label: t`Сьогодні`,
      icon: <Icon of={IconSun} size={24} />,
      current: path === "/",
      count: waiting,
      countLabel: plural(waiting, {
        one: "чекає на вас",
        few: "чекають на вас",
        many: "чекають на вас",
        other: "чекає на вас",
      }),
    },
    {
      href: "/groups",
      label: t`Групи`,
      icon: <Icon of={IconUsersGroup} size={24} />,
      current: inside("/groups") || inside("/threads"),
    },
    {
      href: "/actions",
      label: t`Доручення`,
      icon: <Icon of={IconChecklist} size={24} />,
      current: inside("/actions"),
    },
    {
      href: "/inbox",
      label: t`Вхідні`,
      icon: <Icon of={IconInbox} size={24} />,
      current: inside("/inbox"),
      count: unread,
      countLabel: plural(unread, { one: "нове", few: "нові", many: "нових", other: "нового" }),
    },
    ...(coordinates
      ? [
          {
            href: "/hromada",
            label: t`Громада`,
            icon: <Icon of={IconBuildingCommunity} size={24} />,
            current: inside("/hromada"),
          },
        ]
      : []),
  ];
}
