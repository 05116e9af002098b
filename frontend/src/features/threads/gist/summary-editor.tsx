import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { type FormEvent, useEffect, useState } from "react";
import { putOneSummary } from "@/api/generated/sdk.gen";
import type { SummaryOut, ThreadOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormRefusals } from "@/kit/form-errors";
import { PersonalDataGuardFields } from "@/kit/personal-data/personal-data-guard";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { PublicNotice, publicVisibility } from "@/modules/threads/public-notice";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Disclosure } from "@/ui/disclosure";
import { usePublicConsent } from "../publishing/use-public-consent";
import classes from "./gist.module.css";
import { Cited } from "./summary";
import { useSummaryEditing } from "./summary-editing";
import { useGistCommand } from "./use-gist-command";

const LONGEST = 10_000;

interface SummaryEditorProps {
  thread: ThreadOut;
  summary: SummaryOut;
  text: string;
  onClose: () => void;
}

/** Save the summary in place of the version that was shown when the writing began. */
function useSaving({ thread, summary, onClose }: SummaryEditorProps) {
  const { t } = useLingui();
  const { through, isNew } = useSummaryEditing();
  const knowing = usePublicConsent(thread, !isNew);
  const command = useGistCommand(thread.id, {
    version: summary.version,
    run: ({ body }: { body: string }, { ifMatch, idempotencyKey, confirmed = knowing }) =>
      unwrap(
        putOneSummary({
          path: { thread_id: thread.id },
          body: { body, through, confirmed },
          headers: { ...ifMatch, ...idempotencyKey },
        }),
      ),
    success: t`Підсумок збережено`,
    onSuccess: onClose,
  });
  useState(command.begin);
  return command;
}

function useSummaryForm(props: SummaryEditorProps) {
  const { t } = useLingui();
  const command = useSaving(props);
  const form = useForm({
    initial: { body: props.text },
    command,
    required: { body: t`Напишіть, до чого дійшла розмова` },
  });
  return { command, form };
}

/** Where who leads writes the summary: beside the messages, so that they can be read and cited. */
export function SummaryEditor(props: SummaryEditorProps) {
  const { thread, summary, onClose } = props;
  const { t } = useLingui();
  const desk = useSummaryEditing();
  const [leaving, setLeaving] = useState(false);
  const [begun] = useState(summary.version);
  useEffect(() => desk.input.current?.focus(), [desk.input]);
  const { command, form } = useSummaryForm(props);
  const again = () => {
    command.reset();
    setTimeout(() => desk.input.current?.focus());
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!form.busy) form.submit();
  };
  // Whatever is sent in a dialog would be heard by the form around it, too.
  return (
    <>
      <form className={classes.editor} noValidate onSubmit={submit}>
        <div className={classes.read}>
          {summary.version !== begun && <Meanwhile thread={thread} summary={summary} />}
          <SummaryField thread={thread} form={form} />
          <FormRefusals refusals={form.refusals} />
        </div>
        <div className={classes.buttons}>
          <Button type="submit" busy={form.busy}>
            <Trans>Зберегти підсумок</Trans>
          </Button>
          <Button kind="ghost" onClick={() => (desk.isNew ? setLeaving(true) : onClose())}>
            <Trans>Не зберігати</Trans>
          </Button>
        </div>
      </form>
      {leaving && <LeaveDialog onLeave={onClose} onStay={() => setLeaving(false)} />}
      <PersonalDataGuardFields
        change={{ error: command.error, reset: again, mutate: command.confirm }}
        texts={form.texts()}
        anyway={t`Усе одно зберегти`}
      />
    </>
  );
}

interface SummaryFieldProps {
  thread: ThreadOut;
  form: ReturnType<typeof useSummaryForm>["form"];
}

function SummaryField({ thread, form }: SummaryFieldProps) {
  const { t } = useLingui();
  const desk = useSummaryEditing();
  const toAll = publicVisibility(thread.public?.open);
  return (
    <>
      {toAll && <PublicNotice when={toAll} />}
      <Textarea
        ref={desk.input}
        label={t`Підсумок розмови`}
        description={t`Щоб послатися на повідомлення, напишіть його номер (#12) або виберіть «Послатися в підсумку» в його меню.`}
        rows={6}
        maxLength={LONGEST}
        {...form.text("body")}
        onChange={(event) => desk.type(event.currentTarget.value)}
      />
    </>
  );
}

/** Asks before what was written is lost. */
function LeaveDialog({ onLeave, onStay }: { onLeave: () => void; onStay: () => void }) {
  const { t } = useLingui();
  return (
    <Dialog
      opened
      title={t`Не зберігати підсумок?`}
      lead={<Trans>Те, що ви написали, зникне.</Trans>}
      submit={t`Писати далі`}
      startAtSubmit
      cancel={t`Не зберігати`}
      onBack={onLeave}
      onClose={onStay}
      onSubmit={onStay}
    />
  );
}

/** Somebody else was faster: what they wrote stands beside what one writes, and saving puts this in its place. */
function Meanwhile({ thread, summary }: Omit<SummaryEditorProps, "text" | "onClose">) {
  const { localize: say } = useLocale();
  const name = summary.author ? say(summary.author.person.name) : "";
  return (
    <div role="status">
      {summary.body ? (
        <>
          <p>
            <Trans>Поки ви писали, хтось зберіг новий підсумок. Автор: {name}.</Trans>
          </p>
          <Disclosure label={<Trans>Прочитати його</Trans>} opened={false}>
            <Cited thread={thread} summary={summary} />
          </Disclosure>
        </>
      ) : (
        <p>
          <Trans>Поки ви писали, підсумок видалили.</Trans>
        </p>
      )}
    </div>
  );
}
