import { Trans } from "@lingui/react/macro";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ActionOut } from "@/api/generated/types.gen";
import { SectionCard } from "@/kit/section-card";
import { useDialog } from "@/kit/use-dialog";
import { AddEvidenceDialog } from "@/modules/actions/add-evidence-dialog";
import { EvidencePiece, PieceCount } from "@/modules/evidence/evidence-piece";
import { evidenceQuery } from "@/queries/actions";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/feedback";
import { Icon } from "@/ui/icon";
import classes from "./action.module.css";
import { ActionEvidenceMenu, RestoreEvidence } from "./evidence-removal";

/** How everybody knows. */
export function EvidenceCard({ action }: { action: ActionOut }) {
  const evidence = useQuery(evidenceQuery(action.id));
  const adding = useDialog();
  const mayAdd = action.allowed.includes("add_evidence");
  const add = mayAdd && (
    <Button kind="ghost" className={classes.headButton} onClick={() => adding.open()}>
      <Icon of={IconPlus} />
      <Trans>Додати доказ</Trans>
    </Button>
  );
  return (
    <SectionCard
      title={<Trans>Докази</Trans>}
      aside={add || <PieceCount count={action.evidence_count} />}
      query={evidence}
      loading={<Trans>Завантажуємо докази…</Trans>}
      empty={
        <EmptyState title={<Trans>Доказів ще немає</Trans>}>
          <Trans>Тут будуть файли, фото, посилання й показники, за якими видно, що зроблено.</Trans>
        </EmptyState>
      }
      dialogs={adding.render((_, close) => <AddEvidenceDialog action={action} onClose={close} />)}
    >
      {(piece) => (
        <EvidencePiece
          key={piece.id}
          piece={piece}
          menu={<ActionEvidenceMenu actionId={action.id} piece={piece} />}
          restore={<RestoreEvidence actionId={action.id} piece={piece} />}
        />
      )}
    </SectionCard>
  );
}
