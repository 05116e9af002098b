import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { useState } from "react";
import { putActionItemHelp, putActionItemHelpAnswer } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { keys } from "@/queries/keys";

interface HelpDialogProps {
  actionId: string;
  /** The version of the item on which the request stands that is answered; none to ask for help. */
  answers?: number;
  onClose: () => void;
}

interface HelpWords {
  text: string;
}

function useHelp({ actionId, answers, onClose }: HelpDialogProps) {
  const { t } = useLingui();
  const path = { action_id: actionId };
  const asks = answers === undefined;
  const command = useCommand({
    version: answers ?? 0,
    run: (body: HelpWords, { ifMatch, idempotencyKey }) =>
      asks
        ? unwrap(putActionItemHelp({ path, body, headers: idempotencyKey }))
        : unwrap(putActionItemHelpAnswer({ path, body, headers: { ...ifMatch, ...idempotencyKey } })),
    success: asks ? t`Прохання надіслано` : t`Відповідь надіслано`,
    onSuccess: onClose,
    invalidates: [keys.action(actionId), keys.history(actionId), keys.actions, keys.inbox],
  });
  // The answer belongs to the version of the request that was shown when the dialog opened.
  useState(command.begin);
  return command;
}

/** Ask for help with an action item, or answer such a request. */
export function HelpDialog(props: HelpDialogProps) {
  const { t } = useLingui();
  const asks = props.answers === undefined;
  const form = useForm({
    initial: { text: "" },
    command: useHelp(props),
    required: { text: asks ? t`Напишіть, чого бракує` : t`Напишіть відповідь` },
  });
  return (
    <FormDialog
      form={form}
      title={asks ? t`Потрібна допомога` : t`Відповісти на прохання`}
      lead={
        asks ? (
          <Trans>Про це дізнається той, хто веде групу. Прохання видно всім, хто бачить доручення.</Trans>
        ) : (
          <Trans>Відповідь отримає той, хто просив. Прохання більше не стоятиме на дорученні.</Trans>
        )
      }
      submit={t`Надіслати`}
      onClose={props.onClose}
    >
      <Textarea
        label={asks ? t`Чого бракує` : t`Відповідь`}
        rows={3}
        maxLength={1000}
        data-autofocus
        {...form.text("text")}
      />
    </FormDialog>
  );
}
