import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { MinutesCard } from "@/api/generated/types.gen";
import { ResourceListPage } from "@/kit/resource-list-page";
import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";
import { groupPath, minutesPath } from "@/modules/entities/paths";
import { GroupGate } from "@/modules/groups/group-gate";
import { STATES } from "@/modules/minutes/words";
import { groupQuery } from "@/queries/groups";
import { groupMinutesQuery } from "@/queries/minutes";
import { EmptyState } from "@/ui/feedback";
import { ListRow } from "@/ui/list-row";

/** All minutes of a group, the latest first. */
export function MinutesListPage() {
  const { groupId = "" } = useParams({ strict: false });
  return (
    <GroupGate groupId={groupId}>
      <GroupMinutes groupId={groupId} />
    </GroupGate>
  );
}

function GroupMinutes({ groupId }: { groupId: string }) {
  const { t } = useLingui();
  const { localize } = useLocale();
  const { data: group } = useQuery(groupQuery(groupId));
  const query = useInfiniteQuery(groupMinutesQuery(groupId));
  return (
    <ResourceListPage
      title={t`Протоколи`}
      crumbs={group && [{ label: localize(group.name), href: groupPath(groupId) }]}
      label={t`Протоколи групи`}
      query={query}
      loading={<Trans>Завантажуємо протоколи…</Trans>}
      empty={
        <EmptyState title={<Trans>Протоколів ще немає</Trans>}>
          <Trans>Протокол складають із записів засідання, коли воно закінчилося.</Trans>
        </EmptyState>
      }
      older
    >
      {(minutes) => <MinutesRow key={minutes.id} minutes={minutes} />}
    </ResourceListPage>
  );
}

function MinutesRow({ minutes }: { minutes: MinutesCard }) {
  const { t, i18n } = useLingui();
  const { dates } = useLocale();
  const { id, number, year, held_at, state, meeting_number, public_at } = minutes;
  const day = dates.long(dates.day(held_at));
  const meta = [meeting_number !== null && t`Засідання № ${meeting_number}`, public_at && t`бачать усі`];
  return (
    <ListRow
      title={t`№ ${number} за ${year} рік, ${day}`}
      href={minutesPath(id)}
      meta={meta.filter(Boolean).join(DOT)}
      status={<span className="v-small v-t2">{i18n._(STATES[state])}</span>}
    />
  );
}
