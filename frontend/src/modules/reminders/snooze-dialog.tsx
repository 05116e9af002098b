import { Trans, useLingui } from "@lingui/react/macro";
import { Radio, Stack } from "@mantine/core";
import { FormDialog } from "@/kit/form-dialog";
import { useForm } from "@/kit/use-form";
import { DAYS_OFF, useDaysOffWords, usePuttingOff } from "./use-putting-off";

interface SnoozeDialogProps {
  actionId: string;
  onClose: () => void;
}

const [TOMORROW] = DAYS_OFF;

/** The same as the menu, for whoever comes from an e-mail or a notification. */
export function SnoozeDialog({ actionId, onClose }: SnoozeDialogProps) {
  const { t } = useLingui();
  const words = useDaysOffWords();
  const command = usePuttingOff(actionId, onClose);
  const form = useForm({
    initial: { days: String(TOMORROW) },
    command: {
      ...command,
      mutate: ({ days }) => command.mutate(DAYS_OFF.find((one) => String(one) === days) ?? TOMORROW),
    },
  });
  return (
    <FormDialog
      form={form}
      title={t`Нагадати пізніше`}
      lead={
        <Trans>
          До того часу планових нагадувань про це доручення ви не отримаєте. Іншим вони приходитимуть.
        </Trans>
      }
      submit={t`Відкласти`}
      onClose={onClose}
    >
      <Radio.Group label={t`Коли нагадати`} {...form.choice("days")}>
        <Stack gap={0} mt={4}>
          {DAYS_OFF.map((one) => (
            <Radio
              key={one}
              value={String(one)}
              label={words[one]}
              data-autofocus={String(one) === form.values.days || undefined}
            />
          ))}
        </Stack>
      </Radio.Group>
    </FormDialog>
  );
}
