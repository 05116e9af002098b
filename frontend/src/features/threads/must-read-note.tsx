import { Trans, useLingui } from "@lingui/react/macro";
import { IconChecks, IconClock, IconEyeCheck } from "@tabler/icons-react";
import type { MessageOut, MustReadOut } from "@/api/generated/types.gen";
import { Button } from "@/design/button";
import { focusMessage } from "@/design/focus-message";
import { QueuedLine, TextButton } from "@/design/message-view";

import { useReader } from "@/lib/reader";
import classes from "./must-read.module.css";
import { type ThreadDesk, useThreadDesk } from "./thread-desk";
import { type Readers, useDeskReaders } from "./use-readers";

const ICON = { size: 16, stroke: 1.75, "aria-hidden": true } as const;

interface NoteProps {
  message: MessageOut;
  name: string;
}

/** Under a message that must be read: what is asked, the button that answers, and who has answered. */
export function MustReadNote({ message, name }: NoteProps) {
  const desk = useThreadDesk();
  const asked = message.must_read;
  if (!asked) return null;
  const mine = message.author.person.id === desk.personId;
  const given = asked.acknowledged.includes(desk.personId);
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
      {waits && <Acknowledge message={message} name={name} desk={desk} />}
      {given && (
        <p className={classes.given}>
          <IconChecks {...ICON} />
          <Trans>Ознайомлення підтверджено</Trans>
        </p>
      )}
      {sending && !given && (
        <QueuedLine icon={<IconClock {...ICON} />}>
          <Trans>Ваше підтвердження чекає зв’язку</Trans>
        </QueuedLine>
      )}
      <Answers message={message} desk={desk} />
    </div>
  );
}

function Asked({ asked }: { asked: MustReadOut }) {
  const { dates } = useReader();
  if (!asked.due_on) return <Trans>Обов’язкове до прочитання</Trans>;
  const day = dates.long(asked.due_on);
  if (asked.due_on < dates.today()) return <Trans>Обов’язкове до прочитання: строк минув {day}</Trans>;
  return <Trans>Обов’язкове до прочитання, строк — {day}</Trans>;
}

function Acknowledge({ message, name, desk }: NoteProps & { desk: ThreadDesk }) {
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

/** Of those who read the thread now, but for the author. */
function answersTo({ author, must_read }: MessageOut, readers: Readers) {
  if (!readers || !must_read) return null;
  const asked = readers.filter(({ person }) => person.id !== author.person.id);
  const given = asked.filter(({ person }) => must_read.acknowledged.includes(person.id));
  return { given: given.length, of: asked.length };
}

/** «Ознайомлено: 9 із 13» leads to the names; nothing for a guest, who is not told. */
function Answers({ message, desk }: { message: MessageOut; desk: ThreadDesk }) {
  const answers = answersTo(message, useDeskReaders());
  if (!answers) return null;
  return (
    <TextButton onClick={() => desk.showAnswers(message)}>
      <Trans>
        Ознайомлено: {answers.given} із {answers.of}
      </Trans>
    </TextButton>
  );
}
