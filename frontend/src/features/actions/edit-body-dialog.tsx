import { Trans, useLingui } from "@lingui/react/macro";
import type { OutsideBodyOut } from "@/api/generated/types.gen";
import { Dialog } from "@/design/dialog";
import { BodyFields } from "@/widgets/body-fields";
import { useEditBody } from "@/widgets/edit-body";
import { Unclaimed } from "@/widgets/unclaimed";

interface EditBodyDialogProps {
  groupId: string;
  body: OutsideBodyOut;
  onClose: () => void;
}

/** What is known of an owner without an account. */
export function EditBodyDialog({ groupId, body, onClose }: EditBodyDialogProps) {
  const { t } = useLingui();
  const { writing, changing, save } = useEditBody({ groupId, body, onDone: onClose });
  return (
    <Dialog
      opened
      title={t`Дані виконавця`}
      lead={<Trans>Зміни діють для всіх доручень цього виконавця.</Trans>}
      submit={t`Зберегти`}
      busy={changing.isPending}
      onClose={onClose}
      onSubmit={save}
    >
      <BodyFields of={writing} error={changing.error} />
      <Unclaimed error={changing.error} />
    </Dialog>
  );
}
