import { Trans, useLingui } from "@lingui/react/macro";
import { IconLifebuoy } from "@tabler/icons-react";
import { useState } from "react";
import { answered } from "@/api/answered";
import { putActionItemHelp, putActionItemHelpAnswer } from "@/api/generated/sdk.gen";
import type { ActionOut, HelpOut } from "@/api/generated/types.gen";
import { once } from "@/api/headers";
import { keys } from "@/data/keys";
import { Button } from "@/design/button";
import { useReader } from "@/lib/reader";
import { useChange } from "@/widgets/use-change";
import { WordsDialog } from "@/widgets/words-dialog";
import classes from "./action.module.css";

const MOST = 1000;

/** That the owner cannot go on alone, and the answer of who leads the group. */
export function Help({ action }: { action: ActionOut }) {
  const [asking, setAsking] = useState<"ask" | "answer" | null>(null);
  const asks = action.allowed.includes("ask_help");
  const answers = action.help_asked !== null && action.allowed.includes("answer_help");
  if (!action.help_asked && !asks) return null;
  return (
    <>
      {action.help_asked && <Asked help={action.help_asked} />}
      <div className={classes.buttons}>
        {answers && (
          <Button kind="quiet" onClick={() => setAsking("answer")}>
            <Trans>Відповісти на прохання</Trans>
          </Button>
        )}
        {asks && !action.help_asked && (
          <Button kind="ghost" onClick={() => setAsking("ask")}>
            <IconLifebuoy size={20} stroke={1.75} aria-hidden="true" />
            <Trans>Потрібна допомога</Trans>
          </Button>
        )}
      </div>
      {asking && <HelpDialog action={action} step={asking} onClose={() => setAsking(null)} />}
    </>
  );
}

function Asked({ help }: { help: HelpOut }) {
  const { say, dates } = useReader();
  const who = say(help.by.person.name);
  const day = dates.dayAndMonth(dates.day(help.at));
  return (
    <blockquote className={classes.reason}>
      <p className="v-tiny v-t2">
        <Trans>
          Потрібна допомога: {who}, {day}
        </Trans>
      </p>
      <p>{help.text}</p>
    </blockquote>
  );
}

interface HelpDialogProps {
  action: ActionOut;
  step: "ask" | "answer";
  onClose: () => void;
}

function HelpDialog({ action, step, onClose }: HelpDialogProps) {
  const { t } = useLingui();
  const path = { action_id: action.id };
  const ask = step === "ask" ? putActionItemHelp : putActionItemHelpAnswer;
  const saying = useChange({
    ask: (text: string) => answered(ask({ path, body: { text }, headers: once() })),
    said: step === "ask" ? t`Прохання надіслано` : t`Відповідь надіслано`,
    onDone: onClose,
    forget: (client) => {
      for (const queryKey of [keys.action(action.id), keys.history(action.id), keys.actions]) {
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
