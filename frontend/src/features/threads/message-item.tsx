import { Trans, useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import {
  IconArrowBackUp,
  IconChecklist,
  IconCircleCheck,
  IconDots,
  IconEyeCheck,
  IconEyeOff,
  IconFlag,
  IconHistory,
  IconLink,
  IconMailOpened,
  IconNumber,
  IconPencil,
  IconQuote,
  IconStar,
  IconTrash,
  IconUsers,
} from "@tabler/icons-react";
import { memo, useCallback } from "react";
import type { ActionOut, MessageOut } from "@/api/generated/types.gen";
import { BornAction } from "@/design/born-action";
import { ToolButton } from "@/design/button";
import { LateMenu } from "@/design/late-menu";
import { MessageAct, MessageActs, MessageView, TextButton } from "@/design/message-view";
import { HoneyPill } from "@/design/status";
import { toast } from "@/design/toast";
import { useReader } from "@/lib/reader";
import { useWide } from "@/lib/use-wide";
import { useCopy } from "@/widgets/copy-button";
import { useDueWords } from "@/widgets/due-words";
import { HIDDEN_FOR } from "@/widgets/moderation/words";
import { SafeHtml } from "@/widgets/safe-html";
import { voiceView } from "@/widgets/voices";
import { Attachments } from "./attachments";
import { useGistMarks } from "./gist/gist-desk";
import { LinkCards } from "./link-cards";
import { MovedStone, PartItem } from "./moving/moved-stone";
import { MustReadNote } from "./must-read-note";
import { Quote } from "./quote";
import { Reactions } from "./reactions";
import { Seen } from "./seen";
import classes from "./thread.module.css";
import { type ThreadDesk, useThreadDesk } from "./thread-desk";
import { useChosenIn } from "./use-chosen";
import { messageId } from "./use-place";
import { REACTIONS } from "./use-reactions";

const ICON = { size: 16, stroke: 1.75, "aria-hidden": true } as const;

/** Where what is above was not said just before: on which message it hangs, and whether it is new. */
interface PlaceInTree {
  parent: number | null;
  isNew: boolean;
}

interface MessageItemProps {
  message: MessageOut;
  /** A reply is drawn a little smaller on a phone. */
  reply?: boolean;
  place?: PlaceInTree;
}

/** Drawn again when it changes itself, or what the thread knows of it: not when another one comes. */
export const MessageItem = memo(function MessageItem({ message, reply = false, place }: MessageItemProps) {
  const { t } = useLingui();
  const { say, dates } = useReader();
  const desk = useThreadDesk();
  const wide = useWide();
  const voice = voiceView(message.author, say);
  const time = dates[place ? "stamp" : "time"](message.posted_at);
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
      at={message.posted_at}
      time={time}
      mark={<Mark {...place} />}
      changed={
        message.edited_at &&
        !gone && (
          <TextButton onClick={() => desk.showEarlier(message)}>
            <Trans>змінено</Trans>
          </TextButton>
        )
      }
      size={wide ? 44 : small}
      quote={message.quote && <Quote quote={message.quote} threadId={message.thread_id} />}
      gone={gone}
      menu={gone ? undefined : <MessageMenu message={message} name={voice.name} desk={desk} />}
      footer={<Under message={message} name={voice.name} gone={gone} desk={desk} />}
    >
      <Said message={message} desk={desk} />
    </MessageView>
  );
});

/** What it says, or what stands in its place. */
function Said({ message, desk }: Omit<ActsProps, "name">) {
  const { moved, hidden, deleted, html } = message;
  if (moved) return <MovedStone moved={moved} />;
  if (deleted) return <Trans>Повідомлення вилучено.</Trans>;
  if (hidden) return <Stone message={message} hidden={hidden} desk={desk} />;
  return <SafeHtml html={html} personId={desk.personId} />;
}

interface UnderProps {
  message: MessageOut;
  name: string;
  gone: boolean;
  desk: ThreadDesk;
}

