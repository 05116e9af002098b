import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { GroupOut } from "@/api/generated/types.gen";
import { NextPage } from "@/kit/paged-list";
import { QueryBoundary } from "@/kit/query-boundary";
import { useLocale } from "@/lib/locale";
import { GROUP_STATES } from "@/modules/groups/words";
import { groupStepsQuery } from "@/queries/groups";
import { flattenPages } from "@/queries/pages";
import { Card } from "@/ui/card";
import { HistoryEntry, HistoryLine } from "@/ui/history-line";

/** How a group came to its state and why, for every reader; one that took no step yet has nothing to tell. */
export function PastStatesCard({ group }: { group: GroupOut }) {
  const past = useInfiniteQuery(groupStepsQuery(group.id));
  if (past.isPending || (past.data && flattenPages(past.data).length === 0)) return null;
  return (
    <Card padded title={<Trans>Як змінювався стан групи</Trans>}>
      <QueryBoundary query={past}>{() => <PastStates groupId={group.id} />}</QueryBoundary>
    </Card>
  );
}

/** The steps of a group from state to state with their reasons, the latest first. */
export function PastStates({ groupId }: { groupId: string }) {
  const { i18n } = useLingui();
  const { localize: say, dates } = useLocale();
  const past = useInfiniteQuery(groupStepsQuery(groupId));
  return (
    <>
      <HistoryLine>
        {(past.data ? flattenPages(past.data) : []).map((one) => (
          <HistoryEntry
            key={one.id}
            at={one.at}
            time={dates.short(dates.day(one.at))}
            title={i18n._(GROUP_STATES[one.after])}
            strong
          >
            {one.reason && <p>{one.reason}</p>}
            {one.person && <p className="v-tiny v-t3">{say(one.person.name)}</p>}
          </HistoryEntry>
        ))}
      </HistoryLine>
      <NextPage query={past} older />
    </>
  );
}
