import { Trans, useLingui } from "@lingui/react/macro";
import type { OutsideBodyOut } from "@/api/generated/types.gen";
import { FormDialog } from "@/kit/form-dialog";
import { useEditBody } from "@/modules/actions/edit-external-owner";
import { BodyFields } from "@/modules/actions/external-owner-fields";

interface EditBodyDialogProps {
  groupId: string;
  body: OutsideBodyOut;
  onClose: () => void;
}

/** What is known of an owner without an account. */
export function EditBodyDialog({ groupId, body, onClose }: EditBodyDialogProps) {
  const { t } = useLingui();
  const form = useEditBody({ groupId, body, onDone: onClose });
  return (
    <FormDialog
      form={form}
      title={t`Дані виконавця`}
      lead={<Trans>Зміни діють для всіх доручень цього виконавця.</Trans>}
      submit={t`Зберегти`}
      onClose={onClose}
    >
      <BodyFields form={form} />
    </FormDialog>
  );
}
