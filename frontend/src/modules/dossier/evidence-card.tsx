import { Trans, useLingui } from "@lingui/react/macro";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { DossierPageOut } from "@/api/generated/types.gen";
import { SectionCard } from "@/kit/section-card";
import { useDialog } from "@/kit/use-dialog";
import { EvidencePiece, PieceCount } from "@/modules/evidence/evidence-piece";
import { dossierEvidenceQuery } from "@/queries/dossiers";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/feedback";
import { Icon } from "@/ui/icon";
import { onDemand } from "@/ui/on-demand";
import { RemoveEvidence } from "./remove-evidence";

const AddEvidence = onDemand(async () => (await import("./add-evidence")).AddDossierEvidence);

/** By what everybody knows what stands in the dossier, and in what it holds. */
export function EvidenceCard({ dossier }: { dossier: DossierPageOut }) {
  const { t } = useLingui();
  const evidence = useQuery(dossierEvidenceQuery(dossier.id));
  const adding = useDialog();
  return (
    <SectionCard
      id="evidence"
      title={<Trans>Докази</Trans>}
      aside={<PieceCount count={evidence.data?.length ?? 0} />}
      query={evidence}
      loading={<Trans>Завантажуємо докази…</Trans>}
      empty={
        <EmptyState title={<Trans>Доказів ще немає</Trans>}>
          <Trans>Тут будуть файли, фото, посилання й показники, на які спирається справа.</Trans>
        </EmptyState>
      }
      add={
        dossier.allowed.includes("add_evidence") && (
          <Button kind="ghost" onPointerEnter={AddEvidence.preload} onClick={() => adding.open()}>
            <Icon of={IconPlus} />
            <Trans>Додати доказ</Trans>
          </Button>
        )
      }
      dialogs={adding.render((_, close) => <AddEvidence dossier={dossier} onClose={close} />)}
    >
      {(piece) => (
        <EvidencePiece
          key={piece.id}
          piece={piece}
          menu={
            <RemoveEvidence
              dossierId={dossier.id}
              piece={piece}
              readers={t`Її побачать усі, хто бачить справу`}
            />
          }
        />
      )}
    </SectionCard>
  );
}
