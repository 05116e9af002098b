import { Trans, useLingui } from "@lingui/react/macro";
import { IconFileText, IconMicrophone, IconPhoto, IconX } from "@tabler/icons-react";
import { type MouseEvent, type RefObject, useEffect, useId, useState } from "react";
import { fileSize } from "@/lib/dates";
import { useLocale } from "@/lib/locale";
import { TextButton } from "@/modules/threads/message-view";
import { StorageQuotaNotice } from "@/modules/threads/storage-quota-notice";
import { Button, ToolButton } from "@/ui/button";
import fields from "@/ui/field.module.css";
import { fieldError } from "@/ui/field-error";
import classes from "./attachments.module.css";
import { isRefused, type PendingFile } from "./pending-file";
import type { Attaching } from "./use-attachments";

const LONGEST_ALT = 300;
const ICON = { size: 24, stroke: 1.75, "aria-hidden": true } as const;

const REMOVES = "[data-removes-refused]";
/** Selector of the controls to use before the message can be sent. */
export const OBSTACLE = `input[aria-invalid=true], ${REMOVES}`;

interface AttachingListProps {
  attaching: Attaching;
  /** Nothing is written yet: a message has words of its own. */
  wordless: boolean;
  list: RefObject<HTMLUListElement | null>;
}

/** Above the field: what the message will bring, how far it is, and the words for who does not see it. */
export function AttachingList({ attaching, wordless, list }: AttachingListProps) {
  const { t } = useLingui();
  if (attaching.pieces.length === 0) return null;
  return (
    <div className={classes.coming}>
      <ul ref={list} aria-label={t`Файли до повідомлення`}>
        {attaching.pieces.map((piece) => (
          <PieceRow key={piece.key} piece={piece} attaching={attaching} />
        ))}
      </ul>
      <p role="status" className="v-small v-t2">
        <StorageQuotaNotice arrived={attaching.pieces.filter(({ stored }) => stored).length} />
      </p>
      <p role="status" className="v-small v-t2">
        <NextStep attaching={attaching} wordless={wordless} />
      </p>
      {attaching.refused.length > 1 && <RemoveRefused attaching={attaching} files={attaching.refused} />}
    </div>
  );
}

/** The reason why the message cannot be sent yet. */
function NextStep({ attaching, wordless }: Omit<AttachingListProps, "list">) {
  const names = attaching.refused.map(({ name }) => name).join(", ");
  if (attaching.asked && names) return <Trans>Щоб надіслати повідомлення, приберіть: {names}</Trans>;
  if (attaching.isWaiting)
    return attaching.asked && <Trans>Натисніть «Надіслати», коли всі файли завантажаться.</Trans>;
  return wordless && !names && <Trans>Додайте кілька слів: про що ці файли.</Trans>;
}

interface RemoveRefusedProps {
  attaching: Attaching;
  files: PendingFile[];
}

/** Removes one file that was refused, or all of them; then the next one waits for that, or the message for sending. */
function RemoveRefused({ attaching, files: [first, ...others] }: RemoveRefusedProps) {
  const { t } = useLingui();
  if (!first) return null;
  const remove = ({ currentTarget: { form } }: MouseEvent<HTMLButtonElement>) => {
    attaching.remove(first, ...others);
    setTimeout(() => form?.querySelector<HTMLElement>(`${REMOVES}, [type=submit]`)?.focus());
  };
  const { name } = first;
  const label = others.length > 0 ? undefined : t`Прибрати файл ${name}`;
  return (
    <Button kind="quiet" onClick={remove} aria-label={label} data-removes-refused="">
      {others.length > 0 ? <Trans>Прибрати всі, яких не прийнято</Trans> : <Trans>Прибрати</Trans>}
    </Button>
  );
}

