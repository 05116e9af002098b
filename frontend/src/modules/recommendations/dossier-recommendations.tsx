import { Trans } from "@lingui/react/macro";
import { IconPlus } from "@tabler/icons-react";
import { useRouter } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { DossierPageOut } from "@/api/generated/types.gen";
import { useDialog } from "@/kit/use-dialog";
import { mayPropose } from "@/modules/dossier/kinds";
import { recommendationPath } from "@/modules/entities/paths";
import type { Body } from "@/modules/mandates/body-field";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { onDemand } from "@/ui/on-demand";
import { RecommendationsCard } from "./recommendations-card";

const DraftDialog = onDemand(async () => (await import("./draft-dialog")).DraftDialog);

interface DossierRecommendationsProps {
  dossier: DossierPageOut;
  /** To whom those of this dossier go in the first place. */
  addressee?: Body;
  /** What is done rarely with them. */
  more?: ReactNode;
}

/** The recommendations of a dossier, and the way to one more. */
export function DossierRecommendations({ dossier, addressee, more }: DossierRecommendationsProps) {
  const router = useRouter();
  const drafting = useDialog();
  return (
    <>
      <RecommendationsCard
        dossierId={dossier.id}
        add={
          <>
            {mayPropose(dossier) && (
              <Button kind="ghost" onPointerEnter={DraftDialog.preload} onClick={() => drafting.open()}>
                <Icon of={IconPlus} />
                <Trans>Нова рекомендація</Trans>
              </Button>
            )}
            {more}
          </>
        }
      />
      {drafting.render((_, close) => (
        <DraftDialog
          groupId={dossier.group.id}
          dossierId={dossier.id}
          addressee={addressee}
          onClose={close}
          onMade={({ id }) => void router.navigate({ href: recommendationPath(id) })}
        />
      ))}
    </>
  );
}
