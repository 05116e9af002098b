import { useQuery } from "@tanstack/react-query";
import type { DossierPageOut } from "@/api/generated/types.gen";
import { DossierRecommendations } from "@/modules/recommendations/dossier-recommendations";
import { controlQuery } from "@/queries/controls";
import { LinkCard } from "./link-card";
import { ReplyCard } from "./reply-card";

/** What a public control holds: the reply to its report, and what it recommends. */
export function DossierCards({ dossier }: { dossier: DossierPageOut }) {
  const { data: control } = useQuery(controlQuery(dossier.id));
  if (!control) return null;
  const addressee = { id: control.authority.id, outside: control.authority_outside };
  return (
    <>
      {control.sent_on && <ReplyCard dossier={dossier} control={control} />}
      {control.allowed.includes("make_link") && <LinkCard dossier={dossier} />}
      {dossier.phase !== "preparation" && <DossierRecommendations dossier={dossier} addressee={addressee} />}
    </>
  );
}
