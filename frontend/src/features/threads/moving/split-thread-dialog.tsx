import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, Textarea, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useId, useState } from "react";
import { postThreadSplits } from "@/api/generated/sdk.gen";
import type { MessageOut, ThreadOut } from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import { fieldErrorAt, type PersonalDataKind, personalDataWarnings } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { FormErrors } from "@/kit/form-errors";
import { PersonalDataDialog } from "@/kit/personal-data/personal-data-dialog";
import { useCommand } from "@/kit/use-change";
import { useSeenVersion } from "@/kit/use-edit";
import { htmlToText, truncate } from "@/lib/html-to-text";
import { useLocale } from "@/lib/locale";
import { DEBOUNCE_MS } from "@/modules/mandates/person-field";
import { authorView } from "@/modules/mandates/voices";
import { keys } from "@/queries/keys";
import { splitObstaclesQuery } from "@/queries/moves";
import { messagesQuery } from "@/queries/threads";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";
import { BlockersNotice } from "./blockers-notice";
import { fieldErrorsAt } from "./field-errors";
import classes from "./moving.module.css";

/** As much of a message as tells it from others. */
const SHORT = 90;
/** As many go at once. */
const MOST_TAKEN = 100;

interface PartDialogProps {
  thread: ThreadOut;
  message: MessageOut;
  onClose: () => void;
}

/** A message with what answers it, and what answers that. */
function withAnswers(first: MessageOut, items: MessageOut[]): Set<number> {
  const ids = new Set([first.id]);
  for (const { id, reply_to } of items) if (reply_to && ids.has(reply_to)) ids.add(id);
  return new Set([first, ...items].filter(({ id }) => ids.has(id)).map(({ number }) => number));
}

function shortOf(html: string): string {
  const words = htmlToText(html);
  const short = truncate(words, SHORT);
  return short === words ? words : `${short}…`;
}

interface Parted {
  numbers: number[];
  title: string;
  reason: string;
}

function useParting(thread: ThreadOut, { numbers, title, reason }: Parted) {
  const { t } = useLingui();
  const router = useRouter();
  const { send } = useSeenVersion(thread.version, true);
  return useCommand({
    ask: (confirmed?: PersonalDataKind[]) =>
      send((seen) =>
        unwrap(
          postThreadSplits({
            path: { thread_id: thread.id },
            body: { numbers, title: title.trim(), reason: reason.trim(), confirmed },
            headers: { ...seen, ...idempotencyKey() },
          }),
        ),
      ),
    said: t`Нову тему відкрито`,
    onDone: (into) => void router.navigate({ href: `/threads/${into.id}` }),
    forget: (client) => {
      const own = [keys.thread, keys.splits].map((key) => key(thread.id));
      for (const queryKey of [...own, keys.threadsOfGroup(thread.group.id)])
        void client.invalidateQueries({ queryKey });
    },
  });
}

/** What holds those that are chosen: asked when the choice rests, and of as many as may go at once. */
function useHeld(thread: ThreadOut, numbers: number[]): string[] {
  const [asked] = useDebouncedValue(numbers.join(","), DEBOUNCE_MS);
  const some = numbers.length > 0 && numbers.length <= MOST_TAKEN;
  const { data } = useQuery({ ...splitObstaclesQuery(thread.id, asked), enabled: some && asked !== "" });
  // Of another choice it says nothing.
  return asked === numbers.join(",") && some ? (data ?? []).map(({ message }) => message) : [];
}

/** For those who lead: messages go on in a thread of their own. */
export function SplitThreadDialog({ thread, message, onClose }: PartDialogProps) {
  const { t } = useLingui();
  const { data: window } = useQuery(messagesQuery(thread.id));
  const shown = (window?.items ?? [message]).filter((one) => !one.deleted && !one.hidden);
  const [chosen, setChosen] = useState(() => withAnswers(message, shown));
  const [title, setTitle] = useState("");
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const numbers = shown.map((one) => one.number).filter((one) => chosen.has(one));
  const parting = useParting(thread, { numbers, title, reason });
  const held = useHeld(thread, numbers);
  const none = numbers.length === 0 && t`Виберіть хоча б одне повідомлення`;
  const submit = () => {
    setTried(true);
    if (title.trim() && reason.trim() && numbers.length > 0) parting.mutate(undefined);
  };
  const concerns = personalDataWarnings(parting.error);
  if (concerns) {
    return (
      <PersonalDataDialog
        concerns={concerns}
        texts={{ "/title": title, "/reason": reason }}
        anyway={t`Усе одно відкрити`}
        onReword={parting.reset}
        onConfirm={parting.mutate}
        onClose={parting.reset}
      />
    );
  }
  return (
    <Dialog
      opened
      title={t`Виокремити в нову тему`}
      lead={
        <Trans>
          Обране піде до нової теми цієї самої групи, а на його місці лишиться позначка з посиланням. Нову
          тему бачитиме вся група, але не гості цієї.
        </Trans>
      }
      waits={held.length > 0}
      submit={t`Відкрити нову тему`}
      busy={parting.isPending}
      onClose={onClose}
      onSubmit={submit}
    >
      <TextInput
        label={t`Питання нової теми`}
        maxLength={200}
        data-autofocus
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        error={fieldError(
          (tried && !title.trim() && t`Напишіть питання`) || fieldErrorAt(parting.error, "/title"),
        )}
      />
      <Textarea
        label={t`Чому виокремлюєте`}
        description={t`Побачать усі, хто читає тему`}
        rows={2}
        maxLength={1000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={fieldError(
          (tried && !reason.trim() && t`Напишіть кілька слів: їх побачать усі`) ||
            fieldErrorAt(parting.error, "/reason"),
        )}
      />
      <Choice
        messages={shown}
        chosen={chosen}
        onChange={setChosen}
        error={(tried && none) || (held.length === 0 && fieldErrorsAt(parting.error, "/numbers"))}
      />
      <BlockersNotice why={held}>
        <Trans>Поки що виокремити обране не можна:</Trans>
      </BlockersNotice>
      <FormErrors error={parting.error} />
    </Dialog>
  );
}

interface ChoiceProps {
  messages: MessageOut[];
  chosen: Set<number>;
  onChange: (chosen: Set<number>) => void;
  error: string | false | undefined;
}

/** Which of the messages that are shown in the thread go on elsewhere. */
function Choice({ messages, chosen, onChange, error }: ChoiceProps) {
  const { localize: say } = useLocale();
  const fault = useId();
  const toggle = (number: number) => {
    const next = new Set(chosen);
    if (!next.delete(number)) next.add(number);
    onChange(next);
  };
  return (
    <fieldset className={classes.choice} aria-describedby={error ? fault : undefined}>
      <legend>
        <Trans>Які повідомлення переносите</Trans>
      </legend>
      <div className={classes.messages}>
        {messages.map((one) => {
          const name = authorView(one.author, say).name;
          return (
            <Checkbox
              key={one.id}
              checked={chosen.has(one.number)}
              onChange={() => toggle(one.number)}
              label={`№ ${one.number}. ${name}: ${shortOf(one.html)}`}
            />
          );
        })}
      </div>
      {error && <div id={fault}>{fieldError(error)}</div>}
    </fieldset>
  );
}
