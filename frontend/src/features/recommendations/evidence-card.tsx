import { Trans, useLingui } from "@lingui/react/macro";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { deleteDossierEvidenceDetail, postDossierEvidenceHiding } from "@/api/generated/sdk.gen";
import type { DossierEvidenceOut, RecommendationPageOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { SectionCard } from "@/kit/section-card";
import { useDialog } from "@/kit/use-dialog";
import { EvidenceMenu } from "@/modules/evidence/evidence-menu";
import { EvidencePiece, PieceCount } from "@/modules/evidence/evidence-piece";
import { AddRecommendationEvidence } from "@/modules/recommendations/add-evidence";
import { recommendationEvidenceQuery } from "@/queries/recommendations";
import { staleAfter } from "@/queries/resources";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/feedback";
import { Icon } from "@/ui/icon";
import classes from "./recommendation.module.css";

interface Props {
  recommendation: RecommendationPageOut;
}

/** How far it is implemented, in the words of who said so, and how everybody knows. */
export function EvidenceCard({ recommendation }: Props) {
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
          menu={<RemoveEvidence dossierId={recommendation.dossier.id} piece={piece} />}
        />
      )}
    </SectionCard>
  );
}

function RemoveEvidence({ dossierId, piece }: { dossierId: string; piece: DossierEvidenceOut }) {
  const { t } = useLingui();
  const path = { dossier_id: dossierId, piece_id: piece.id };
  return (
    <EvidenceMenu
      piece={piece}
      removal={{
        withdraw: () => unwrap(deleteDossierEvidenceDetail({ path })),
        hide: (body) => unwrap(postDossierEvidenceHiding({ path, body })),
        invalidates: staleAfter("dossier"),
        readers: t`Її побачать усі, хто бачить рекомендацію`,
      }}
    />
  );
}
