import { Trans, useLingui } from "@lingui/react/macro";
import type { ThreadOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { threadPath } from "@/modules/entities/paths";
import { useNewCount } from "@/modules/groups/words";
import { useSpokenBy } from "@/modules/mandates/voices";
import { ActivityItem } from "@/ui/activity-list";
import classes from "./today.module.css";

/** The hour of today, the name of a day of this week, the date of what is older. */
function useWhen(): (at: string) => string {
  const { t } = useLingui();
  const { dates } = useLocale();
  return (at) => {
    const day = dates.day(at);
    const ago = -dates.daysUntil(day);
    if (ago <= 0) return dates.time(at);
    if (ago === 1) return t`учора`;
    return ago < 7 ? dates.weekday(day) : dates.dayAndMonth(day);
  };
}

export function UnreadEntry({ thread }: { thread: ThreadOut }) {
  const { localize: say } = useLocale();
  const when = useWhen();
  const newCount = useNewCount();
  const last = thread.last_message;
  const spokenBy = useSpokenBy();
  return (
    <ActivityItem
      time={when(last?.posted_at ?? thread.active_at)}
      timeNote={newCount(thread.reading.unread)}
      title={say(thread.title)}
      href={threadPath(thread.id)}
    >
      {last && (
        <p className={`v-small v-t2 ${classes.excerpt}`}>
          <b>{spokenBy(last.author)}:</b> {last.excerpt || <Trans>текст більше не показано</Trans>}
        </p>
      )}
    </ActivityItem>
  );
}
