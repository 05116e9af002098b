import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { DutyOut, TodayOut } from "@/api/generated/types.gen";
import type { PlaceSpec } from "@/kit/manifest";
import { givenPath } from "@/lib/paths";
import { dutiesAt } from "@/modules/duties/duties-at";
import type { Place } from "@/modules/layout/app-layout";
import { todayQuery } from "@/queries/actions";
import { mandatesQuery, meQuery } from "@/queries/me";
import { myOfficesQuery } from "@/queries/registers";
import { Icon } from "@/ui/icon";
import { PLACES } from "../manifests";
import { PLACE_LOOKS } from "./place-looks";

/** How much waits at a place, and in words for those who do not see where the number stands. */
function countAt(
  place: PlaceSpec,
  today: TodayOut | undefined,
): Pick<Place, "count" | "countLabel" | "quiet"> {
  if (!place.counts || !today) return {};
  if (place.counts === "notifications") {
    const unread = today.notifications;
    const countLabel = plural(unread, { one: "нове", few: "нові", many: "нових", other: "нового" });
    return { count: unread, countLabel, quiet: true };
  }
  const waiting = dutiesAt(place, today.duties).length;
  const countLabel = plural(waiting, {
    one: "чекає на вас",
    few: "чекають на вас",
    many: "чекають на вас",
    other: "чекає на вас",
  });
  return { count: waiting, countLabel };
}

function isAt({ href, also }: PlaceSpec, path: string): boolean {
  const starts = href === "/" ? [] : [href, ...(also ? [also] : [])];
  return path === href || starts.some((start) => path === start || path.startsWith(`${start}/`));
}

/** Return the roles of the reader that have places: an administrator's, their offices, and a seat in a group. */
function useRoles(): Set<PlaceSpec["holder"]> {
  const { data: me } = useQuery(meQuery);
  const { data: offices = [] } = useQuery(myOfficesQuery);
  const { data: mandates = [] } = useQuery(mandatesQuery);
  return new Set([
    ...offices.map(({ kind }) => kind),
    ...(me?.is_administrator ? ["administrator" as const] : []),
    ...(mandates.some(({ roles }) => roles.length > 0) ? ["member" as const] : []),
  ]);
}

/** Leave each kind of duty to the first place that counts it, so that a holder of two roles sees one number. */
function countOnce(places: PlaceSpec[]): PlaceSpec[] {
  const counted = new Set<DutyOut["kind"]>();
  return places.map((place) => {
    if (typeof place.counts !== "object") return place;
    const counts = place.counts.filter((kind) => !counted.has(kind));
    for (const kind of counts) counted.add(kind);
    return { ...place, counts };
  });
}

/** Return the reader's places in the navigation, each with how much waits there. */
export function useNavItems(path: string): Place[] {
  const { i18n } = useLingui();
  const { data: today } = useQuery(todayQuery);
  const roles = useRoles();
  const mine = PLACES.filter(({ holder }) => !holder || roles.has(holder));
  return countOnce(mine).map((place) => ({
    href: givenPath(place.href),
    label: i18n._(PLACE_LOOKS[place.name].label),
    icon: <Icon of={PLACE_LOOKS[place.name].icon} size={24} />,
    current: isAt(place, path),
    inTopBar: place.inTopBar,
    ...countAt(place, today),
  }));
}
