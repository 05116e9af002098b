import { Trans, useLingui } from "@lingui/react/macro";
import { IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { ResourceListPage } from "@/kit/resource-list-page";
import { useDialog } from "@/kit/use-dialog";
import { flag, oneOf, useUrlFilters } from "@/kit/use-url-filters";
import { useLocale } from "@/lib/locale";
import { CharterCard } from "@/modules/decisions/charter-card";
import { DecisionRow } from "@/modules/decisions/decision-row";
import { ProposeDialog } from "@/modules/decisions/propose-dialog";
import { type DecisionState, STATES } from "@/modules/decisions/words";
import { groupPath } from "@/modules/entities/paths";
import { GroupGate } from "@/modules/groups/group-gate";
import { groupDecisionsQuery } from "@/queries/decisions";
import { groupQuery } from "@/queries/groups";
import { Button } from "@/ui/button";
import { FilterChip, FilterRow } from "@/ui/choice";
import { ChoiceChip } from "@/ui/choice-chip";
import { EmptyState } from "@/ui/feedback";
import { Icon } from "@/ui/icon";

const FILTERS = { state: oneOf(Object.keys(STATES) as DecisionState[]), mine: flag };
type Filters = ReturnType<typeof useUrlFilters<typeof FILTERS>>;

/** All decisions of a group that the reader may read, and by which rules it decides. */
export function DecisionsPage() {
  const { groupId = "" } = useParams({ strict: false });
  return (
    <GroupGate groupId={groupId}>
      <GroupDecisions groupId={groupId} />
    </GroupGate>
  );
}

function GroupDecisions({ groupId }: { groupId: string }) {
  const { t } = useLingui();
  const { localize } = useLocale();
  const filters = useUrlFilters(FILTERS);
  const { state, mine } = filters.values;
  const { data: group } = useQuery(groupQuery(groupId));
  const query = useInfiniteQuery(
    groupDecisionsQuery(groupId, { ...(state ? { state } : {}), ...(mine ? { waits_for_me: true } : {}) }),
  );
  const proposing = useDialog();
  return (
    <>
      <ResourceListPage
        title={t({ message: "Рішення", context: "many" })}
        crumbs={group && [{ label: localize(group.name), href: groupPath(groupId) }]}
        create={
          group?.allowed.includes("start") && (
            <Button onClick={() => proposing.open()}>
              <Icon of={IconPlus} />
              <Trans>Запропонувати рішення</Trans>
            </Button>
          )
        }
        filters={<FilterBar filters={filters} />}
        intro={<CharterCard groupId={groupId} />}
        label={t`Рішення групи`}
        query={query}
        loading={<Trans>Завантажуємо рішення…</Trans>}
        empty={
          <Nothing
            isNarrowed={Boolean(state) || mine}
            onReset={() => filters.set({ state: undefined, mine: false })}
          />
        }
        older
      >
        {(decision) => <DecisionRow key={decision.id} decision={decision} />}
      </ResourceListPage>
      {proposing.render((_, close) => (
        <ProposeDialog origin={{ groupId }} onClose={close} />
      ))}
    </>
  );
}

function FilterBar({ filters: { values, set } }: { filters: Filters }) {
  const { t, i18n } = useLingui();
  const states = Object.entries(STATES).map(([value, label]) => ({ value, label: i18n._(label) }));
  return (
    <FilterRow label={t`Які рішення показати`}>
      <FilterChip on={values.mine} onClick={() => set({ mine: !values.mine })}>
        <Trans>Чекають на мене</Trans>
      </FilterChip>
      <ChoiceChip
        label={t`Стан`}
        value={values.state ?? ""}
        on={values.state !== undefined}
        labelWhenOff
        options={[{ value: "", label: t({ message: "Усі", context: "filter" }) }, ...states]}
        onChange={(one) => set({ state: FILTERS.state(one) })}
      />
    </FilterRow>
  );
}

function Nothing({ isNarrowed, onReset }: { isNarrowed: boolean; onReset: () => void }) {
  if (!isNarrowed) {
    return (
      <EmptyState title={<Trans>Рішень ще немає</Trans>}>
        <Trans>Рішення народжується в темі: з повідомлення чи підсумку. Тут будуть усі, з номерами.</Trans>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={<Trans>Таких рішень немає</Trans>}
      button={
        <Button kind="quiet" onClick={onReset}>
          <Trans>Скинути фільтр</Trans>
        </Button>
      }
    />
  );
}
