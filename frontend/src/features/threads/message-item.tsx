import { Trans, useLingui } from "@lingui/react/macro";
import { IconArrowBackUp, IconChecklist, IconStar } from "@tabler/icons-react";
import { memo, useCallback } from "react";
import type { ActionOut, MessageOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { useWide } from "@/lib/use-wide";
import { LinkedActionCard } from "@/modules/actions/linked-action-card";
import { useDueText } from "@/modules/actions/use-due-text";
import { actionPath } from "@/modules/entities/paths";
import { authorView } from "@/modules/mandates/voices";
import { HIDDEN_FOR } from "@/modules/moderation/words";
import { MessageAct, MessageActs, MessageView, TextButton } from "@/modules/threads/message-view";
import { SafeHtml } from "@/modules/threads/safe-html";
import { useThreadDialog } from "./active-dialog";
import { Attachments } from "./attachments";
import { useGistMarks } from "./gist/summary-editing";
import { LinkCards } from "./link-cards";
import { useMessageActions } from "./message-actions";
import { MessageMenu } from "./message-menu";
import { MovedMessagePlaceholder } from "./moving/moved-message-placeholder";
import { MustReadNote } from "./must-read-note";
import { Quote } from "./quote";
import { Reactions } from "./reactions";
import { Seen } from "./seen";
import classes from "./thread.module.css";
import { messageId } from "./use-scroll-position";

const ICON = { size: 16, stroke: 1.75, "aria-hidden": true } as const;

interface MessageItemProps {
  message: MessageOut;
  /** A reply is drawn a little smaller on a phone. */
  reply?: boolean;
}

/** Drawn again when it changes itself, or what the thread knows of it: not when another one comes. */
export const MessageItem = memo(function MessageItem({ message, reply = false }: MessageItemProps) {
  const { t } = useLingui();
  const { localize: say, dates } = useLocale();
  const desk = useMessageActions();
  const open = useThreadDialog();
  const wide = useWide();
  const voice = authorView(message.author, say);
  const time = dates.time(message.posted_at);
  const { number } = message;
  const { watch } = desk;
  // The same for as long as it stands: whoever looks at it is not to begin anew.
  const seen = useCallback((element: HTMLElement | null) => watch(element, number), [watch, number]);
  const label = t`Повідомлення ${number}: ${voice.name}, ${time}`;
  const small = reply ? 32 : 36;
  const gone = message.deleted || Boolean(message.hidden);
  return (
    <MessageView
      ref={seen}
      id={messageId(number)}
      label={label}
      voice={voice}
      mine={message.author.person.id === desk.personId}
      number={number}
      at={message.posted_at}
      time={time}
      changed={
        message.edited_at &&
        !gone && (
          <TextButton onClick={() => open({ kind: "editHistory", message })}>
            <Trans>змінено</Trans>
          </TextButton>
        )
      }
      size={wide ? 44 : small}
      quote={message.quote && <Quote quote={message.quote} threadId={message.thread_id} />}
      gone={gone}
      menu={gone ? undefined : <MessageMenu message={message} name={voice.name} />}
      footer={<Under message={message} name={voice.name} gone={gone} />}
    >
      <Said message={message} />
    </MessageView>
  );
});

/** What it says, or what stands in its place. */
function Said({ message }: { message: MessageOut }) {
  const { personId } = useMessageActions();
  const { moved, hidden, deleted, html } = message;
  if (moved) return <MovedMessagePlaceholder moved={moved} />;
  if (deleted) return <Trans>Повідомлення видалено.</Trans>;
  if (hidden) return <Stone message={message} hidden={hidden} />;
  return <SafeHtml html={html} personId={personId} />;
}

interface UnderProps {
  message: MessageOut;
  name: string;
  gone: boolean;
}

/** What hangs on a message, what became of it, and what can be done with it. */
function Under({ message, name, gone }: UnderProps) {
  const desk = useMessageActions();
  return (
    <>
      {!gone && <Point number={message.number} />}
      {/* What an earlier release kept in the browser has none. */}
      <Attachments files={message.attachments ?? []} />
      <LinkCards body={message.body} />
      <MustReadNote message={message} name={name} />
      {desk.actionsFromMessage(message.id).map((action) => (
        <Born key={action.id} action={action} />
      ))}
      {!gone && <Acts message={message} name={name} />}
    </>
  );
}

/** Who leads has noted the point of this message among the statements. */
function Point({ number }: { number: number }) {
  const { points } = useGistMarks();
  if (!points.has(number)) return null;
  return (
    <p className={classes.point}>
      <IconStar {...ICON} />
      <Trans>Головне: є в тезах</Trans>
    </p>
  );
}

interface StoneProps {
  message: MessageOut;
  hidden: NonNullable<MessageOut["hidden"]>;
}

/** Why a message is hidden; who wrote or moderates it reads it still. */
function Stone({ message, hidden }: StoneProps) {
  const desk = useMessageActions();
  const open = useThreadDialog();
  const { t, i18n } = useLingui();
  const mine = message.author.person.id === desk.personId;
  const look = mine && hidden.state === "hidden" ? t`Переглянути або оскаржити` : t`Переглянути`;
  const takeBack = t`Видалити…`;
  const which = t`приховане повідомлення ${message.number}`;
  return (
    <>
      <p>
        {i18n._(HIDDEN_FOR[hidden.fault])}{" "}
        {hidden.state === "appealed" && <Trans>Автор оскаржує рішення: відповіді ще немає.</Trans>}
        {hidden.state === "upheld" && <Trans>Оскарження розглянуто: лишається прихованим.</Trans>}
      </p>
      {(mine || desk.can("moderate")) && (
        <p className={classes.stone}>
          <TextButton
            onClick={() => open({ kind: "moderation", message, by: "look" })}
            aria-label={`${look}: ${which}`}
          >
            {look}
          </TextButton>
          {mine && desk.can("support") && (
            <TextButton
              onClick={() => open({ kind: "deleteMessage", message })}
              aria-label={`${takeBack} ${which}`}
            >
              {takeBack}
            </TextButton>
          )}
        </p>
      )}
    </>
  );
}

function Born({ action }: { action: ActionOut }) {
  const { localize: say } = useLocale();
  const due = useDueText();
  return (
    <LinkedActionCard
      href={actionPath(action.id)}
      number={action.number}
      title={say(action.title)}
      state={action.state}
      owner={{ name: say(action.owner.short_name), sector: action.owner.sector }}
      due={<span>{due.short(action)}</span>}
    />
  );
}

interface ActsProps {
  message: MessageOut;
  name: string;
}

function Acts({ message, name }: ActsProps) {
  const desk = useMessageActions();
  const open = useThreadDialog();
  const { t } = useLingui();
  const wide = useWide();
  return (
    <MessageActs seen={<Seen number={message.number} />}>
      {desk.can("post") && (
        <MessageAct onClick={() => desk.answer(message)} aria-label={t`Відповісти: ${name}`}>
          <IconArrowBackUp {...ICON} />
          <Trans>Відповісти</Trans>
        </MessageAct>
      )}
      <Reactions message={message} name={name} />
      {wide && desk.can("make_action") && (
        <MessageAct
          onClick={() => open({ kind: "action", message })}
          aria-label={t`Створити доручення: ${name}`}
        >
          <IconChecklist {...ICON} />
          <Trans>Створити доручення</Trans>
        </MessageAct>
      )}
    </MessageActs>
  );
}
