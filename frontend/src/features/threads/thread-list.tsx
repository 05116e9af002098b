import { Trans, useLingui } from "@lingui/react/macro";
import { IconChevronLeft, IconPinned } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ThreadOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { groupPath, threadPath } from "@/modules/entities/paths";
import { PURPOSES, stateOf } from "@/modules/groups/words";
import { WaitingMessages, waits } from "@/modules/threads/waiting-messages";
import { pinnedFirst, threadsQuery } from "@/queries/groups";
import { AppLink } from "@/ui/app-link";
import classes from "./thread.module.css";

/** The other threads of the group, one press away. */
export function ThreadList({ thread }: { thread: ThreadOut }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const { data } = useQuery(threadsQuery(thread.group.id));
  return (
    <nav className={classes.list} aria-label={t`Теми групи`}>
      <AppLink className={classes.back} href={groupPath(thread.group.id)}>
        <IconChevronLeft size={16} stroke={1.75} aria-hidden="true" />
        {say(thread.group.name)}
      </AppLink>
      <h2>
        <Trans>Теми</Trans>
      </h2>
      {(data ? pinnedFirst(data) : []).map((one) => (
        <Item key={one.id} thread={one} current={one.id === thread.id} />
      ))}
      {data?.next_cursor && (
        <AppLink className={classes.back} href={groupPath(thread.group.id, "threads")}>
          <Trans>Усі теми групи</Trans>
        </AppLink>
      )}
    </nav>
  );
}

function Item({ thread, current }: { thread: ThreadOut; current: boolean }) {
  const { t, i18n } = useLingui();
  const { localize: say, dates } = useLocale();
  const when = dates.day(thread.active_at) === dates.today();
  const time = when ? dates.time(thread.active_at) : dates.dayAndMonth(dates.day(thread.active_at));
  const state = thread.state === "open" ? PURPOSES[thread.purpose] : stateOf(thread);
  const loud = waits(thread) || current;
  return (
    <AppLink
      className={`${classes.item} ${loud ? "" : classes.quiet}`}
      href={threadPath(thread.id)}
      aria-current={current ? "page" : undefined}
    >
      {loud ? <b>{say(thread.title)}</b> : <span>{say(thread.title)}</span>}
      <span>{!current && <WaitingMessages thread={thread} />}</span>
      <span className={classes.facts}>
        {thread.pinned_at && <IconPinned size={16} stroke={1.75} role="img" aria-label={t`закріплено`} />}
        {i18n._(state)}&nbsp;· {time}
      </span>
    </AppLink>
  );
}
