import { Trans, useLingui } from "@lingui/react/macro";
import type { OutsideBodyOut } from "@/api/generated/types.gen";
import { FormErrors } from "@/kit/form-errors";
import { useEditBody } from "@/modules/actions/edit-external-owner";
import { BodyFields } from "@/modules/actions/external-owner-fields";
import { Dialog } from "@/ui/dialog";

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
      <FormErrors error={changing.error} />
    </Dialog>
  );
}
