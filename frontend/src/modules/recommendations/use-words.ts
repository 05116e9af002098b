import { useQuery } from "@tanstack/react-query";
import type { StateOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import type { Bilingual } from "@/lib/text";
import { recommendationWordsQuery } from "@/queries/recommendations";

interface Named {
  name: string;
  label: Bilingual;
}

/** The words of both axes, of themes and target groups, as the server has them; empty until they are there. */
export function useRecommendationWords() {
  const { localize } = useLocale();
  const { data } = useQuery(recommendationWordsQuery);
  const wordOf = (rows: readonly Named[] = []) => {
    const words = new Map(rows.map(({ name, label }) => [name, localize(label)]));
    return (name: string) => words.get(name) ?? "";
  };
  const optionsOf = (rows: readonly Named[] = []) =>
    rows.map(({ name, label }) => ({ value: name, label: localize(label) }));
  const statesOf = (axis?: { states: StateOut[] }) => axis?.states ?? [];
  return {
    response: wordOf(statesOf(data?.response)),
    implementation: wordOf(statesOf(data?.implementation)),
    theme: wordOf(data?.themes),
    targetGroup: wordOf(data?.target_groups),
    responses: optionsOf(statesOf(data?.response)),
    implementations: optionsOf(statesOf(data?.implementation)),
    themes: optionsOf(data?.themes),
    targetGroups: optionsOf(data?.target_groups),
    rules: data?.rules,
  };
}
