import { Trans, useLingui } from "@lingui/react/macro";
import { Fragment, type ReactNode } from "react";
import type { DataWarning, PersonalDataKind } from "@/api/problem";
import { highlightRanges, textInRange } from "@/lib/highlight-ranges";
import { displayText } from "@/lib/mentions";
import { Dialog } from "@/ui/dialog";
import classes from "./personal-data-dialog.module.css";
import { useResemblance } from "./use-resemblance";

interface PersonalDataDialogProps {
  concerns: DataWarning[];
  /** What was to be sent, by the pointers of its fields. */
  texts: Record<string, string>;
  /** «Усе одно надіслати», «Усе одно зберегти». */
  anyway: string;
  /** Who reads it; left out where all do who see the thread. */
  lead?: ReactNode;
  onReword: () => void;
  onConfirm: (kinds: PersonalDataKind[]) => void;
  /** Nothing is decided yet. */
  onClose: () => void;
}

const PUBLIC: PersonalDataKind = "public";

/** Before something is told to all who read here that looks as if it were for few: is it meant? */
export function PersonalDataDialog(props: PersonalDataDialogProps) {
  const { concerns, texts, anyway, lead, onReword, onConfirm, onClose } = props;
  const { t } = useLingui();
  const resemblance = useResemblance();
  const said = new Map(
    concerns.map(({ pointer, span, message }) => [
      `${message} ${textInRange(texts[pointer] ?? "", span)}`,
      { message, words: textInRange(texts[pointer] ?? "", span) },
    ]),
  );
  return (
    <Dialog
      opened
      title={resemblance(concerns)}
      lead={lead ?? <Lead toAll={concerns.some(({ code }) => code === PUBLIC)} />}
      submit={t`Перефразувати`}
      startAtSubmit
      cancel={anyway}
      onBack={() => onConfirm([...new Set(concerns.map(({ code }) => code))])}
      onClose={onClose}
      onSubmit={onReword}
    >
      <ul className={classes.found}>
        {[...said].map(([key, { message, words }]) => (
          <li key={key}>
            <span>{message}</span> <b>{words}</b>
          </li>
        ))}
      </ul>
      {Object.entries(texts).map(
        ([pointer, text]) =>
          concerns.some((one) => one.pointer === pointer) && (
            <MarkedText
              key={pointer}
              text={text}
              spans={concerns.filter((one) => one.pointer === pointer).map(({ span }) => span)}
            />
          ),
      )}
    </Dialog>
  );
}

function Lead({ toAll }: { toAll: boolean }) {
  return toAll ? (
    <Trans>
      Тема публічна: її читають без входу, знаходять пошуковики, і зроблені копії назад не забрати.
      Перефразуйте, якщо комусь це може зашкодити.
    </Trans>
  ) : (
    <Trans>
      Це прочитають усі, хто бачить тему, і воно збережеться в її історії. Перефразуйте, якщо комусь це може
      зашкодити.
    </Trans>
  );
}

/** The whole text, so that one sees where it stands. */
function MarkedText({ text, spans }: { text: string; spans: DataWarning["span"][] }) {
  const { t } = useLingui();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long text is scrolled by the keyboard, too
    <section className={classes.text} aria-label={t`Текст із позначками`} tabIndex={0}>
      {highlightRanges(text, spans).map(({ words, marked }, nth) =>
        marked ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never change places
          <mark key={nth}>{words}</mark>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same
          <Fragment key={nth}>{displayText(words)}</Fragment>
        ),
      )}
    </section>
  );
}
