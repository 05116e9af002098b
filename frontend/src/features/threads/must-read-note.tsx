import { Trans, useLingui } from "@lingui/react/macro";
import { IconChecks, IconClock, IconEyeCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { MessageOut, MustReadOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { focusMessage } from "@/modules/threads/focus-message";
import { QueuedLine, TextButton } from "@/modules/threads/message-view";
import { useSendingObstacle } from "@/outbox/outbox-provider";
import { acknowledgementsQuery } from "@/queries/threads";
import { Button } from "@/ui/button";
import { useThreadDialog } from "./active-dialog";
import { useMessageActions } from "./message-actions";
import classes from "./must-read.module.css";

const ICON = { size: 16, stroke: 1.75, "aria-hidden": true } as const;

interface NoteProps {
  message: MessageOut;
  name: string;
}

/** Under a message that must be read: what is asked, the button that answers, and who has answered. */
export function MustReadNote({ message, name }: NoteProps) {
  const desk = useMessageActions();
  const obstacle = useSendingObstacle();
  const asked = message.must_read;
  if (!asked) return null;
  const mine = message.author.person.id === desk.personId;
  const given = asked.acknowledged === true;
  const sending = desk.isSending(message.id, "acknowledge");
  const waits = !mine && !given && !sending && desk.can("acknowledge");
  return (
    <div className={`${classes.note} ${waits ? classes.you : ""}`}>
      <p className={classes.words}>
        <IconEyeCheck {...ICON} />
        <span>
          <Asked asked={asked} />
        </span>
      </p>
      {waits && <Acknowledge message={message} name={name} />}
      {given && (
        <p className={classes.given}>
          <IconChecks {...ICON} />
          <Trans>Ознайомлення підтверджено</Trans>
        </p>
      )}
      {sending && !given && (
        <QueuedLine icon={<IconClock {...ICON} />}>
          {obstacle === "server" ? (
            <Trans>Сервер не відповідає, пробуємо ще</Trans>
          ) : (
            <Trans>Ваше підтвердження чекає зв’язку</Trans>
          )}
        </QueuedLine>
      )}
      <Answers message={message} />
    </div>
  );
}

function Asked({ asked }: { asked: MustReadOut }) {
  const { dates } = useLocale();
  if (!asked.due_on) return <Trans>Обов’язкове до прочитання</Trans>;
  const day = dates.long(asked.due_on);
  if (asked.due_on < dates.today()) return <Trans>Обов’язкове до прочитання: строк минув {day}</Trans>;
  return <Trans>Обов’язкове до прочитання, строк — {day}</Trans>;
}

function Acknowledge({ message, name }: NoteProps) {
  const desk = useMessageActions();
  const { t } = useLingui();
  return (
    <Button
      disabled={!desk.ready}
      onClick={({ currentTarget }) => {
        focusMessage(currentTarget);
        desk.acknowledge(message);
      }}
      aria-label={t`Підтвердити ознайомлення: ${name}, повідомлення ${message.number}`}
    >
      <Trans>Підтвердити ознайомлення</Trans>
    </Button>
  );
}

/** «Ознайомлено: 9 із 13», of those who read the thread now, leads to the names; a guest is not told. */
function Answers({ message }: { message: MessageOut }) {
  const desk = useMessageActions();
  const open = useThreadDialog();
  const told = desk.can("see_access");
  const { data } = useQuery({ ...acknowledgementsQuery(message), enabled: told });
  if (!told || !data) return null;
  const asked = data.filter((one) => one.asked);
  const given = asked.filter((one) => one.acknowledged_at !== null);
  return (
    <TextButton onClick={() => open({ kind: "acknowledgements", message })}>
      <Trans>
        Ознайомлено: {given.length} із {asked.length}
      </Trans>
    </TextButton>
  );
}
