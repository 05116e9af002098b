import { Trans, useLingui } from "@lingui/react/macro";
import { IconArrowDown, IconEye } from "@tabler/icons-react";
import { type ButtonHTMLAttributes, createContext, type ReactNode, type Ref, use } from "react";
import { PersonAvatar } from "@/modules/organisations/person-avatar";
import { SECTOR_LABELS, sectorClass } from "@/modules/organisations/sector";
import type { Sector } from "@/modules/organisations/sector-shapes";
import { Icon } from "@/ui/icon";
import classes from "./message-view.module.css";

export interface VoiceView {
  name: string;
  sector: Sector | null;
  /** What follows «від імені»; null when the person speaks personally. */
  onBehalfOf: string | null;
  /** Who is away and for whom the person stands in; null for one who speaks through a mandate of their own. */
  actingFor: string | null;
}

/** «від імені Ліцею № 2» or «особисто · Медицина», and «заступає: …» of a deputy: never left out. */
export function VoiceLine({ voice }: { voice: VoiceView }) {
  const { i18n } = useLingui();
  const holder = voice.actingFor;
  return (
    <p className={`${classes.voice} ${sectorClass(voice.sector ?? "other")}`}>
      {voice.onBehalfOf ? (
        <>
          <span>
            <Trans>від імені</Trans>
          </span>
          <b>{voice.onBehalfOf}</b>
        </>
      ) : (
        <>
          <span>
            <Trans>особисто</Trans>
          </span>
          {voice.sector && (
            <>
              <span aria-hidden="true">·</span>
              <b>{i18n._(SECTOR_LABELS[voice.sector])}</b>
            </>
          )}
        </>
      )}
      {holder && (
        <span>
          <span aria-hidden="true">·</span> <Trans>заступає: {holder}</Trans>
        </span>
      )}
    </p>
  );
}

interface MessageViewProps {
  id?: string;
  voice: VoiceView;
  /** Names the message for those who jump from one to the next. */
  label?: string;
  mine?: boolean;
  /** Its number in the thread, for citing; an unsent message has none. */
  number?: number;
  /** ISO time for machines, and the same in words. */
  at: string;
  time: string;
  /** Beside the time of a message that says something else now. */
  changed?: ReactNode;
  /** Text of the message. A string keeps its line breaks. */
  children: ReactNode;
  menu?: ReactNode;
  /** Above the text: what it repeats of another. */
  quote?: ReactNode;
  /** Under the text: what it became, buttons, seen by. */
  footer?: ReactNode;
  /** Not sent yet. */
  queued?: boolean;
  /** The author has withdrawn it. */
  gone?: boolean;
  size?: number;
  ref?: Ref<HTMLElement>;
}

export function MessageView(props: MessageViewProps) {
  const { voice, children } = props;
  const look = `${classes.text} ${typeof children === "string" ? classes.raw : ""} ${props.gone ? classes.gone : ""}`;
  return (
    <article
      ref={props.ref}
      id={props.id}
      aria-label={props.label}
      className={`${classes.message} ${props.queued ? classes.queued : ""}`}
      tabIndex={-1}
    >
      <PersonAvatar
        name={voice.name}
        sector={voice.sector}
        onBehalf={voice.onBehalfOf !== null}
        size={props.size ?? 44}
      />
      <div>
        <div className={classes.who}>
          <span>{voice.name}</span>
          {props.mine && (
            <span className={classes.mine}>
              <Trans>ви</Trans>
            </span>
          )}
          {props.number !== undefined && <span className={classes.number}>#{props.number}</span>}
          <time dateTime={props.at}>{props.time}</time>
          {props.changed && <span className={classes.changed}>{props.changed}</span>}
          {props.menu && <span className={classes.menu}>{props.menu}</span>}
        </div>
        <VoiceLine voice={voice} />
        {props.quote}
        <div className={look} data-said="">
          {children}
        </div>
        {props.footer}
      </div>
    </article>
  );
}

interface StemProps {
  children: ReactNode;
  replies?: ReactNode;
}

/** A message with its replies, one level deep. */
export function MessageGroup({ children, replies }: StemProps) {
  return (
    <div className={`${classes.stem} ${replies ? classes.withReplies : ""}`}>
      {children}
      {replies && <div className={classes.replies}>{replies}</div>}
    </div>
  );
}

export function MessageActs({ children, seen }: { children: ReactNode; seen?: ReactNode }) {
  return (
    <div className={classes.acts}>
      {children}
      {seen}
    </div>
  );
}

/** A menu that opens from it adds a class of its own. */
export function MessageAct({ className = "", ...props }: ButtonHTMLAttributes<HTMLButtonElement>) {
  return <button type="button" className={`${classes.act} ${className}`} {...props} />;
}

interface SeenByProps {
  /** Which message. */
  number: number;
  seen: number;
  of: number;
  onClick: () => void;
}

/** «9 із 14» with an eye: how many of those who see the thread have read this message, and the way to who. */
export function SeenBy({ number, seen, of, onClick }: SeenByProps) {
  const { t } = useLingui();
  return (
    <button
      type="button"
      className={classes.seen}
      title={t`Прочитали: ${seen} із ${of}`}
      aria-label={t`Хто прочитав повідомлення ${number}: ${seen} із ${of}`}
      aria-haspopup="dialog"
      onClick={onClick}
    >
      <Icon of={IconEye} size={16} />
      <Trans>
        {seen} із {of}
      </Trans>
    </button>
  );
}

interface QueuedLineProps {
  icon: ReactNode;
  children: ReactNode;
  failed?: boolean;
}

/** Under a message that has not reached the others yet. */
export function QueuedLine({ icon, children, failed = false }: QueuedLineProps) {
  return (
    <p className={`${classes.state} ${failed ? classes.failed : ""}`}>
      {icon}
      <span>{children}</span>
    </p>
  );
}

export function TextButton(props: ButtonHTMLAttributes<HTMLButtonElement>) {
  return <button type="button" className={classes.link} {...props} />;
}

/** The level of the headings between messages: one below the heading of what holds the conversation. */
export const DayHeadingContext = createContext<"h2" | "h3">("h2");

export function DayLine({ children }: { children: ReactNode }) {
  const Heading = use(DayHeadingContext);
  return <Heading className={classes.day}>{children}</Heading>;
}

/** The honey line: everything below it is new to the reader. */
export function UnreadLine({ id, children, label }: { id?: string; children: ReactNode; label: string }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot hold the words
    <div id={id} className={classes.unread} role="separator" aria-label={label}>
      <span>
        <Icon of={IconArrowDown} size={16} />
        {children}
      </span>
    </div>
  );
}

export function TypingLine({ children }: { children: ReactNode }) {
  return (
    <p className={classes.typing} aria-live="polite">
      {children && (
        <>
          <span className={classes.dots} aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {children}
        </>
      )}
    </p>
  );
}
