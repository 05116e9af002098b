import { Trans, useLingui } from "@lingui/react/macro";
import { IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { MeetingCard } from "@/api/generated/types.gen";
import { ResourceListPage } from "@/kit/resource-list-page";
import { useDialog } from "@/kit/use-dialog";
import { oneOf, useUrlFilters } from "@/kit/use-url-filters";
import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";
import { groupPath, meetingPath } from "@/modules/entities/paths";
import { GroupGate } from "@/modules/groups/group-gate";
import { MeetingPill } from "@/modules/meetings/meeting-pill";
import { SeriesCard } from "@/modules/meetings/series-card";
import { type MeetingState, STATES, useMeetingTitle, useTimeText } from "@/modules/meetings/words";
import { groupQuery } from "@/queries/groups";
import { groupMeetingsQuery } from "@/queries/meetings";
import { AppLink } from "@/ui/app-link";
import { Button } from "@/ui/button";
import { FilterRow } from "@/ui/choice";
import { ChoiceChip } from "@/ui/choice-chip";
import { EmptyState } from "@/ui/feedback";
import { Icon } from "@/ui/icon";
import { ListRow } from "@/ui/list-row";
import { PlanDialog } from "./plan-dialog";

const FILTERS = { state: oneOf(Object.keys(STATES) as MeetingState[]) };

/** All meetings of a group, and by which rhythm it meets. */
export function MeetingsPage() {
  const { groupId = "" } = useParams({ strict: false });
  return (
    <GroupGate groupId={groupId}>
      <GroupMeetings groupId={groupId} />
    </GroupGate>
  );
}

function GroupMeetings({ groupId }: { groupId: string }) {
  const { t } = useLingui();
  const { localize } = useLocale();
  const { values, set } = useUrlFilters(FILTERS);
  const { data: group } = useQuery(groupQuery(groupId));
  const query = useInfiniteQuery(groupMeetingsQuery(groupId, values.state ? { state: values.state } : {}));
  const planning = useDialog();
  const mayPlan = group?.role === "facilitator";
  return (
    <>
      <ResourceListPage
        title={t`Засідання`}
        lead={
          <AppLink className="v-reach" href={groupPath(groupId, "minutes")}>
            <Trans>Протоколи групи</Trans>
          </AppLink>
        }
        crumbs={group && [{ label: localize(group.name), href: groupPath(groupId) }]}
        create={
          mayPlan && (
            <Button onClick={() => planning.open()}>
              <Icon of={IconPlus} />
              <Trans>Запланувати засідання</Trans>
            </Button>
          )
        }
        filters={<StateFilter state={values.state} onChange={(one) => set({ state: FILTERS.state(one) })} />}
        intro={<SeriesCard groupId={groupId} mayPlan={mayPlan} />}
        label={t`Засідання групи`}
        query={query}
        loading={<Trans>Завантажуємо засідання…</Trans>}
        empty={
          <EmptyState
            title={values.state ? <Trans>Таких засідань немає</Trans> : <Trans>Засідань ще немає</Trans>}
          >
            <Trans>Тут будуть усі засідання групи з порядком денним і записами.</Trans>
          </EmptyState>
        }
        older
      >
        {(meeting) => <MeetingRow key={meeting.id} meeting={meeting} />}
      </ResourceListPage>
      {planning.render((_, close) => (
        <PlanDialog groupId={groupId} onClose={close} />
      ))}
    </>
  );
}

interface FilterProps {
  state: MeetingState | undefined;
  onChange: (state: string) => void;
}

function StateFilter({ state, onChange }: FilterProps) {
  const { t, i18n } = useLingui();
  const states = Object.entries(STATES).map(([value, label]) => ({ value, label: i18n._(label) }));
  return (
    <FilterRow label={t`Які засідання показати`}>
      <ChoiceChip
        label={t`Стан`}
        value={state ?? ""}
        on={state !== undefined}
        labelWhenOff
        options={[{ value: "", label: t({ message: "Усі", context: "filter" }) }, ...states]}
        onChange={onChange}
      />
    </FilterRow>
  );
}

function MeetingRow({ meeting }: { meeting: MeetingCard }) {
  const { localize } = useLocale();
  const titleOf = useMeetingTitle();
  const timeText = useTimeText();
  const about = meeting.number !== null && localize(meeting.title);
  return (
    <ListRow
      title={titleOf(meeting)}
      href={meetingPath(meeting.id)}
      meta={[about, timeText(meeting), meeting.place].filter(Boolean).join(DOT)}
      status={<MeetingPill state={meeting.state} />}
    />
  );
}
