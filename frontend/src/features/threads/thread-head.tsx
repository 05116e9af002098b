import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import {
  IconChecklist,
  IconInfoCircle,
  IconListTree,
  IconLock,
  IconPinned,
  IconTag,
  IconUsersGroup,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { ThreadOut } from "@/api/generated/types.gen";
import { AppLink } from "@/design/app-link";
import { ToolButton } from "@/design/button";
import { useOnline } from "@/lib/online";
import { useReader } from "@/lib/reader";
import { usePresence } from "@/realtime/realtime-provider";
import { TermOver, useIsOver } from "@/widgets/term";
import { PURPOSES, stateOf } from "@/widgets/words";
import { AttentionMenu } from "./attention-menu";
import { PublicMark } from "./publishing/public-mark";
import classes from "./thread.module.css";
import type { Order } from "./tree/use-order";

const ICON = { size: 16, stroke: 1.75, "aria-hidden": true } as const;

/** «відкрито до 15 січня», «строк минув 15 січня», «закрито 8 грудня» */
function useStateWords(): (thread: ThreadOut) => ReactNode {
  const { t, i18n } = useLingui();
  const { dates } = useReader();
  const isOver = useIsOver();
  return (thread) => {
    const { state, closes_on, closed_at, merged } = thread;
    if (state === "open" && closes_on) {
      if (isOver(closes_on)) return <TermOver day={closes_on} />;
      const end = dates.long(closes_on);
      return t`відкрито до ${end}`;
    }
    if (state !== "closed" || !closed_at) return i18n._(stateOf(thread));
    const ended = dates.long(dates.day(closed_at));
    return merged ? t`об’єднано з іншою ${ended}` : t`закрито ${ended}`;
  };
}

interface ThreadHeadProps {
  thread: ThreadOut;
  actionCount: number;
  onAbout?: () => void;
  order: Order;
  onTurn: () => void;
}

export function ThreadHead({ thread, actionCount, onAbout, order, onTurn }: ThreadHeadProps) {
  const { t, i18n } = useLingui();
  const { say } = useReader();
  const online = useOnline();
  const stateWords = useStateWords();
  const here = usePresence(`thread:${thread.id}`).length;
  const draft = thread.state === "draft";
  const forGroup = !draft && thread.visibility === "group";
  const audience = plural(thread.audience_size, {
    one: "# людина",
    few: "# людини",
    many: "# людей",
    other: "# людини",
  });
  const actions = plural(actionCount, {
    one: "# доручення",
    few: "# доручення",
    many: "# доручень",
    other: "# доручення",
  });
  return (
    <header className={classes.head}>
      <div className={classes.kind}>
        <p>
          {i18n._(PURPOSES[thread.purpose])}&nbsp;· {stateWords(thread)}
        </p>
        <div className={classes.tools}>
          <ToolButton label={t`Показувати за відповідями`} aria-pressed={order === "tree"} onClick={onTurn}>
            <IconListTree size={20} stroke={1.75} aria-hidden="true" />
          </ToolButton>
          {thread.allowed.includes("follow") && <AttentionMenu thread={thread} />}
          {onAbout && (
            <ToolButton label={t`Про тему`} onClick={onAbout}>
              <IconInfoCircle size={20} stroke={1.75} aria-hidden="true" />
            </ToolButton>
          )}
        </div>
      </div>
      <h1>{say(thread.title)}</h1>
      <p className="v-meta">
        <span>
          {forGroup ? <IconUsersGroup {...ICON} /> : <IconLock {...ICON} />}
          {draft && t`Бачать лише ті, хто веде: ${audience}`}
          {forGroup && t`Бачить уся група: ${audience}`}
          {!draft && !forGroup && t`Бачать лише запрошені: ${audience}`}
        </span>
        <PublicMark thread={thread} />
        {thread.pinned_at && (
          <span>
            <IconPinned {...ICON} />
            <Trans>Закріплено вгорі списку</Trans>
          </span>
        )}
        {actionCount > 0 && (
          <span>
            <IconChecklist {...ICON} />
            {actions}
          </span>
        )}
        {online && here > 0 && (
          <span>
            <i className={classes.here} />
            <Trans>Тут {here}</Trans>
          </span>
        )}
        {thread.tags.map((tag) => (
          <span key={tag}>
            <IconTag {...ICON} />
            <AppLink
              className="v-reach"
              href={`/groups/${thread.group.id}/threads?tag=${encodeURIComponent(tag)}`}
              aria-label={t`Мітка: ${tag}`}
            >
              {tag}
            </AppLink>
          </span>
        ))}
      </p>
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
