import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, Textarea, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { type ReactNode, useId, useState } from "react";
import { postThreadSplits } from "@/api/generated/sdk.gen";
import type { MessageOut, ThreadOut } from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { htmlToText, truncate } from "@/lib/html-to-text";
import { useLocale } from "@/lib/locale";
import { DEBOUNCE_MS } from "@/modules/mandates/person-field";
import { authorView } from "@/modules/mandates/voices";
import { keys } from "@/queries/keys";
import { splitObstaclesQuery } from "@/queries/moves";
import { messagesQuery } from "@/queries/threads";
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

interface Split {
  title: string;
  reason: string;
  chosen: Set<number>;
}

function useSplitting(thread: ThreadOut, initial: Split, shown: MessageOut[]) {
  const { t } = useLingui();
  const router = useRouter();
  const numbersOf = ({ chosen }: Split) => shown.map(({ number }) => number).filter((one) => chosen.has(one));
  const command = useCommand({
    version: thread.version,
    run: (split: Split, { ifMatch, confirmed }) => {
      const { title, reason } = split;
      return unwrap(
        postThreadSplits({
          path: { thread_id: thread.id },
          body: { numbers: numbersOf(split), title, reason, confirmed },
          headers: { ...ifMatch, ...idempotencyKey() },
        }),
      );
    },
    success: t`Нову тему відкрито`,
    onSuccess: ({ id }) => void router.navigate({ to: "/threads/$threadId", params: { threadId: id } }),
    invalidates: [keys.thread(thread.id), keys.splits(thread.id), keys.threadsOfGroup(thread.group.id)],
    personalData: { anyway: t`Усе одно відкрити` },
  });
  const form = useForm<Split>({
    initial,
    command,
    required: { title: t`Напишіть питання`, reason: t`Напишіть кілька слів: їх побачать усі` },
    validate: (split) => ({
      chosen: numbersOf(split).length === 0 && t`Виберіть хоча б одне повідомлення`,
    }),
    pointers: { chosen: ["/numbers"] },
  });
  return { form, numbers: numbersOf(form.values) };
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
  const [initial] = useState(() => ({ title: "", reason: "", chosen: withAnswers(message, shown) }));
  const { form, numbers } = useSplitting(thread, initial, shown);
  const held = useHeld(thread, numbers);
  return (
    <FormDialog
      form={form}
      title={t`Виокремити в нову тему`}
      lead={
        <Trans>
          Обране піде до нової теми цієї самої групи, а на його місці лишиться позначка з посиланням. Нову
          тему бачитиме вся група, але не гості цієї.
        </Trans>
      }
      waits={held.length > 0}
      submit={t`Відкрити нову тему`}
      onClose={onClose}
    >
      <TextInput label={t`Питання нової теми`} maxLength={200} data-autofocus {...form.text("title")} />
      <Textarea
        label={t`Чому виокремлюєте`}
        description={t`Побачать усі, хто читає тему`}
        rows={2}
        maxLength={1000}
        {...form.text("reason")}
      />
      <Choice
        messages={shown}
        chosen={form.values.chosen}
        onChange={(chosen) => form.change({ chosen })}
        error={
          held.length === 0 &&
          ((numbers.length > 0 && fieldErrorsAt(form.command.error, "/numbers")) ||
            form.value("chosen").error)
        }
      />
      <BlockersNotice why={held}>
        <Trans>Поки що виокремити обране не можна:</Trans>
      </BlockersNotice>
    </FormDialog>
  );
}

interface ChoiceProps {
  messages: MessageOut[];
  chosen: Set<number>;
  onChange: (chosen: Set<number>) => void;
  error: ReactNode;
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
      {error && <div id={fault}>{error}</div>}
    </fieldset>
  );
}
