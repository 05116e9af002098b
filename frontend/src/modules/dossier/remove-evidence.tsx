import { deleteDossierEvidenceDetail, postDossierEvidenceHiding } from "@/api/generated/sdk.gen";
import type { DossierEvidenceOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { EvidenceMenu } from "@/modules/evidence/evidence-menu";
import { staleAfter } from "@/queries/resources";

interface RemoveEvidenceProps {
  dossierId: string;
  piece: DossierEvidenceOut;
  /** Who will see why it is hidden. */
  readers: string;
}

/** The menu of a piece in a dossier, or in what it holds: withdraw it, or hide it. */
export function RemoveEvidence({ dossierId, piece, readers }: RemoveEvidenceProps) {
  const path = { dossier_id: dossierId, piece_id: piece.id };
  return (
    <EvidenceMenu
      piece={piece}
      removal={{
        withdraw: () => unwrap(deleteDossierEvidenceDetail({ path })),
        hide: (body) => unwrap(postDossierEvidenceHiding({ path, body })),
        invalidates: staleAfter("dossier"),
        readers,
      }}
    />
  );
}
