import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox } from "@mantine/core";
import { type QueryClient, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { putThreadPublication } from "@/api/generated/sdk.gen";
import type { ThreadOut } from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import type { PersonalDataKind } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { PersonalDataGuard } from "@/kit/personal-data/personal-data-guard";
import { useCommand } from "@/kit/use-change";
import { useSeenVersion } from "@/kit/use-edit";
import { htmlToText } from "@/lib/html-to-text";
import { useLocale } from "@/lib/locale";
import { gistQuery } from "@/queries/gist";
import { groupQuery } from "@/queries/groups";
import { keys } from "@/queries/keys";
import { Dialog } from "@/ui/dialog";
import classes from "./publishing.module.css";

export function forgetThread(client: QueryClient, thread: ThreadOut) {
  const shown = [keys.publicThread(thread.id), keys.publicGroup(thread.group.id)];
  for (const queryKey of [keys.thread(thread.id), keys.threadsOfGroup(thread.group.id), ...shown])
    void client.invalidateQueries({ queryKey });
}

interface Chosen {
  gist: boolean;
  /** That of the summary that was shown. */
  summary_version?: number;
}

function usePublishing(thread: ThreadOut, chosen: Chosen, onClose: () => void) {
  const { t } = useLingui();
  const { send } = useSeenVersion(thread.version, true);
  return useCommand({
    ask: (confirmed?: PersonalDataKind[]) =>
      send((seen) =>
        unwrap(
          putThreadPublication({
            path: { thread_id: thread.id },
            body: { ...chosen, confirmed },
            headers: { ...seen, ...idempotencyKey() },
          }),
        ),
      ),
    said: t`Тему оприлюднено`,
    onDone: onClose,
    forget: (client) => {
      void client.invalidateQueries({ queryKey: keys.gist(thread.id) });
      forgetThread(client, thread);
    },
  });
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
export function PublishDialog({ thread, onClose }: { thread: ThreadOut; onClose: () => void }) {
  const { t } = useLingui();
  const [seen, setSeen] = useState<number | null>(null);
  const before = useBefore(thread);
  // Written anew meanwhile, it is read and chosen anew.
  const gist = seen === before.version;
  const { data: group } = useQuery(groupQuery(thread.group.id));
  const closed = group !== undefined && (group.visibility !== "public" || group.state === "proposed");
  const publishing = usePublishing(thread, gist ? { gist, summary_version: seen } : { gist }, onClose);
  const { title, outcome } = thread;
  const texts = {
    "/title": title.uk,
    "/title_en": title.en ?? "",
    "/summary": before.body,
    "/outcome": outcome?.uk ?? "",
    "/outcome_en": outcome?.en ?? "",
  };
  return (
    <PersonalDataGuard change={publishing} texts={texts} anyway={t`Усе одно оприлюднити`}>
      <Dialog
        opened
        title={t`Оприлюднити тему`}
        lead={<Consequence closed={closed} />}
        submit={t`Оприлюднити`}
        waits={closed}
        busy={publishing.isPending}
        onClose={onClose}
        onSubmit={() => publishing.mutate(undefined)}
      >
        {!closed && <Preview thread={thread} gist={gist} />}
        {!closed && (before.summary || before.outcome) && (
          <Checkbox
            label={t`Показати й те, до чого вже дійшли`}
            description={[before.outcome, before.summary].filter(Boolean).join(" · ")}
            checked={gist}
            onChange={(event) => setSeen(event.currentTarget.checked ? before.version : null)}
          />
        )}
      </Dialog>
    </PersonalDataGuard>
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
