import { Trans, useLingui } from "@lingui/react/macro";
import {
  IconArrowBackUp,
  IconCheck,
  IconChevronDown,
  IconLock,
  IconPencil,
  IconSend,
  IconX,
} from "@tabler/icons-react";
import {
  type FormEvent,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  type RefObject,
  type TextareaHTMLAttributes,
  useId,
} from "react";
import { useComposerField } from "@/lib/composer-field";
import { SectorShape } from "@/modules/organisations/sector";
import { Button, ToolButton } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { LazyMenu } from "@/ui/lazy-menu";
import { onDemand } from "@/ui/on-demand";
import classes from "./composer.module.css";
import { PublicNotice, type ReadByAll } from "./public-notice";
import { type VoiceChoice, VoiceWords } from "./voice-words";

const VoiceMenuItems = onDemand(async () => (await import("./voice-menu-items")).VoiceMenuItems);

interface ComposerProps {
  text: string;
  onText: (text: string) => void;
  onSend: () => void;
  voices: VoiceChoice[];
  voice: VoiceChoice;
  onVoice: (voice: VoiceChoice) => void;
  replyTo?: { name: string; quote?: string; onCancel: () => void } | null;
  /** What is written takes the place of what was said. */
  correcting?: { onCancel: () => void };
  /** One quiet line beside the button: «Чернетку збережено». */
  note?: ReactNode;
  /** Wide screens have room to say who will read it, and to show the shortcut. */
  wide: boolean;
  busy?: boolean;
  /** Not all of the group read it. */
  toSome?: boolean;
  /** Anybody reads it, signed in or not. */
  toAll?: ReadByAll | null;
  inputRef: RefObject<HTMLElement | null>;
  /** What the message brings, above the box, and the button that adds to it. */
  attached?: ReactNode;
  attach?: ReactNode;
  /** The button that shows the row of marks, and that row. */
  tools?: ReactNode;
  bar?: ReactNode;
  /** Suggestions above the field: the list, and what the field says of it. */
  suggestions?: ReactNode;
  field?: TextareaHTMLAttributes<HTMLTextAreaElement>;
  /** In place of the field: one that shows formats at once. */
  rich?: ((place: RichPlace) => ReactNode) | null;
}

/** What any field in the composer is told. */
export interface RichPlace {
  className: string;
  label: string;
  describedBy: string | undefined;
  hint: string;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}

export function useVoiceName(): (voice: VoiceChoice) => string {
  const { t } = useLingui();
  return (voice) => (voice.onBehalfOf ? t`Від імені ${voice.onBehalfOf}` : t`Особисто`);
}

function VoiceButton({ voices, voice, onVoice }: Pick<ComposerProps, "voices" | "voice" | "onVoice">) {
  const { t } = useLingui();
  const voiceName = useVoiceName();
  const face = (
    <>
      <SectorShape sector={voice.sector ?? "other"} size={20} />
      <span className={classes.voiceWords}>
        <VoiceWords voice={voice} />
      </span>
    </>
  );
  if (voices.length < 2) {
    return <span className={classes.voice}>{face}</span>;
  }
  const holder = voice.actingFor;
  const name = [voiceName(voice), holder && t`ви заступаєте: ${holder}`].filter(Boolean).join(", ");
  return (
    <LazyMenu
      preload={VoiceMenuItems.preload}
      button={
        <button type="button" className={classes.voice} aria-label={t`${name}. Змінити`}>
          {face}
          <Icon of={IconChevronDown} size={16} />
        </button>
      }
    >
      {(place) => <VoiceMenuItems {...place} voices={voices} voice={voice} onVoice={onVoice} />}
    </LazyMenu>
  );
}

/** On whose behalf one writes, and to whom. */
function useHint(): (voice: string, to: Pick<ComposerProps, "toSome" | "toAll">) => string {
  const { t } = useLingui();
  return (voice, { toSome, toAll }) => {
    if (toAll) return t`${voice}: напишіть усім…`;
    return toSome ? t`${voice}: напишіть тим, хто бачить тему…` : t`${voice}: напишіть групі…`;
  };
}

