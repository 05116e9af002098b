import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { MessageOut } from "@/api/generated/types.gen";
import { fieldErrorAt } from "@/api/problem";
import { useLocale } from "@/lib/locale";
import { DateField } from "@/ui/date-field";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";
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
  const [dueOn, setDueOn] = useState(known?.due_on ?? "");
  const { ask } = useMustRead(onClose);
  return (
    <Dialog
      opened
      title={known ? t`Строк ознайомлення` : t`Зробити обов’язковим до прочитання?`}
      lead={
        <Trans>
          Усі, хто читає тему, крім того, хто це написав, мають підтвердити ознайомлення. Поки цього не
          зроблять усі, ми нагадуватимемо.
        </Trans>
      }
      submit={known ? t`Зберегти` : t`Зробити обов’язковим`}
      busy={ask.isPending}
      onClose={onClose}
      onSubmit={() => ask.mutate({ message, dueOn: dueOn || null })}
    >
      <DateField
        label={t`Ознайомитися до (необов’язково)`}
        value={dueOn}
        min={dates.today()}
        onChange={setDueOn}
        error={fieldError(fieldErrorAt(ask.error, "/due_on"))}
      />
    </Dialog>
  );
}
