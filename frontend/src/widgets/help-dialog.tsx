import { Trans, useLingui } from "@lingui/react/macro";
import { answered } from "@/api/answered";
import { putActionItemHelp, putActionItemHelpAnswer } from "@/api/generated/sdk.gen";
import { once } from "@/api/headers";
import { keys } from "@/data/keys";
import { useChange } from "./use-change";
import { WordsDialog } from "./words-dialog";

const MOST = 1000;

interface HelpDialogProps {
  actionId: string;
  step: "ask" | "answer";
  onClose: () => void;
}

/** Asks for help with an action item, or answers whoever asked. */
export function HelpDialog({ actionId, step, onClose }: HelpDialogProps) {
  const { t } = useLingui();
  const path = { action_id: actionId };
  const ask = step === "ask" ? putActionItemHelp : putActionItemHelpAnswer;
  const saying = useChange({
    ask: (text: string) => answered(ask({ path, body: { text }, headers: once() })),
    said: step === "ask" ? t`Прохання надіслано` : t`Відповідь надіслано`,
    onDone: onClose,
    forget: (client) => {
      for (const queryKey of [keys.action(actionId), keys.history(actionId), keys.actions, keys.inbox]) {
        void client.invalidateQueries({ queryKey });
      }
    },
  });
  return (
    <WordsDialog
      title={step === "ask" ? t`Потрібна допомога` : t`Відповісти на прохання`}
      lead={
        step === "ask" ? (
          <Trans>Про це дізнається той, хто веде групу. Прохання видно всім, хто бачить доручення.</Trans>
        ) : (
          <Trans>Відповідь отримає той, хто просив. Прохання більше не стоятиме на дорученні.</Trans>
        )
      }
      label={step === "ask" ? t`Чого бракує` : t`Відповідь`}
      missing={step === "ask" ? t`Напишіть, чого бракує` : t`Напишіть відповідь`}
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
