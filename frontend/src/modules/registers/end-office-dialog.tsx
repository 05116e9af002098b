import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { deleteOneOffice } from "@/api/generated/sdk.gen";
import type { OfficeOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { invalidateRegisters } from "@/queries/keys";

/** Takes an office back: what it opened closes in the same second. */
export function EndOfficeDialog({ office, onClose }: { office: OfficeOut; onClose: () => void }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const name = say(office.person.name);
  const command = useCommand({
    run: (body: { reason: string }) => unwrap(deleteOneOffice({ path: { office_id: office.id }, body })),
    success: t`Роль припинено цієї ж миті`,
    invalidates: invalidateRegisters,
    onSuccess: onClose,
  });
  const form = useForm({ initial: { reason: "" }, command, required: { reason: t`Поясніть причину` } });
  return (
    <FormDialog
      form={form}
      title={t`Припинити роль: ${name}`}
      lead={<Trans>Те, що ця роль відкривала, закриється одразу. Зроблене лишиться.</Trans>}
      submit={t`Припинити`}
      submitKind="danger"
      onClose={onClose}
    >
      <Textarea
        label={t`Причина`}
        description={t`Її побачить ця особа`}
        rows={3}
        maxLength={1000}
        data-autofocus
        {...form.text("reason")}
      />
    </FormDialog>
  );
}
