import { Trans, useLingui } from "@lingui/react/macro";
import { Radio, Stack } from "@mantine/core";
import { useState } from "react";
import { Dialog } from "@/ui/dialog";
import { DAYS_OFF, type DaysOff, useDaysOffWords, usePuttingOff } from "./use-putting-off";

interface SnoozeDialogProps {
  actionId: string;
  onClose: () => void;
}

/** The same as the menu, for whoever comes from an e-mail or a notification. */
export function SnoozeDialog({ actionId, onClose }: SnoozeDialogProps) {
  const { t } = useLingui();
  const [days, setDays] = useState<DaysOff>(1);
  const words = useDaysOffWords();
  const puttingOff = usePuttingOff(actionId, onClose);
  return (
    <Dialog
      opened
      title={t`Нагадати пізніше`}
      lead={
        <Trans>
          До того часу планових нагадувань про це доручення ви не отримаєте. Іншим вони приходитимуть.
        </Trans>
      }
      submit={t`Відкласти`}
      busy={puttingOff.isPending}
      onClose={onClose}
      onSubmit={() => puttingOff.mutate(days)}
    >
      <Radio.Group
        label={t`Коли нагадати`}
        value={`${days}`}
        onChange={(value) => setDays(Number(value) as DaysOff)}
      >
        <Stack gap={0} mt={4}>
          {DAYS_OFF.map((one) => (
            <Radio key={one} value={`${one}`} label={words[one]} data-autofocus={one === days || undefined} />
          ))}
        </Stack>
      </Radio.Group>
    </Dialog>
  );
}
