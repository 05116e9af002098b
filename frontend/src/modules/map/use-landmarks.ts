import { useQueries, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { TerritoryOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { groupsQuery } from "@/queries/groups";
import { settlementsQuery } from "@/queries/registers";
import type { Landmark } from "./area-map";

/** Of so many territories the names are asked for: whoever works in more of them chooses a group. */
const MOST = 3;

/** The settlements of a group’s territory, or of those of all groups of the reader. */
export function useLandmarks(groupId?: string): Landmark[] {
  const { localize: say } = useLocale();
  const { data: groups = [] } = useQuery(groupsQuery);
  const own = groups.filter(({ id }) => !groupId || id === groupId).map(({ territory }) => territory.id);
  const found = useQueries({
    queries: [...new Set(own)].slice(0, MOST).map(settlementsQuery),
    combine: (answers) => answers.flatMap(({ data }) => data ?? []),
  });
  return useMemo(() => found.flatMap((one) => landmark(one, say(one.name))), [found, say]);
}

function landmark({ latitude, longitude }: TerritoryOut, name: string): Landmark[] {
  return latitude === null || longitude === null ? [] : [{ latitude, longitude, name }];
}