/** What hangs on a message, what became of it, and what can be done with it. */
function Under({ message, name, gone, desk }: UnderProps) {
  return (
    <>
      {!gone && <Point number={message.number} />}
      {/* What an earlier release kept in the browser has none. */}
      <Attachments files={message.attachments ?? []} />
      <LinkCards body={message.body} />
      <MustReadNote message={message} name={name} />
      {desk.bornOf(message.id).map((action) => (
        <Born key={action.id} action={action} />
      ))}
      {!gone && <Acts message={message} name={name} desk={desk} />}
    </>
  );
}

/** What the order of time would say: heard alone where it is drawn. */
function Mark({ parent = null, isNew = false }: Partial<PlaceInTree>) {
  return (
    <>
      {parent !== null && (
        <span className="v-hidden">
          <Trans>Відповідь на повідомлення {parent}</Trans>
        </span>
      )}
      {isNew && (
        <HoneyPill>
          <Trans>нове</Trans>
        </HoneyPill>
      )}
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
  desk: ThreadDesk;
}

/** Why a message is hidden; who wrote or moderates it reads it still. */
function Stone({ message, hidden, desk }: StoneProps) {
  const { t, i18n } = useLingui();
  const mine = message.author.person.id === desk.personId;
  const look = mine && hidden.state === "hidden" ? t`Переглянути або оскаржити` : t`Переглянути`;
  const takeBack = t`Вилучити…`;
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
          <TextButton onClick={() => desk.showHidden(message)} aria-label={`${look}: ${which}`}>
            {look}
          </TextButton>
          {mine && desk.can("support") && (
            <TextButton onClick={() => desk.takeBack(message)} aria-label={`${takeBack} ${which}`}>
              {takeBack}
            </TextButton>
          )}
        </p>
      )}
    </>
  );
}

/** What may be done about what somebody else wrote: who moderates need not tell those who do. */
function ModerationItems({ message, desk }: Omit<ActsProps, "name">) {
  const large = { ...ICON, size: 20 };
  if (message.author.person.id === desk.personId) return null;
  return (
    <>
      {desk.can("report") && !desk.can("moderate") && (
        <Menu.Item leftSection={<IconFlag {...large} />} onClick={() => desk.report(message)}>
          <Trans>Поскаржитися…</Trans>
        </Menu.Item>
      )}
      {desk.can("moderate") && (
        <Menu.Item leftSection={<IconEyeOff {...large} />} onClick={() => desk.hide(message)}>
          <Trans>Приховати…</Trans>
        </Menu.Item>
      )}
    </>
  );
}

function Born({ action }: { action: ActionOut }) {
  const { say } = useReader();
  const due = useDueWords();
  return (
    <BornAction
      href={`/actions/${action.id}`}
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
  desk: ThreadDesk;
}

function Acts({ message, name, desk }: ActsProps) {
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
        <MessageAct onClick={() => desk.makeAction(message)} aria-label={t`У доручення: ${name}`}>
          <IconChecklist {...ICON} />
          <Trans>У доручення</Trans>
        </MessageAct>
      )}
    </MessageActs>
  );
}

function MustReadItems({ message, desk }: Omit<ActsProps, "name">) {
  const large = { ...ICON, size: 20 };
  if (!message.must_read) {
    return (
      <Menu.Item leftSection={<IconEyeCheck {...large} />} onClick={() => desk.makeMustRead(message)}>
        <Trans>Зробити обов’язковим…</Trans>
      </Menu.Item>
    );
  }
  return (
    <>
      <Menu.Item leftSection={<IconEyeCheck {...large} />} onClick={() => desk.makeMustRead(message)}>
        <Trans>Змінити строк ознайомлення…</Trans>
      </Menu.Item>
      <Menu.Item leftSection={<IconEyeOff {...large} />} onClick={() => desk.liftMustRead(message)}>
        <Trans>Більше не обов’язкове</Trans>
      </Menu.Item>
    </>
  );
}

