import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { flag, oneOf, text, useUrlFilters } from "@/kit/use-url-filters";
import { useLocale } from "@/lib/locale";
import { BeginButton } from "@/modules/dossier/begin-button";
import { DossierList } from "@/modules/dossier/dossier-list";
import type { KindName } from "@/modules/dossier/kinds";
import { useProgrammeTabs } from "@/modules/dossier/tabs";
import { PHASE_LABELS, PHASES, useProgrammeWords } from "@/modules/dossier/words";
import { dossiersQuery } from "@/queries/dossiers";
import { groupsQuery } from "@/queries/groups";
import type { DossierFilter } from "@/queries/keys";
import { Card } from "@/ui/card";
import { FilterChip, FilterRow } from "@/ui/choice";
import { ChoiceChip } from "@/ui/choice-chip";
import { EmptyState } from "@/ui/feedback";
import { Page, PageHeader, Tabs, useTitle } from "@/ui/page";
import classes from "./programmes.module.css";

const FILTERS = { group: text, kind: text, waits: flag, lead: flag, phase: oneOf(PHASES) };

type Filters = ReturnType<typeof useUrlFilters<typeof FILTERS>>;

function filterOf({ group, kind, waits, lead, phase }: Filters["values"]): DossierFilter {
  return {
    ...(group ? { group } : {}),
    ...(kind ? { kind: kind as KindName } : {}),
    ...(waits ? { waiting: "me" } : {}),
    ...(lead ? { lead: "me" } : {}),
    ...(phase ? { phase } : {}),
  };
}

/** The dossiers of all groups of the reader. */
export function ProgrammesPage() {
  const { t } = useLingui();
  const title = t`Програми`;
  useTitle(title);
  const filters = useUrlFilters(FILTERS);
  const { data: groups = [] } = useQuery(groupsQuery);
  const { group, kind, waits, lead, phase } = filters.values;
  // Of what one only knows, neither the phase is told nor whose turn it is.
  const tellsKnown = !waits && !lead && !phase && !kind;
  const shownGroups = groups.map(({ id }) => id).filter((id) => !group || id === group);
  return (
    <Page>
      <PageHeader title={title} lead={<Totals />} actions={<BeginButton />}>
        <Tabs label={title} tabs={useProgrammeTabs("dossiers")} />
      </PageHeader>
      <FilterBar filters={filters} />
      <DossierList
        filter={filterOf(filters.values)}
        knownIn={tellsKnown ? shownGroups : []}
        empty={<Nothing isNarrowed={!tellsKnown || Boolean(group)} />}
      />
    </Page>
  );
}

/** «Усі ваші групи · 9 справ, 8 відкритих» */
function Totals() {
  const { data: all } = useQuery(dossiersQuery({}));
  if (!all) return <Trans>Усі ваші групи</Trans>;
  const open = all.filter(({ phase }) => phase !== "closed").length;
  const count = plural(all.length, { one: "# справа", few: "# справи", many: "# справ", other: "# справи" });
  const opened = plural(open, {
    one: "# відкрита",
    few: "# відкриті",
    many: "# відкритих",
    other: "# відкритої",
  });
  return (
    <Trans>
      Усі ваші групи · {count}, {opened}
    </Trans>
  );
}

function Nothing({ isNarrowed }: { isNarrowed: boolean }) {
  const { t } = useLingui();
  return (
    <Card label={t`Справи`}>
      {isNarrowed ? (
        <EmptyState title={<Trans>Таких справ немає</Trans>}>
          <Trans>Зніміть один із фільтрів.</Trans>
        </EmptyState>
      ) : (
        <EmptyState title={<Trans>Справ ще немає</Trans>}>
          <Trans>
            Справа веде одну роботу групи від початку до кінця: зібрати рекомендації, дочекатися відповіді,
            перевірити виконання.
          </Trans>
        </EmptyState>
      )}
    </Card>
  );
}

function FilterBar({ filters: { values, set } }: { filters: Filters }) {
  const { t, i18n } = useLingui();
  const { kinds } = useProgrammeWords();
  const open = PHASES.filter((one) => one !== "closed");
  const phase = values.phase === "closed" ? undefined : values.phase;
  return (
    <div className={classes.filters}>
      <FilterRow label={t`Які справи показати`}>
        {kinds.length > 1 && (
          <ChoiceChip
            label={t`Вид`}
            value={values.kind}
            on={values.kind !== ""}
            options={[{ value: "", label: t`Усі види` }, ...kinds]}
            onChange={(kind) => set({ kind })}
          />
        )}
        <GroupChip value={values.group} onChange={(group) => set({ group })} />
        <FilterChip on={values.waits} onClick={() => set({ waits: !values.waits })}>
          <Trans>Чекають на вас</Trans>
        </FilterChip>
        <FilterChip on={values.lead} onClick={() => set({ lead: !values.lead })}>
          <Trans>Веде моя організація</Trans>
        </FilterChip>
        <ChoiceChip
          label={t`Етап`}
          labelWhenOff
          value={phase ?? ""}
          on={phase !== undefined}
          options={[
            { value: "", label: t`Усі етапи` },
            ...open.map((one) => ({ value: one, label: i18n._(PHASE_LABELS[one]) })),
          ]}
          onChange={(chosen) => set({ phase: open.find((one) => one === chosen) })}
        />
        <FilterChip
          on={values.phase === "closed"}
          onClick={() => set({ phase: values.phase === "closed" ? undefined : "closed" })}
        >
          <Trans context="dossiers">Закриті</Trans>
        </FilterChip>
      </FilterRow>
    </div>
  );
}

/** For those with several groups. */
function GroupChip({ value, onChange }: { value: string; onChange: (group: string) => void }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const { data: groups = [] } = useQuery(groupsQuery);
  if (groups.length < 2) return null;
  const options = groups.map(({ id, name }) => ({ value: id, label: say(name) }));
  return (
    <ChoiceChip
      label={t`Група`}
      value={value}
      on={value !== ""}
      options={[{ value: "", label: t`Усі групи` }, ...options]}
      onChange={onChange}
    />
  );
}