function PlainField({ place, ...props }: ComposerProps & { place: RichPlace }) {
  return (
    <textarea
      {...props.field}
      ref={props.inputRef as Ref<HTMLTextAreaElement>}
      className={place.className}
      rows={1}
      value={props.text}
      onChange={(event) => props.onText(event.currentTarget.value)}
      onKeyDown={place.onKeyDown}
      aria-label={place.label}
      aria-describedby={place.describedBy}
      placeholder={place.hint}
      maxLength={10_000}
    />
  );
}

/** What the field says of itself. */
function useSaid(props: ComposerProps): Pick<RichPlace, "label" | "hint"> {
  const { t } = useLingui();
  const voiceName = useVoiceName();
  const hint = useHint();
  const voice = voiceName(props.voice);
  return { label: t`Текст повідомлення`, hint: props.wide ? hint(voice, props) : `${voice}…` };
}

/** Above the field: the message that is answered, or that one's own is being changed. */
function ComposerContext({ replyTo, correcting }: Pick<ComposerProps, "replyTo" | "correcting">) {
  const { t } = useLingui();
  return (
    <>
      {replyTo && (
        <p className={classes.reply}>
          <Icon of={IconArrowBackUp} size={16} />
          <span>
            <Trans>Відповідь: {replyTo.name}</Trans>
            {replyTo.quote && <q className={classes.quoted}>{replyTo.quote}</q>}
          </span>
          <ToolButton label={t`Не відповідати на це повідомлення`} onClick={replyTo.onCancel}>
            <Icon of={IconX} size={16} />
          </ToolButton>
        </p>
      )}
      {correcting && (
        <p className={classes.reply}>
          <Icon of={IconPencil} size={16} />
          <span>
            <Trans>Ви змінюєте своє повідомлення. Як було раніше, побачать усі, хто читає тему.</Trans>
          </span>
          <ToolButton label={t`Не змінювати`} onClick={correcting.onCancel}>
            <Icon of={IconX} size={16} />
          </ToolButton>
        </p>
      )}
    </>
  );
}

function SendButton({ correcting, busy, wide }: Pick<ComposerProps, "correcting" | "busy" | "wide">) {
  const { t } = useLingui();
  const words = correcting ? t`Зберегти` : t`Надіслати`;
  return (
    <Button type="submit" className={classes.send} busy={busy} aria-label={wide ? undefined : words}>
      <Icon of={correcting ? IconCheck : IconSend} />
      <span className={classes.sendWords}>{words}</span>
      {wide && <kbd>Ctrl ↵</kbd>}
    </Button>
  );
}

/** Where one writes. It always says for whom one speaks. */
export function Composer(props: ComposerProps) {
  const { t } = useLingui();
  const said = useSaid(props);
  const toAllId = useId();
  useComposerField(props.inputRef);
  const ready = props.text.trim() !== "" && !props.busy;
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (ready) props.onSend();
  };
  const shortcut = (event: KeyboardEvent<HTMLElement>) => {
    props.field?.onKeyDown?.(event as KeyboardEvent<HTMLTextAreaElement>);
    if (event.isDefaultPrevented()) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send(event);
    if (event.key === "Escape") (props.correcting ?? props.replyTo)?.onCancel();
  };
  const place: RichPlace = {
    ...said,
    className: classes.text ?? "",
    describedBy: props.toAll ? toAllId : undefined,
    onKeyDown: shortcut,
  };
  return (
    <form id="composer" className={classes.form} aria-label={t`Нове повідомлення`} onSubmit={send}>
      <ComposerContext {...props} />
      {/* There before it says something: whoever is in the field already hears it, too. */}
      <div className={classes.heard} role="status">
        {props.toAll && <PublicNotice id={toAllId} when={props.toAll} />}
      </div>
      {props.attached}
      <div className={classes.box}>
        <VoiceButton voices={props.voices} voice={props.voice} onVoice={props.onVoice} />
        <div className={classes.bar}>{props.bar}</div>
        {props.suggestions}
        {props.rich ? props.rich(place) : <PlainField {...props} place={place} />}
        <span className={classes.attach}>
          {props.attach}
          <span className={classes.tools}>{props.tools}</span>
        </span>
        <span className={classes.note}>{props.note}</span>
        <SendButton {...props} />
      </div>
    </form>
  );
}

/** In place of the composer: why one cannot write here. */
export function ComposerClosed({ children }: { children: ReactNode }) {
  return (
    <p className={classes.closed}>
      <Icon of={IconLock} />
      <span>{children}</span>
    </p>
  );
}
