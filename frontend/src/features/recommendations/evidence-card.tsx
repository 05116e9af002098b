import { Trans, useLingui } from "@lingui/react/macro";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { RecommendationPageOut } from "@/api/generated/types.gen";
import { SectionCard } from "@/kit/section-card";
import { useDialog } from "@/kit/use-dialog";
import { RemoveEvidence } from "@/modules/dossier/remove-evidence";
import { EvidencePiece, PieceCount } from "@/modules/evidence/evidence-piece";
import { AddRecommendationEvidence } from "@/modules/recommendations/add-evidence";
import { recommendationEvidenceQuery } from "@/queries/recommendations";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/feedback";
import { Icon } from "@/ui/icon";
import classes from "./recommendation.module.css";

interface Props {
  recommendation: RecommendationPageOut;
}

/** How far it is implemented, in the words of who said so, and how everybody knows. */
export function EvidenceCard({ recommendation }: Props) {
  const { t } = useLingui();
  const evidence = useQuery(recommendationEvidenceQuery(recommendation.id));
  const adding = useDialog();
  const add = recommendation.allowed.includes("add_evidence") && (
    <Button kind="ghost" className={classes.headButton} onClick={() => adding.open()}>
      <Icon of={IconPlus} />
      <Trans>Додати доказ</Trans>
    </Button>
  );
  const { implementation_reason: reason } = recommendation;
  return (
    <SectionCard
      title={<Trans>Виконання та докази</Trans>}
      aside={add || <PieceCount count={recommendation.evidence_count} />}
      query={evidence}
      loading={<Trans>Завантажуємо докази…</Trans>}
      intro={reason && <p className={classes.reason}>{reason}</p>}
      empty={
        <EmptyState title={<Trans>Доказів ще немає</Trans>}>
          <Trans>Тут будуть файли, фото, посилання й показники, за якими видно, що зроблено.</Trans>
        </EmptyState>
      }
      dialogs={adding.render((_, close) => (
        <AddRecommendationEvidence recommendation={recommendation} onClose={close} />
      ))}
    >
      {(piece) => (
        <EvidencePiece
          key={piece.id}
          piece={piece}
          menu={
            <RemoveEvidence
              dossierId={recommendation.dossier.id}
              piece={piece}
              readers={t`Її побачать усі, хто бачить рекомендацію`}
            />
          }
        />
      )}
    </SectionCard>
  );
}