function PieceRow({ piece, attaching }: { piece: PendingFile; attaching: Attaching }) {
  const { t } = useLingui();
  const { language } = useLocale();
  const { name, key } = piece;
  const refused = isRefused(piece);
  const described = piece.isPicture && !refused;
  const lacks = attaching.asked && described && piece.alt.trim() === "";
  return (
    <li>
      <Face piece={piece} />
      <div className={classes.comingWords}>
        <p className={classes.name}>
          {name}, <span className="v-t2">{fileSize(piece.size, language)}</span>
        </p>
        <How piece={piece} attaching={attaching} />
        {described && (
          <AltField alt={piece.alt} lacks={lacks} onChange={(alt) => attaching.describe(key, alt)} />
        )}
      </div>
      {refused ? (
        <RemoveRefused attaching={attaching} files={[piece]} />
      ) : (
        <ToolButton label={t`Прибрати файл ${name}`} onClick={() => attaching.remove(piece)}>
          <IconX size={16} stroke={1.75} aria-hidden="true" />
        </ToolButton>
      )}
    </li>
  );
}

interface AltFieldProps {
  alt: string;
  lacks: boolean;
  onChange: (alt: string) => void;
}

/** Not one of Mantine: it alone of what a thread shows at first would bring them. */
function AltField({ alt, lacks, onChange }: AltFieldProps) {
  const { t } = useLingui();
  const id = useId();
  return (
    <div className={fields.wrapper}>
      <label className={fields.label} htmlFor={id}>
        {t`Що на зображенні`}
      </label>
      <input
        id={id}
        className={`${fields.input} ${classes.alt}`}
        maxLength={LONGEST_ALT}
        value={alt}
        onChange={(event) => onChange(event.currentTarget.value)}
        aria-required
        aria-invalid={lacks || undefined}
        data-error={lacks || undefined}
        aria-describedby={lacks ? `${id}-hint ${id}-error` : `${id}-hint`}
      />
      <p id={`${id}-hint`} className={fields.hint}>
        {t`Для тих, хто його не бачить`}
      </p>
      {lacks && (
        <div id={`${id}-error`} className={fields.error}>
          {fieldError(t`Опишіть зображення кількома словами`)}
        </div>
      )}
    </div>
  );
}

function How({ piece, attaching }: { piece: PendingFile; attaching: Attaching }) {
  const { t } = useLingui();
  const { name, failure, stored } = piece;
  if (failure) {
    return (
      <div role="alert" className={classes.failure}>
        {fieldError(
          <>
            <span className="v-hidden">{name}: </span>
            {failure}
          </>,
        )}
        {piece.mayRetry && (
          <TextButton onClick={() => attaching.again(piece)} aria-label={t`Надіслати ще раз: ${name}`}>
            <Trans>Ще раз</Trans>
          </TextButton>
        )}
      </div>
    );
  }
  if (stored) return null;
  const percent = Math.round(piece.share * 100);
  return (
    <>
      <p className={classes.progress}>
        <progress max={100} value={percent} aria-label={t`Надсилаємо файл ${name}`} />
        <span className="v-small v-num">{percent}&nbsp;%</span>
      </p>
      <p role="status" className={`${classes.waits} v-small v-t2`}>
        {piece.waits && <Trans>Чекає на зв’язок: продовжимо з цього місця</Trans>}
      </p>
    </>
  );
}

/** The picture itself while it is at hand. */
function Face({ piece }: { piece: PendingFile }) {
  const address = useAddress(piece.isPicture ? piece.file : null);
  const Icon = piece.isPicture ? IconPhoto : isSound(piece.name) ? IconMicrophone : IconFileText;
  return (
    <span className={classes.face}>
      {address ? <img src={address} alt="" width={56} height={56} /> : <Icon {...ICON} />}
    </span>
  );
}

const isSound = (name: string) => /\.(mp3|m4a|ogg|oga|opus|webm|weba)$/i.test(name);

function useAddress(file: File | null): string | null {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    if (!file || typeof URL.createObjectURL !== "function") return;
    const made = URL.createObjectURL(file);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return address;
}
