import { Trans, useLingui } from "@lingui/react/macro";
import type { MessageOut } from "@/api/generated/types.gen";
import { FormDialog } from "@/kit/form-dialog";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { DateField } from "@/ui/date-field";
import { useMustRead } from "./use-must-read";

interface MustReadDialogProps {
  message: MessageOut;
  onClose: () => void;
}

/** Everybody who reads the thread is asked to acknowledge a message, by a day or without one. */
export function MustReadDialog({ message, onClose }: MustReadDialogProps) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const known = message.must_read;
  const form = useForm({
    initial: { dueOn: known?.due_on ?? "" },
    command: useMustRead(message, onClose),
    pointers: { dueOn: ["/due_on"] },
  });
  return (
    <FormDialog
      form={form}
      title={known ? t`Строк ознайомлення` : t`Зробити обов’язковим до прочитання?`}
      lead={
        <Trans>
          Усі, хто читає тему, крім того, хто це написав, мають підтвердити ознайомлення. Поки цього не
          зроблять усі, ми нагадуватимемо.
        </Trans>
      }
      submit={known ? t`Зберегти` : t`Зробити обов’язковим`}
      onClose={onClose}
    >
      <DateField label={t`Ознайомитися до (необов’язково)`} min={dates.today()} {...form.value("dueOn")} />
    </FormDialog>
  );
}
