import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { deleteThreadPublication, putThreadPublication } from "@/api/generated/sdk.gen";
import type { ThreadOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { ConfirmDialog } from "@/kit/confirm-dialog";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { htmlToText } from "@/lib/html-to-text";
import { useLocale } from "@/lib/locale";
import { gistQuery } from "@/queries/gist";
import { groupQuery } from "@/queries/groups";
import { keys } from "@/queries/keys";
import classes from "./publishing.module.css";

interface PublishDialogProps {
  thread: ThreadOut;
  onClose: () => void;
}

const shownIn = ({ id, group }: ThreadOut) => [
  keys.thread(id),
  keys.threadsOfGroup(group.id),
  keys.publicThread(id),
  keys.publicGroup(group.id),
];

/** Publish the thread, with its summary if chosen, in the version that was shown. */
function usePublishing(thread: ThreadOut, summaryVersion: number, onClose: () => void) {
  const { t } = useLingui();
  const command = useCommand({
    version: thread.version,
    run: ({ seen }: { seen: number | null }, { ifMatch, idempotencyKey, confirmed }) => {
      // The summary has changed meanwhile: it has to be read and chosen again.
      const chosen = seen === summaryVersion ? { gist: true, summary_version: seen } : { gist: false };
      return unwrap(
        putThreadPublication({
          path: { thread_id: thread.id },
          body: { ...chosen, confirmed },
          headers: { ...ifMatch, ...idempotencyKey },
        }),
      );
    },
    success: t`Тему оприлюднено`,
    onSuccess: onClose,
    invalidates: [keys.gist(thread.id), ...shownIn(thread)],
    personalData: { anyway: t`Усе одно оприлюднити` },
  });
  useState(command.begin);
  return useForm<{ seen: number | null }>({ initial: { seen: null }, command });
}

/** What of before may become public, too: only where that is chosen. */
function useBefore(thread: ThreadOut) {
  const { localize: say } = useLocale();
  const { data: gist } = useQuery(gistQuery(thread.id));
  const summary = gist?.summary.body ? htmlToText(gist.summary.html, 5000) : "";
  const { version = 0 } = gist?.summary ?? {};
  return {
    summary,
    version,
    body: gist?.summary.body ?? "",
    outcome: thread.outcome ? say(thread.outcome) : "",
  };
}

/** What becomes public, before it does. */
export function PublishDialog({ thread, onClose }: PublishDialogProps) {
  const { t } = useLingui();
  const before = useBefore(thread);
  const form = usePublishing(thread, before.version, onClose);
  const gist = form.values.seen === before.version;
  const { data: group } = useQuery(groupQuery(thread.group.id));
  const closed = group !== undefined && (group.visibility !== "public" || group.state === "proposed");
  const { title, outcome } = thread;
  const texts = () => ({
    "/title": title.uk,
    "/title_en": title.en ?? "",
    "/summary": before.body,
    "/outcome": outcome?.uk ?? "",
    "/outcome_en": outcome?.en ?? "",
  });
  return (
    <FormDialog
      form={{ ...form, texts }}
      title={t`Оприлюднити тему`}
      lead={<Consequence closed={closed} />}
      submit={t`Оприлюднити`}
      waits={closed}
      onClose={onClose}
    >
      {!closed && <Preview thread={thread} gist={gist} />}
      {!closed && (before.summary || before.outcome) && (
        <Checkbox
          label={t`Показати й те, до чого вже дійшли`}
          description={[before.outcome, before.summary].filter(Boolean).join(" · ")}
          checked={gist}
          onChange={(event) => form.change({ seen: event.currentTarget.checked ? before.version : null })}
        />
      )}
    </FormDialog>
  );
}

/** Withdraw the thread from the public page. */
export function UnpublishDialog({ thread, onClose }: PublishDialogProps) {
  const { t } = useLingui();
  const command = useCommand({
    run: (_, { idempotencyKey }) =>
      unwrap(deleteThreadPublication({ path: { thread_id: thread.id }, headers: idempotencyKey })),
    success: t`Тему читає лише група`,
    invalidates: shownIn(thread),
  });
  return (
    <ConfirmDialog
      title={t`Сховати від загалу`}
      text={
        <Trans>
          Публічна сторінка теми зникне, її читатиме лише група. Що хтось уже прочитав чи скопіював, назад не
          забрати.
        </Trans>
      }
      submit={t`Сховати від загалу`}
      command={command}
      onClose={onClose}
    />
  );
}

function Consequence({ closed }: { closed: boolean }) {
  if (closed) {
    return (
      <Trans>
        У групи немає публічної сторінки, тож показати тему ніде. Спершу відкрийте сторінку в налаштуваннях
        групи.
      </Trans>
    );
  }
  return (
    <Trans>
      Будь-хто в інтернеті читатиме тему без входу — від цього моменту. Хто писатиме, бачитиме про це
      попередження.
    </Trans>
  );
}

function Preview({ thread, gist }: { thread: ThreadOut; gist: boolean }) {
  const { localize: say } = useLocale();
  const title = say(thread.title);
  const next = thread.message_count + 1;
  return (
    <dl className={classes.preview}>
      <dt>
        <Trans>Побачать усі</Trans>
      </dt>
      <dd>
        <ul>
          <li>
            <Trans>питання «{title}», стан теми й дати</Trans>
          </li>
          <li>
            <Trans>повідомлення починаючи з № {next}: текст, ім’я, посаду й організацію автора</Trans>
          </li>
          <li>
            <Trans>нові підсумки й назви теми, хто б із ведучих їх не написав</Trans>
          </li>
        </ul>
      </dd>
      <dt>
        <Trans>Лишиться в групі</Trans>
      </dt>
      <dd>
        <ul>
          <li>
            {gist ? (
              <Trans>усе, що вже сказано, крім підсумку, і цитати з нього</Trans>
            ) : (
              <Trans>усе, що вже сказано, і цитати з нього</Trans>
            )}
          </li>
          <li>
            <Trans>файли, реакції, хто читає тему</Trans>
          </li>
        </ul>
      </dd>
    </dl>
  );
}
