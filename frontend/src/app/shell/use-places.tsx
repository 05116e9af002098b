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

const ICON = { size: 24, stroke: 1.75, "aria-hidden": true } as const;

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
      icon: <IconSun {...ICON} />,
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
      icon: <IconUsersGroup {...ICON} />,
      current: inside("/groups") || inside("/threads"),
    },
    {
      href: "/actions",
      label: t`Доручення`,
      icon: <IconChecklist {...ICON} />,
      current: inside("/actions"),
    },
    {
      href: "/inbox",
      label: t`Вхідні`,
      icon: <IconInbox {...ICON} />,
      current: inside("/inbox"),
      count: unread,
      countLabel: plural(unread, { one: "нове", few: "нові", many: "нових", other: "нового" }),
    },
    ...(coordinates
      ? [
          {
            href: "/hromada",
            label: t`Громада`,
            icon: <IconBuildingCommunity {...ICON} />,
            current: inside("/hromada"),
          },
        ]
      : []),
  ];
}
