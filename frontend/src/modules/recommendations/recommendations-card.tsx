import { Trans } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { SectionCard } from "@/kit/section-card";
import { dossierRecommendationsQuery } from "@/queries/recommendations";
import { EmptyState } from "@/ui/feedback";
import { RECOMMENDATIONS } from "./anchors";
import { RecommendationRow } from "./recommendation-row";

interface RecommendationsCardProps {
  dossierId: string;
  /** How one more is drafted, where the reader may. */
  add?: ReactNode;
}

/** The recommendations of a dossier in the order of making: drafts and superseded ones, too. */
export function RecommendationsCard({ dossierId, add }: RecommendationsCardProps) {
  const query = useInfiniteQuery(dossierRecommendationsQuery(dossierId));
  return (
    <SectionCard
      id={RECOMMENDATIONS}
      title={<Trans>Рекомендації</Trans>}
      query={query}
      loading={<Trans>Завантажуємо рекомендації…</Trans>}
      add={add}
      empty={
        <EmptyState title={<Trans>Рекомендацій у справі ще немає</Trans>}>
          <Trans>Тут буде, що кому рекомендовано, що на це відповіли і що виконано.</Trans>
        </EmptyState>
      }
    >
      {(one) => <RecommendationRow key={one.id} recommendation={one} within="dossier" />}
    </SectionCard>
  );
}
