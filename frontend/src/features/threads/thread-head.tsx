import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import {
  IconChecklist,
  IconInfoCircle,
  IconLock,
  IconPinned,
  IconTag,
  IconUsersGroup,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { ThreadOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { useOnline } from "@/lib/online";
import { useWide } from "@/lib/use-wide";
import { groupPath } from "@/modules/entities/paths";
import { PURPOSES, stateOf } from "@/modules/groups/words";
import { DeadlinePassed, isPast } from "@/modules/threads/deadline-passed";
import { usePresence } from "@/realtime/realtime-provider";
import { AppLink } from "@/ui/app-link";
import { ToolButton } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { MetaItem } from "@/ui/meta-item";
import { NotificationLevelMenu } from "./notification-level-menu";
import { PublicMark } from "./publishing/public-mark";
import classes from "./thread.module.css";
import { ThreadSteps } from "./thread-steps";

/** «відкрито до 15 січня», «строк минув 15 січня», «закрито 8 грудня», «чернетка, відкриється 3 грудня» */
function StateWords({ thread }: { thread: ThreadOut }): ReactNode {
  const { i18n } = useLingui();
  const { dates } = useLocale();
  const { state, opens_on, closes_on, closed_at, merged } = thread;
  if (state === "draft" && opens_on) return <OpensOn day={dates.long(opens_on)} />;
  if (state === "open" && closes_on) return <OpenUntil day={closes_on} over={isPast(thread)} />;
  if (state !== "closed" || !closed_at) return i18n._(stateOf(thread));
  const ended = dates.long(dates.day(closed_at));
  return merged ? <Trans>об’єднано з іншою {ended}</Trans> : <Trans>закрито {ended}</Trans>;
}

function OpensOn({ day: from }: { day: string }) {
  return <Trans>чернетка, відкриється {from}</Trans>;
}

function OpenUntil({ day, over }: { day: string; over: boolean }) {
  const { dates } = useLocale();
  const end = dates.long(day);
  return over ? <DeadlinePassed day={day} /> : <Trans>відкрито до {end}</Trans>;
}

interface ThreadHeadProps {
  thread: ThreadOut;
  actionCount: number;
  onAbout?: () => void;
}

export function ThreadHead({ thread, actionCount, onAbout }: ThreadHeadProps) {
  const { t, i18n } = useLingui();
  const { localize: say } = useLocale();
  return (
    <header className={classes.head}>
      <div className={classes.kind}>
        <p>
          {i18n._(PURPOSES[thread.purpose])}&nbsp;· <StateWords thread={thread} />
        </p>
        <div className={classes.tools}>
          {thread.allowed.includes("follow") && <NotificationLevelMenu thread={thread} />}
          {onAbout && (
            <ToolButton label={t`Про тему`} onClick={onAbout}>
              <Icon of={IconInfoCircle} />
            </ToolButton>
          )}
        </div>
      </div>
      <h1>{say(thread.title)}</h1>
      <p className="v-meta">
        <AudienceFact thread={thread} />
        <PublicMark thread={thread} />
        {thread.pinned_at && (
          <MetaItem icon={IconPinned}>
            <Trans>Закріплено вгорі списку</Trans>
          </MetaItem>
        )}
        {actionCount > 0 && <ActionsFact count={actionCount} />}
        <PresenceFact threadId={thread.id} />
        <TagLinks thread={thread} />
      </p>
      <ThreadSteps thread={thread} />
      {thread.outcome && (
        <p className={classes.outcome}>
          <b>
            <Trans>Підсумок:</Trans>
          </b>{" "}
          {say(thread.outcome)}
        </p>
      )}
    </header>
  );
}

function AudienceFact({ thread }: { thread: ThreadOut }) {
  const { t } = useLingui();
  const draft = thread.state === "draft";
  const forGroup = !draft && thread.visibility === "group";
  const audience = plural(thread.audience_size, {
    one: "# людина",
    few: "# людини",
    many: "# людей",
    other: "# людини",
  });
  return (
    <MetaItem icon={forGroup ? IconUsersGroup : IconLock}>
      {draft && t`Бачать лише ті, хто веде: ${audience}`}
      {forGroup && t`Бачить уся група: ${audience}`}
      {!draft && !forGroup && t`Бачать лише запрошені: ${audience}`}
    </MetaItem>
  );
}

function ActionsFact({ count }: { count: number }) {
  return (
    <MetaItem icon={IconChecklist}>
      {plural(count, {
        one: "# доручення",
        few: "# доручення",
        many: "# доручень",
        other: "# доручення",
      })}
    </MetaItem>
  );
}

/** On a phone the bar above says it. */
function PresenceFact({ threadId }: { threadId: string }) {
  const wide = useWide();
  const online = useOnline();
  const here = usePresence(`thread:${threadId}`).length;
  if (!wide || !online || here === 0) return null;
  return (
    <span>
      <i className={classes.here} />
      <Trans>Тут {here}</Trans>
    </span>
  );
}

function TagLinks({ thread }: { thread: ThreadOut }) {
  const { t } = useLingui();
  return thread.tags.map((tag) => (
    <span key={tag}>
      <Icon of={IconTag} size={16} />
      <AppLink
        className="v-reach"
        href={groupPath(thread.group.id, "threads", tag)}
        aria-label={t`Мітка: ${tag}`}
      >
        {tag}
      </AppLink>
    </span>
  ));
}
