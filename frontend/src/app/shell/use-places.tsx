import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import {
  IconAdjustments,
  IconBuildingCommunity,
  IconChecklist,
  IconInbox,
  IconShieldCheck,
  IconSun,
  IconUsersGroup,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { DUTY_PLACES, dutiesOf } from "@/modules/duties/duty-places";
import type { Place } from "@/modules/layout/app-layout";
import { todayQuery } from "@/queries/actions";
import { meQuery } from "@/queries/me";
import { myOfficesQuery } from "@/queries/registers";
import { Icon } from "@/ui/icon";

/** How many things wait for the reader, in words for those who do not see where the number stands. */
function waiting(count: number): Pick<Place, "count" | "countLabel"> {
  const countLabel = plural(count, {
    one: "чекає на вас",
    few: "чекають на вас",
    many: "чекають на вас",
    other: "чекає на вас",
  });
  return { count, countLabel };
}

/** Where one can go, with what waits there. */
export function useNavItems(path: string): Place[] {
  const { t } = useLingui();
  const { data: today } = useQuery(todayQuery);
  const roles = useRolePlaces(path);
  const unread = today?.notifications ?? 0;
  const inside = (start: string) => path === start || path.startsWith(`${start}/`);
  return [
    {
      href: "/",
      label: t`Сьогодні`,
      icon: <Icon of={IconSun} size={24} />,
      current: path === "/",
      ...waiting(today?.duties.length ?? 0),
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
    ...roles,
  ];
}

/** The places of those who coordinate, oversee personal data or run the system. */
function useRolePlaces(path: string): Place[] {
  const { t } = useLingui();
  const { data: me } = useQuery(meQuery);
  const { data: offices = [] } = useQuery(myOfficesQuery);
  const { data: today } = useQuery(todayQuery);
  const holds = (kind: (typeof offices)[number]["kind"]) => offices.some((office) => office.kind === kind);
  const place = (kinds: keyof typeof DUTY_PLACES, href: string) => ({
    href,
    current: path === href,
    ...waiting(dutiesOf(DUTY_PLACES[kinds], today?.duties).length),
  });
  const all: [boolean, Place][] = [
    [
      holds("coordinator"),
      {
        ...place("hromada", "/hromada"),
        label: t`Громада`,
        icon: <Icon of={IconBuildingCommunity} size={24} />,
      },
    ],
    [
      holds("data_protection_officer"),
      {
        ...place("dataProtection", "/data-protection"),
        label: t`Захист даних`,
        icon: <Icon of={IconShieldCheck} size={24} />,
        inTopBar: true,
      },
    ],
    [
      me?.is_administrator ?? false,
      {
        ...place("administration", "/administration"),
        label: t({ message: "Адміністрування", context: "place" }),
        icon: <Icon of={IconAdjustments} size={24} />,
        inTopBar: true,
      },
    ],
  ];
  return all.flatMap(([held, one]) => (held ? one : []));
}
