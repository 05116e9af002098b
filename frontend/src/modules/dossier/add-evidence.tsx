import { Trans } from "@lingui/react/macro";
import { postDossierEvidenceList } from "@/api/generated/sdk.gen";
import type { DossierPageOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { EvidenceDialog } from "@/modules/actions/add-evidence-dialog";
import { useEvidenceCommand } from "@/modules/actions/use-add-evidence";
import { staleAfter } from "@/queries/resources";

interface AddDossierEvidenceProps {
  dossier: Pick<DossierPageOut, "id" | "group">;
  /** The part of the dossier that it belongs to, as `answer:<id>`. */
  subject?: string;
  onClose: () => void;
}

/** Add evidence of what stands in a dossier. */
export function AddDossierEvidence({ dossier, subject, onClose }: AddDossierEvidenceProps) {
  const { id, group } = dossier;
  const adding = useEvidenceCommand({
    send: (body, _piece, attempt) =>
      unwrap(
        postDossierEvidenceList({
          path: { dossier_id: id },
          body: subject ? { ...body, subject } : body,
          headers: attempt.idempotencyKey,
        }),
      ),
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
