import { useLingui } from "@lingui/react/macro";

/** «Р5» / “R5”; a draft has no number yet. */
export function useRecommendationNumber(): (one: { number: number | null }) => string {
  const { t } = useLingui();
  return ({ number }) =>
    number === null ? t({ message: "Чернетка", context: "recommendation" }) : t`Р${number}`;
}
