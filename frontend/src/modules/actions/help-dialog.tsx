import { Trans, useLingui } from "@lingui/react/macro";
import { putActionItemHelp, putActionItemHelpAnswer } from "@/api/generated/sdk.gen";
import { idempotencyKey } from "@/api/headers";
import { unwrap } from "@/api/unwrap";
import { ReasonDialog } from "@/kit/reason-dialog";
import { useCommand } from "@/kit/use-command";
import { useSeenVersion } from "@/kit/use-edit";
import { keys } from "@/queries/keys";

const MOST = 1000;

interface HelpDialogProps {
  actionId: string;
  /** The version of the item on which the request stands that is answered; none to ask for help. */
  answers?: number;
  onClose: () => void;
}

/** Asks for help with an action item, or answers whoever asked. */
export function HelpDialog({ actionId, answers, onClose }: HelpDialogProps) {
  const { t } = useLingui();
  const path = { action_id: actionId };
  const asks = answers === undefined;
  const { send } = useSeenVersion(answers ?? 0, true);
  const saying = useCommand({
    run: (text: string) =>
      asks
        ? unwrap(putActionItemHelp({ path, body: { text }, headers: idempotencyKey() }))
        : send((seen) =>
            unwrap(
              putActionItemHelpAnswer({ path, body: { text }, headers: { ...seen, ...idempotencyKey() } }),
            ),
          ),
    success: asks ? t`Прохання надіслано` : t`Відповідь надіслано`,
    onSuccess: onClose,
    invalidates: (client) => {
      for (const queryKey of [keys.action(actionId), keys.history(actionId), keys.actions, keys.inbox]) {
        void client.invalidateQueries({ queryKey });
      }
    },
  });
  return (
    <ReasonDialog
      title={asks ? t`Потрібна допомога` : t`Відповісти на прохання`}
      lead={
        asks ? (
          <Trans>Про це дізнається той, хто веде групу. Прохання видно всім, хто бачить доручення.</Trans>
        ) : (
          <Trans>Відповідь отримає той, хто просив. Прохання більше не стоятиме на дорученні.</Trans>
        )
      }
      label={asks ? t`Чого бракує` : t`Відповідь`}
      missing={asks ? t`Напишіть, чого бракує` : t`Напишіть відповідь`}
      most={MOST}
      submit={t`Надіслати`}
      busy={saying.isPending}
      problem={saying.error}
      pointer="/text"
      onClose={onClose}
      onSubmit={(text) => saying.mutate(text)}
    />
  );
}
