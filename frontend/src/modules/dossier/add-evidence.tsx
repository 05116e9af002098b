import { Trans } from "@lingui/react/macro";
import { postDossierEvidenceList } from "@/api/generated/sdk.gen";
import type { DossierEvidenceOut, DossierPageOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { EvidenceDialog } from "@/modules/actions/add-evidence-dialog";
import { useEvidenceCommand } from "@/modules/actions/use-add-evidence";
import { staleAfter } from "@/queries/resources";

interface AddDossierEvidenceProps {
  dossier: Pick<DossierPageOut, "id" | "group">;
  /** The part of the dossier that it belongs to, as `answer:<id>`. */
  subject?: string;
  onClose: () => void;
  /** Hears of the piece before the dialog closes. */
  onAdded?: (piece: DossierEvidenceOut) => void;
}

/** Add evidence of what stands in a dossier. */
export function AddDossierEvidence({ dossier, subject, onClose, onAdded }: AddDossierEvidenceProps) {
  const { id, group } = dossier;
  const adding = useEvidenceCommand({
    send: async (piece, _piece, attempt) => {
      const [headers, body] = [attempt.idempotencyKey, subject ? { ...piece, subject } : piece];
      const added = await unwrap(postDossierEvidenceList({ path: { dossier_id: id }, body, headers }));
      onAdded?.(added);
    },
    onAdded: onClose,
    invalidates: staleAfter("dossier", { dossier: id }),
  });
  return (
    <EvidenceDialog
      {...adding}
      lead={<Trans>Доказ побачать усі, хто бачить справу. Відкликати його можна впродовж 15 хвилин.</Trans>}
      place={{ groupId: group.id }}
      onClose={onClose}
    />
  );
}
