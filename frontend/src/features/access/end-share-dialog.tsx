import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { deleteShare } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { useFailureToast } from "@/kit/failure-toast";
import { type EntityRef, keys } from "@/queries/keys";
import { Dialog } from "@/ui/dialog";
import { toast } from "@/ui/toast";

interface EndShareDialogProps {
  shareId: string;
  name: string;
  thing: EntityRef;
  onClose: () => void;
}

/** Takes a share back: the guest sees nothing more in the same second. */
export function EndShareDialog({ shareId, name, thing, onClose }: EndShareDialogProps) {
  const { t } = useLingui();
  const client = useQueryClient();
  const failed = useFailureToast();
  const ending = useMutation({
    mutationFn: () => unwrap(deleteShare({ path: { share_id: shareId } })),
    onSuccess: () => {
      toast(t`Доступ закрито цієї ж миті`);
      onClose();
    },
    onError: failed,
    onSettled: () => client.invalidateQueries({ queryKey: keys.access(thing) }),
  });
  return (
    <Dialog
      opened
      title={t`Припинити доступ: ${name}`}
      lead={<Trans>Цієї підстави не стане одразу. Інші підстави, якщо вони є, лишаться.</Trans>}
      submit={t`Припинити доступ`}
      submitKind="danger"
      busy={ending.isPending}
      onClose={onClose}
      onSubmit={() => ending.mutate()}
    />
  );
}
