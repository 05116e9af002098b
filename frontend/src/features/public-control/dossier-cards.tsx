import { useQuery } from "@tanstack/react-query";
import type { ControlOut, DossierPageOut } from "@/api/generated/types.gen";
import type { Body } from "@/modules/mandates/body-field";
import { DossierRecommendations } from "@/modules/recommendations/dossier-recommendations";
import { controlQuery } from "@/queries/controls";
import { LinkCard } from "./link-card";
import { ReplyCard } from "./reply-card";

/** To whom the recommendations of a control go in the first place. */
export function addresseeOf({ authority, authority_outside }: ControlOut): Body {
  return { id: authority.id, outside: authority_outside };
}

/** What a public control holds: the reply to its report, and what it recommends. */
export function DossierCards({ dossier }: { dossier: DossierPageOut }) {
  const { data: control } = useQuery(controlQuery(dossier.id));
  if (!control) return null;
  return (
    <>
      {control.sent_on && <ReplyCard dossier={dossier} control={control} />}
      {control.allowed.includes("make_link") && <LinkCard dossier={dossier} />}
      {dossier.phase !== "preparation" && (
        <DossierRecommendations dossier={dossier} addressee={addresseeOf(control)} />
      )}
    </>
  );
}