/** What was chosen before stays known: all of the message can be quoted just as well. */
function QuoteItems({ message, desk }: Omit<ActsProps, "name">) {
  const icon = <IconQuote {...ICON} size={20} />;
  const chosen = useChosenIn(desk.chosen, message.number);
  return (
    <>
      {chosen && (
        <Menu.Item leftSection={icon} onClick={() => desk.quote(message, chosen)}>
          <Trans>Цитувати виділене</Trans>
        </Menu.Item>
      )}
      <Menu.Item leftSection={icon} onClick={() => desk.quote(message)}>
        <Trans>Цитувати</Trans>
      </Menu.Item>
    </>
  );
}

/** Whoever speaks here may change what they wrote, also while no new messages are taken; what anybody reads
 * they take back at any time.
 */
function OwnItems({ message, desk }: Omit<ActsProps, "name">) {
  const large = { ...ICON, size: 20 };
  const speaks = desk.can("support");
  if (message.author.person.id !== desk.personId || !(speaks || desk.isPublic(message))) return null;
  return (
    <>
      <Menu.Divider />
      {speaks && (
        <Menu.Item leftSection={<IconPencil {...large} />} onClick={() => desk.correct(message)}>
          <Trans>Змінити</Trans>
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconTrash {...large} />} onClick={() => desk.takeBack(message)}>
        <Trans>Вилучити…</Trans>
      </Menu.Item>
    </>
  );
}

function MessageMenu({ message, name, desk }: ActsProps) {
  const { t } = useLingui();
  const copy = useCopy();
  const { cite, answer, point, points } = useGistMarks();
  const copyLink = async () => {
    const address = `${location.origin}/threads/${message.thread_id}?message=${message.number}`;
    if (await copy(address)) toast(t`Посилання скопійовано`);
  };
  const large = { ...ICON, size: 20 };
  return (
    <LateMenu
      button={
        <ToolButton label={t`Дії з повідомленням: ${name}`}>
          <IconDots {...ICON} />
        </ToolButton>
      }
    >
      {() => (
        <>
          {desk.can("post") && (
            <Menu.Item leftSection={<IconArrowBackUp {...large} />} onClick={() => desk.answer(message)}>
              <Trans>Відповісти</Trans>
            </Menu.Item>
          )}
          {desk.can("post") && <QuoteItems message={message} desk={desk} />}
          {desk.can("make_action") && (
            <Menu.Item leftSection={<IconChecklist {...large} />} onClick={() => desk.makeAction(message)}>
              <Trans>Зробити дорученням</Trans>
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconLink {...large} />} onClick={() => void copyLink()}>
            <Trans>Копіювати посилання</Trans>
          </Menu.Item>
          {REACTIONS.some((one) => desk.reactedTo(message, one).length > 0) && (
            <Menu.Item leftSection={<IconUsers {...large} />} onClick={() => desk.showReacted(message)}>
              <Trans>Хто відгукнувся</Trans>
            </Menu.Item>
          )}
          {desk.can("mark_read") && (
            <Menu.Item leftSection={<IconMailOpened {...large} />} onClick={() => desk.readLater(message)}>
              <Trans>Прочитати звідси пізніше</Trans>
            </Menu.Item>
          )}
          {message.edited_at && (
            <Menu.Item leftSection={<IconHistory {...large} />} onClick={() => desk.showEarlier(message)}>
              <Trans>Як було раніше</Trans>
            </Menu.Item>
          )}
          {point && !points.has(message.number) && (
            <Menu.Item leftSection={<IconStar {...large} />} onClick={() => point(message)}>
              <Trans>Це головне…</Trans>
            </Menu.Item>
          )}
          {answer && (
            <Menu.Item leftSection={<IconCircleCheck {...large} />} onClick={() => answer(message.number)}>
              <Trans>Це відповідь на питання…</Trans>
            </Menu.Item>
          )}
          {cite && (
            <Menu.Item leftSection={<IconNumber {...large} />} onClick={() => cite(message.number)}>
              <Trans>Послатися в підсумку (#{message.number})</Trans>
            </Menu.Item>
          )}
          {desk.can("make_must_read") && <MustReadItems message={message} desk={desk} />}
          <PartItem message={message} desk={desk} />
          <ModerationItems message={message} desk={desk} />
          <OwnItems message={message} desk={desk} />
        </>
      )}
    </LateMenu>
  );
}
