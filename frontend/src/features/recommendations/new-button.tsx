import { Trans } from "@lingui/react/macro";
import { useRouter } from "@tanstack/react-router";
import { recommendationPath } from "@/modules/entities/paths";
import { NewInGroupButton } from "@/modules/groups/new-in-group-button";
import { DraftDialog } from "@/modules/recommendations/draft-dialog";

/** Drafts a recommendation in the group of the register, or first asks in which. */
export function NewRecommendationButton({ groupId }: { groupId?: string }) {
  const router = useRouter();
  return (
    <NewInGroupButton
      action="begin_dossier"
      groupId={groupId}
      dialog={(group, close) => (
        <DraftDialog
          groupId={group}
          onClose={close}
          onMade={({ id }) => void router.navigate({ href: recommendationPath(id) })}
        />
      )}
    >
      <Trans>Рекомендація</Trans>
    </NewInGroupButton>
  );
}
