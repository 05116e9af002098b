import { Trans, useLingui } from "@lingui/react/macro";
import type { QueryClient } from "@tanstack/react-query";
import { deleteEvidenceDetail, deleteEvidenceHiding, putEvidenceHiding } from "@/api/generated/sdk.gen";
import type { EvidenceOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-command";
import { EvidenceMenu, HideEvidenceDialog, type Removal } from "@/modules/evidence/evidence-menu";
import { invalidateAction, keys } from "@/queries/keys";
import { Button } from "@/ui/button";

interface RemovalProps {
  actionId: string;
  piece: EvidenceOut;
}

const forgetEvidence = (actionId: string) => (client: QueryClient) => {
  invalidateAction(client, actionId);
  return client.invalidateQueries({ queryKey: keys.evidence(actionId) });
};

function useRemoval({ actionId, piece: { id } }: RemovalProps): Removal {
  const { t } = useLingui();
  const path = { evidence_id: id };
  return {
    withdraw: () => unwrap(deleteEvidenceDetail({ path })),
    hide: (body) => unwrap(putEvidenceHiding({ path, body })),
    invalidates: forgetEvidence(actionId),
    readers: t`Її побачать усі, хто бачить доручення`,
    consequence: <Trans>Якщо умову підтверджував лише він, вона стане непідтвердженою.</Trans>,
  };
}

export function ActionEvidenceMenu(props: RemovalProps) {
  return <EvidenceMenu piece={props.piece} removal={useRemoval(props)} />;
}

export function HideActionEvidence({ onClose, ...props }: RemovalProps & { onClose: () => void }) {
  return <HideEvidenceDialog piece={props.piece} removal={useRemoval(props)} onClose={onClose} />;
}

export function RestoreEvidence({ actionId, piece }: RemovalProps) {
  const { t } = useLingui();
  const { id, number } = piece;
  const restoring = useCommand({
    run: () => unwrap(deleteEvidenceHiding({ path: { evidence_id: id } })),
    success: t`Доказ знову показано`,
    invalidates: forgetEvidence(actionId),
  });
  if (!piece.allowed.includes("restore")) return null;
  return (
    <Button
      kind="quiet"
      busy={restoring.isPending}
      aria-label={t`Показати знову доказ ${number}`}
      onClick={() => restoring.mutate()}
    >
      <Trans>Показати знову</Trans>
    </Button>
  );
}
