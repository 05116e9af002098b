import { Trans } from "@lingui/react/macro";
import { useRouter } from "@tanstack/react-router";
import { CreateActionDialog } from "@/modules/actions/create-action-dialog";
import { actionPath } from "@/modules/entities/paths";
import { NewInGroupButton } from "@/modules/groups/new-in-group-button";

/** Makes an action item in the group of the board, or first asks in which. */
export function NewActionButton({ groupId }: { groupId?: string }) {
  const router = useRouter();
  return (
    <NewInGroupButton
      action="make"
      groupId={groupId}
      dialog={(group, close) => (
        <CreateActionDialog
          origin={{ groupId: group }}
          onClose={close}
          onMade={(action) => void router.navigate({ href: actionPath(action.id) })}
        />
      )}
    >
      <Trans context="one">Доручення</Trans>
    </NewInGroupButton>
  );
}
