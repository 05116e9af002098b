import { Trans, useLingui } from "@lingui/react/macro";
import { IconGavel, IconLock, IconPencil, IconPinned, IconTag, IconWorld } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ThreadOut } from "@/api/generated/types.gen";
import { OlderPage } from "@/kit/paged-list";
import { QueryBoundary } from "@/kit/query-boundary";
import { useLocale } from "@/lib/locale";
import { groupPath, threadPath } from "@/modules/entities/paths";
import { PURPOSES, stateOf } from "@/modules/groups/words";
import { DeadlinePassed, isPast } from "@/modules/threads/deadline-passed";
import { WaitingMessages, waits } from "@/modules/threads/waiting-messages";
import { olderThreadsQuery, pinnedFirst, threadsQuery } from "@/queries/groups";
import { flattenPages } from "@/queries/pages";
import { AppLink } from "@/ui/app-link";
import { Button } from "@/ui/button";
import { Card, CardFoot, CardList } from "@/ui/card";
import { EmptyState } from "@/ui/feedback";
import { Icon } from "@/ui/icon";
import { MetaItem } from "@/ui/meta-item";
import classes from "./groups.module.css";

interface ThreadsCardProps {
  groupId: string;
  /** On the overview only the latest are shown, with a link to all. */
  most?: number;
  /** Those with this tag alone. */
  tag?: string;
}

/** What is talked about: what is pinned, then the most recently active first. */
export function ThreadsCard({ groupId, most, tag }: ThreadsCardProps) {
  const threads = useQuery(threadsQuery(groupId, tag));
  const shown = threads.data ? pinnedFirst(threads.data) : [];
  const total = shown.length;
  const from = threads.data?.next_cursor;
  const all = from ? `${total}+` : total;
  return (
    <Card
      title={<Trans>Теми</Trans>}
      aside={
        most !== undefined &&
        total > most && (
          <AppLink className="v-tiny v-reach" href={groupPath(groupId, "threads")}>
            <Trans>Усі {all}</Trans>
          </AppLink>
        )
      }
    >
      {tag && <Narrowed tag={tag} groupId={groupId} />}
      <QueryBoundary query={threads} loading={<Trans>Завантажуємо теми…</Trans>}>
        {() =>
          shown.length === 0 && tag ? (
            <EmptyState title={<Trans>Тем із такою міткою немає</Trans>} />
          ) : shown.length === 0 ? (
            <EmptyState title={<Trans>Тем ще немає</Trans>}>
              <Trans>Перша тема з’явиться тут, щойно хтось поставить питання групі.</Trans>
            </EmptyState>
          ) : (
            <CardList>
              {shown.slice(0, most).map((thread) => (
                <ThreadLine key={thread.id} thread={thread} />
              ))}
            </CardList>
          )
        }
      </QueryBoundary>
      {most === undefined && from && <Older groupId={groupId} from={from} tag={tag} shown={shown} />}
    </Card>
  );
}

/** Says that only a part is shown, and leads to the whole. */
function Narrowed({ tag, groupId }: { tag: string; groupId: string }) {
  return (
    <p className={`v-meta ${classes.narrowed}`}>
      <MetaItem icon={IconTag}>
        <Trans>Лише з міткою «{tag}»</Trans>
      </MetaItem>
      <AppLink className="v-tap" href={groupPath(groupId, "threads")}>
        <Trans>Показати всі теми</Trans>
      </AppLink>
    </p>
  );
}

interface OlderProps {
  groupId: string;
  from: string;
  tag?: string;
  /** What stands above already. */
  shown: ThreadOut[];
}

/** What was talked about before, asked for when somebody wants to see it. */
function Older({ groupId, from, tag, shown }: OlderProps) {
  const [wanted, setWanted] = useState(false);
  const older = useInfiniteQuery({ ...olderThreadsQuery(groupId, from, tag), enabled: wanted });
  const above = new Set(shown.map(({ id }) => id));
  const threads = older.data ? flattenPages(older.data).filter(({ id }) => !above.has(id)) : [];
  return (
    <>
      {threads.length > 0 && (
        <CardList>
          {threads.map((thread) => (
            <ThreadLine key={thread.id} thread={thread} />
          ))}
        </CardList>
      )}
      {older.data ? (
        <OlderPage query={older} />
      ) : (
        <CardFoot>
          <Button kind="ghost" busy={older.isFetching} onClick={() => setWanted(true)}>
            <Trans>Показати давніші</Trans>
          </Button>
        </CardFoot>
      )}
    </>
  );
}

/** Until when an open one stands so, and when a draft opens by itself. */
function Days({ thread }: { thread: ThreadOut }) {
  const { dates } = useLocale();
  const { state, opens_on, closes_on } = thread;
  const [from, until] = [opens_on && dates.long(opens_on), closes_on && dates.long(closes_on)];
  if (state === "draft" && from)
    return (
      <span>
        <Trans>відкриється {from}</Trans>
      </span>
    );
  if (state !== "open" || !closes_on) return null;
  return <span>{isPast(thread) ? <DeadlinePassed day={closes_on} /> : <Trans>до {until}</Trans>}</span>;
}

function ThreadLine({ thread }: { thread: ThreadOut }) {
  const { i18n } = useLingui();
  const { localize: say } = useLocale();
  return (
    <li>
      <AppLink className={classes.line} href={threadPath(thread.id)}>
        <span className={waits(thread) ? classes.unread : undefined}>{say(thread.title)}</span>
        <span>
          <WaitingMessages thread={thread} />
        </span>
        <span className="v-meta">
          {thread.pinned_at && (
            <MetaItem icon={IconPinned}>
              <Trans>закріплено</Trans>
            </MetaItem>
          )}
          <span>{i18n._(PURPOSES[thread.purpose])}</span>
          {thread.state !== "open" && (
            <span>
              {thread.state === "draft" && <Icon of={IconPencil} size={16} />}
              {i18n._(stateOf(thread))}
            </span>
          )}
          <Days thread={thread} />
          {thread.public && (
            <MetaItem icon={IconWorld}>
              <Trans>публічна</Trans>
            </MetaItem>
          )}
          {thread.visibility === "restricted" && (
            <MetaItem icon={IconLock}>
              <Trans>не для всієї групи</Trans>
            </MetaItem>
          )}
          {thread.outcome && <MetaItem icon={IconGavel}>{say(thread.outcome)}</MetaItem>}
          {thread.tags.length > 0 && <MetaItem icon={IconTag}>{thread.tags.join(", ")}</MetaItem>}
        </span>
      </AppLink>
    </li>
  );
}
