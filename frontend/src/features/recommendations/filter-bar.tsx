import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { byName } from "@/lib/dates";
import { useLocale } from "@/lib/locale";
import { Count } from "@/modules/actions/status";
import { RECOMMENDATION_DUTIES } from "@/modules/recommendations/duties";
import { useRecommendationWords } from "@/modules/recommendations/use-words";
import { todayQuery } from "@/queries/actions";
import { flattenPages } from "@/queries/pages";
import { recommendationsQuery } from "@/queries/recommendations";
import { FilterChip, FilterRow } from "@/ui/choice";
import { ChoiceChip } from "@/ui/choice-chip";
import { type Filters, OUTSIDE } from "./filters";

export function useWaitingCount(): number {
  const { data } = useQuery(todayQuery);
  return (data?.duties ?? []).filter(({ kind }) => RECOMMENDATION_DUTIES.includes(kind)).length;
}

/** Who is addressed, of the first hundred in the register. */
function useAddressees() {
  const { localize, language } = useLocale();
  const { data } = useInfiniteQuery(recommendationsQuery({}));
  const rows = data ? flattenPages(data) : [];
  const known = new Map(
    rows.map(({ addressee, addressee_outside }) => [
      `${addressee_outside ? OUTSIDE : ""}${addressee.id}`,
      localize(addressee.short_name),
    ]),
  );
  const compare = byName(language);
  return [...known]
    .map(([value, label]) => ({ value, label }))
    .sort((one, other) => compare(one.label, other.label));
}

interface FilterBarProps {
  filters: Filters;
  onChange: (change: Partial<Filters>) => void;
}

/** What waits, what is addressed to one's own organisation, and one chip for each further narrowing. */
export function FilterBar({ filters, onChange }: FilterBarProps) {
  const { t } = useLingui();
  const words = useRecommendationWords();
  const addressees = useAddressees();
  const waiting = useWaitingCount();
  const toggle = (show: Filters["show"]) => onChange({ show: filters.show === show ? undefined : show });
  const ages = [
    { value: "90", label: t`до 90 днів` },
    { value: "180", label: t`91–180 днів` },
    { value: "365", label: t`181–365 днів` },
    { value: "more", label: t`понад рік` },
  ];
  const chip = (name: Exclude<keyof Filters, "view" | "show">, label: string, options: typeof ages) => (
    <ChoiceChip
      label={label}
      value={filters[name]}
      on={filters[name] !== ""}
      labelWhenOff
      options={[{ value: "", label: t({ message: "Усі", context: "filter" }) }, ...options]}
      onChange={(value) => onChange({ [name]: value })}
    />
  );
  return (
    <FilterRow label={t`Які рекомендації показати`}>
      <FilterChip on={filters.show === "waiting"} onClick={() => toggle("waiting")}>
        <Trans>Чекають на вас</Trans>
        {waiting > 0 && <Count value={waiting} />}
      </FilterChip>
      <FilterChip on={filters.show === "mine"} onClick={() => toggle("mine")}>
        <Trans>Адресовано нам</Trans>
      </FilterChip>
      {chip("addressee", t`Адресат`, addressees)}
      {chip("theme", t({ message: "Тема", context: "theme" }), words.themes)}
      {chip("target", t`Кого стосується`, words.targetGroups)}
      {chip("age", t`Вік`, ages)}
      {chip("response", t`Відповідь`, words.responses)}
      {chip("implementation", t({ message: "Виконання", context: "recommendation" }), words.implementations)}
    </FilterRow>
  );
}
