import { useItemNumber } from "@/modules/actions/item-number";
import { useRecommendationNumber } from "@/modules/recommendations/use-number";

/** Return how a thing of a kind is numbered: «Р5» for a recommendation, «№ 5» for any other. */
export function useEntityNumber(): (kind: string | undefined, number: number) => string {
  const item = useItemNumber();
  const recommendation = useRecommendationNumber();
  return (kind, number) => (kind === "recommendation" ? recommendation({ number }) : item(number));
}
