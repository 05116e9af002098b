import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import type { ProposeProps } from "@/modules/dossier/kinds";
import { recommendationPath } from "@/modules/entities/paths";
import { DraftDialog } from "@/modules/recommendations/draft-dialog";
import { controlQuery } from "@/queries/controls";
import { addresseeOf } from "./dossier-cards";

/** Draft a recommendation that follows from a finding, to the authority in the first place. */
export function ProposeDialog({ dossier, finding, onClose }: ProposeProps) {
  const router = useRouter();
  const { data: control } = useQuery(controlQuery(dossier.id));
  if (!control) return null;
  return (
    <DraftDialog
      groupId={dossier.group.id}
      dossierId={dossier.id}
      addressee={addresseeOf(control)}
      source={{ kind: "finding", id: finding.id }}
      onClose={onClose}
      onMade={({ id }) => void router.navigate({ href: recommendationPath(id) })}
    />
  );
}
