import { Trans } from "@lingui/react/macro";
import { IconMail, IconSend } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { ControlOut, ControlReplyOut, DossierPageOut } from "@/api/generated/types.gen";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { openSteps } from "@/modules/dossier/open-steps";
import { evidenceAnchor } from "@/modules/evidence/evidence-kinds";
import { SectorLabel } from "@/modules/organisations/sector";
import { OutcomeMark } from "@/modules/public-control/outcome-mark";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Icon } from "@/ui/icon";
import { onDemand } from "@/ui/on-demand";
import classes from "./control.module.css";

const ReplyDialog = onDemand(async () => (await import("./reply-dialogs")).ReplyDialog);
const LetterDialog = onDemand(async () => (await import("./reply-dialogs")).LetterDialog);

interface ReplyCardProps {
  dossier: DossierPageOut;
  control: ControlOut;
}

/** What the authority replied to the report, or by when it has to; honey where that is the reader. */
export function ReplyCard({ dossier, control }: ReplyCardProps) {
  const replying = useDialog();
  const recording = useDialog();
  const steps = openSteps(dossier).map(({ to }) => to);
  const mayReply = steps.includes("replied");
  const { replies, outcome } = control;
  return (
    <div className={mayReply ? classes.call : undefined}>
      <Card title={<Title control={control} />} aside={outcome && <OutcomeMark outcome={outcome} />} padded>
        {outcome === "open" && <Awaited control={control} />}
        {replies.map((reply) => (
          <Reply key={reply.id} reply={reply} control={control} />
        ))}
        <div className={classes.buttons}>
          {mayReply && (
            <Button kind="call" onPointerEnter={ReplyDialog.preload} onClick={() => replying.open()}>
              <Icon of={IconSend} />
              <Trans>Відповісти на звіт</Trans>
            </Button>
          )}
          {steps.includes("letter") && (
            <Button kind="quiet" onPointerEnter={LetterDialog.preload} onClick={() => recording.open()}>
              <Icon of={IconMail} />
              {replies.at(-1)?.way === "letter" ? (
                <Trans>Виправити запис листа</Trans>
              ) : (
                <Trans>Записати лист органу</Trans>
              )}
            </Button>
          )}
        </div>
      </Card>
      {replying.render((_, close) => (
        <ReplyDialog dossier={dossier} control={control} onClose={close} />
      ))}
      {recording.render((_, close) => (
        <LetterDialog dossier={dossier} control={control} onClose={close} />
      ))}
    </div>
  );
}

function Title({ control: { outcome, reply_due_on } }: { control: ControlOut }): ReactNode {
  const { dates } = useLocale();
  const day = reply_due_on && dates.long(reply_due_on);
  return outcome === "open" ? <Trans>Відповідь на звіт, до {day}</Trans> : <Trans>Відповідь на звіт</Trans>;
}

/** To whom the report went, by which rules the day was counted, and what comes after it. */
function Awaited({ control }: { control: ControlOut }) {
  const { localize } = useLocale();
  const { authority, overdue, rules } = control;
  return (
    <>
      <p className="v-meta">
        <SectorLabel sector={authority.sector}>
          <b>{localize(authority.name)}</b>
        </SectorLabel>
      </p>
      <p>
        {overdue ? (
          <Trans>Строк минув, відповіді немає. Мовчання можна записати як відповідь.</Trans>
        ) : (
          <Trans>На кожну рекомендацію відповідають окремо. Лист можна додати сканом.</Trans>
        )}
      </p>
      <p className="v-small v-t2">{localize(rules.label)}</p>
    </>
  );
}

function Reply({ reply, control }: { reply: ControlReplyOut; control: ControlOut }) {
  const { localize, dates } = useLocale();
  const { text, evidence, received_on } = reply;
  const who = localize(control.authority.short_name);
  const day = dates.long(received_on);
  const due = control.reply_due_on && dates.long(control.reply_due_on);
  const number = evidence?.number;
  return (
    <div className={classes.reply}>
      <p className="v-small v-b">
        <How reply={reply} who={who} day={day} />
      </p>
      {reply.corrected && (
        <p className="v-small v-t2">
          <Trans>Записано помилково: нижче виправлений запис.</Trans>
        </p>
      )}
      {text && <p className={classes.said}>{text}</p>}
      <p className="v-small v-t2">
        {evidence?.present && (
          <a className="v-reach" href={`#${evidenceAnchor(evidence.number)}`}>
            <Trans>Доказ {number}</Trans>
          </a>
        )}{" "}
        <Trans>Строк був до {due}.</Trans> {localize(control.rules.label)}
      </p>
    </div>
  );
}

/** «Відділ поліції відповів листом, 4 січня»: how it came, and what it was. */
function How({ reply, who, day }: { reply: ControlReplyOut; who: string; day: string }): ReactNode {
  const { kind, way } = reply;
  if (way === "link") {
    return kind === "refused" ? (
      <Trans>
        {who}: відмова за посиланням, {day}
      </Trans>
    ) : (
      <Trans>
        {who}: відповідь за посиланням, {day}
      </Trans>
    );
  }
  if (kind === "silent") {
    return (
      <Trans>
        {who}: відповіді не було, записано {day}
      </Trans>
    );
  }
  if (kind === "refused") {
    return way === "letter" ? (
      <Trans>
        {who}: відмова листом, {day}
      </Trans>
    ) : (
      <Trans>
        {who}: відмова, {day}
      </Trans>
    );
  }
  return way === "letter" ? (
    <Trans>
      {who}: відповідь листом, {day}
    </Trans>
  ) : (
    <Trans>
      {who}: відповідь, {day}
    </Trans>
  );
}
