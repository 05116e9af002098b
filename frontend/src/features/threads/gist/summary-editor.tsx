import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { useEffect, useState } from "react";
import { putOneSummary } from "@/api/generated/sdk.gen";
import type { SummaryOut, ThreadOut } from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import { fieldErrorAt, type PersonalDataKind, personalDataWarnings } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { FormErrors } from "@/kit/form-errors";
import { PersonalDataDialog } from "@/kit/personal-data/personal-data-dialog";
import { useSeenVersion } from "@/kit/use-edit";
import { useLocale } from "@/lib/locale";
import { PublicNotice, publicVisibility } from "@/modules/threads/public-notice";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Disclosure } from "@/ui/disclosure";
import { fieldError } from "@/ui/field-error";
import { usePublicConsent } from "../publishing/use-public-consent";
import classes from "./gist.module.css";
import { Cited } from "./summary";
import { useSummaryEditing } from "./summary-editing";
import { useGistChange } from "./use-gist-change";

const LONGEST = 10_000;

interface SummaryEditorProps {
  thread: ThreadOut;
  summary: SummaryOut;
  text: string;
  onClose: () => void;
}

/** Where who leads writes the summary: beside the messages, so that they can be read and cited. */
export function SummaryEditor({ thread, summary, text, onClose }: SummaryEditorProps) {
  const { t } = useLingui();
  const desk = useSummaryEditing();
  const [tried, setTried] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const [begun] = useState(summary.version);
  useEffect(() => desk.input.current?.focus(), [desk.input]);
  const { send } = useSeenVersion(summary.version, true);
  const knowing = usePublicConsent(thread, !desk.isNew);
  const toAll = publicVisibility(thread.public?.open);
  const body = text.trim();
  const writing = useGistChange(thread.id, {
    ask: (confirmed?: PersonalDataKind[]) =>
      send((headers) =>
        unwrap(
          putOneSummary({
            path: { thread_id: thread.id },
            body: { body, through: desk.through, confirmed },
            headers: { ...headers, ...idempotencyKey() },
          }),
        ),
      ),
    said: t`Підсумок збережено`,
    onDone: onClose,
  });
  const submit = () => {
    setTried(true);
    if (body) writing.mutate(knowing);
  };
  const again = () => {
    writing.reset();
    setTimeout(() => desk.input.current?.focus());
  };
  const concerns = personalDataWarnings(writing.error);
  const refused = fieldErrorAt(writing.error, "/body");
  // Whatever is sent in a dialog would be heard by the form around it, too.
  return (
    <>
      <form
        className={classes.editor}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!writing.isPending) submit();
        }}
      >
        <div className={classes.read}>
          {summary.version !== begun && <Meanwhile thread={thread} summary={summary} />}
          {toAll && <PublicNotice when={toAll} />}
          <Textarea
            ref={desk.input}
            label={t`Підсумок розмови`}
            description={t`Щоб послатися на повідомлення, напишіть його номер (#12) або виберіть «Послатися в підсумку» в його меню.`}
            rows={6}
            maxLength={LONGEST}
            value={text}
            onChange={(event) => desk.type(event.currentTarget.value)}
            error={fieldError(
              (tried && !body && t`Напишіть, до чого дійшла розмова`) || (concerns ? undefined : refused),
            )}
          />
          {!concerns && <FormErrors error={writing.error} />}
        </div>
        <div className={classes.buttons}>
          <Button type="submit" busy={writing.isPending}>
            <Trans>Зберегти підсумок</Trans>
          </Button>
          <Button kind="ghost" onClick={() => (desk.isNew ? setLeaving(true) : onClose())}>
            <Trans>Не зберігати</Trans>
          </Button>
        </div>
      </form>
      {leaving && (
        <Dialog
          opened
          title={t`Не зберігати підсумок?`}
          lead={<Trans>Те, що ви написали, зникне.</Trans>}
          submit={t`Писати далі`}
          startAtSubmit
          cancel={t`Не зберігати`}
          onBack={onClose}
          onClose={() => setLeaving(false)}
          onSubmit={() => setLeaving(false)}
        />
      )}
      {concerns && (
        <PersonalDataDialog
          concerns={concerns}
          texts={{ "/body": body }}
          anyway={t`Усе одно зберегти`}
          onReword={again}
          onConfirm={writing.mutate}
          onClose={again}
        />
      )}
    </>
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
