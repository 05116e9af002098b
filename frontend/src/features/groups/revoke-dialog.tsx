import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { deleteInvitationDetails } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { useFailureToast } from "@/kit/failure-toast";
import { keys } from "@/queries/keys";
import { Dialog } from "@/ui/dialog";
import { toast } from "@/ui/toast";

interface RevokeDialogProps {
  invitationId: string;
  groupId: string;
  onClose: () => void;
}

/** Lets a link open nothing any more. */
export function RevokeDialog({ invitationId, groupId, onClose }: RevokeDialogProps) {
  const { t } = useLingui();
  const client = useQueryClient();
  const failed = useFailureToast();
  const revoking = useMutation({
    mutationFn: () => unwrap(deleteInvitationDetails({ path: { invitation_id: invitationId } })),
    onSuccess: () => {
      toast(t`Запрошення більше не діє`);
      onClose();
    },
    onError: failed,
    onSettled: () => client.invalidateQueries({ queryKey: keys.invitations(groupId) }),
  });
  return (
    <Dialog
      opened
      title={t`Скасувати запрошення`}
      lead={<Trans>Лист і роздруковані QR-коди теж перестануть діяти. Хто вже долучився, лишається.</Trans>}
      submit={t`Скасувати запрошення`}
      cancel={t`Не скасовувати`}
      submitKind="danger"
      busy={revoking.isPending}
      onClose={onClose}
      onSubmit={() => revoking.mutate()}
    />
  );
}
