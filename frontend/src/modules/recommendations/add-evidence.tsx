import { Trans } from "@lingui/react/macro";
import { postRecommendationEvidence } from "@/api/generated/sdk.gen";
import type { RecommendationOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { EvidenceDialog } from "@/modules/actions/add-evidence-dialog";
import { useEvidenceCommand } from "@/modules/actions/use-add-evidence";
import { staleAfter } from "@/queries/resources";

interface AddEvidenceProps {
  recommendation: RecommendationOut;
  onClose: () => void;
}

/** Add evidence of how far a recommendation is implemented. */
export function AddRecommendationEvidence({ recommendation, onClose }: AddEvidenceProps) {
  const { id, group, addressee } = recommendation;
  const adding = useEvidenceCommand({
    send: (body, _piece, attempt) =>
      unwrap(
        postRecommendationEvidence({
          path: { recommendation_id: id },
          body,
          headers: attempt.idempotencyKey,
        }),
      ),
    onAdded: onClose,
    invalidates: staleAfter("dossier"),
  });
  return (
    <EvidenceDialog
      {...adding}
      lead={
        <Trans>Доказ побачать усі, хто бачить рекомендацію. Відкликати його можна впродовж 15 хвилин.</Trans>
      }
      place={{ groupId: group.id, organisationId: addressee.id }}
      onClose={onClose}
    />
  );
}
