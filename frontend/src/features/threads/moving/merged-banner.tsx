import { Trans } from "@lingui/react/macro";
import { IconArrowMerge } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useEffect, useMemo } from "react";
import type { ThreadMergeOut, ThreadOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { threadPath } from "@/modules/entities/paths";
import { DayLine } from "@/modules/threads/message-view";
import type { MessageWindow } from "@/queries/message-pages";
import { mergesQuery } from "@/queries/moves";
import { flattenPages } from "@/queries/pages";
import { threadQuery } from "@/queries/threads";
import { AppLink } from "@/ui/app-link";
import classes from "./moving.module.css";

const ICON = { size: 20, stroke: 1.75, "aria-hidden": true } as const;

/** At the head of a thread that went on in another one: where to, for who sees that one. */
export function MergedBanner({ thread }: { thread: ThreadOut }) {
  const { merged, merged_into: into } = thread;
  const { data } = useInfiniteQuery({
    ...mergesQuery(thread.id),
    enabled: Boolean(into),
  });
  if (!merged) return null;
  const merge = data && flattenPages(data).find((one) => one.source?.id === thread.id);
  return (
    <p className={classes.on}>
      <IconArrowMerge {...ICON} />
      <span>
        {into ? (
          <Way to={into} title={merge?.into?.title} />
        ) : (
          <Trans>Розмова триває в темі, якої ви не бачите.</Trans>
        )}
      </span>
    </p>
  );
}

function Way({ to, title }: { to: string; title?: ThreadOut["title"] }) {
  const { localize: say } = useLocale();
  return (
    <>
      <Trans>Розмова триває в іншій темі:</Trans>{" "}
      <AppLink className="v-reach" href={threadPath(to)}>
        {title ? say(title) : <Trans>перейти до неї</Trans>}
      </AppLink>
    </>
  );
}

/**
 * Whoever comes for a message of a thread that went on in another one is led on to where it is now, when they see
 * that one. From a page that is not there no step back would lead here again.
 */
export function useRedirectToMerged(
  thread: ThreadOut,
  window: MessageWindow | undefined,
  wanted: number | undefined,
) {
  const router = useRouter();
  const stone = thread.merged ? window?.items.find((one) => one.number === wanted) : undefined;
  const to = stone?.moved?.thread_id;
  const there = useQuery({ ...threadQuery(to ?? ""), enabled: Boolean(to) });
  const href = to && there.data ? threadPath(to, stone?.moved?.number) : null;
  useEffect(() => {
    if (href) void router.navigate({ href, replace: true });
  }, [href, router]);
}

const NONE: never[] = [];

/** What other threads said here, also by way of others; of what is asked for nothing, where there is none. */
export function useMergedSources(threadId: string, enabled = true): ThreadMergeOut[] {
  const { data } = useInfiniteQuery({ ...mergesQuery(threadId), enabled });
  return useMemo(() => {
    const rows = data ? flattenPages(data) : NONE;
    return rows.filter(({ source, count }) => source?.id !== threadId && count > 0);
  }, [data, threadId]);
}

/** Of those that lie in each other the inmost one. */
const inmost = (rows: ThreadMergeOut[]) => [...rows].sort((a, b) => a.count - b.count)[0];

/** Numbers with which the thread itself goes on after the messages of others that went on in it. */
export function useSeamEnds({ id, taken_in: firsts }: ThreadOut): number[] {
  const came = useMergedSources(id, Boolean(firsts?.length));
  return useMemo(() => {
    const ends = new Set(came.map(({ first, count }) => first + count));
    return [...ends].filter((end) => !firsts.includes(end));
  }, [came, firsts]);
}

/** Where they end. */
export function SeamEnd({ threadId, at }: { threadId: string; at: number }) {
  const { localize: say } = useLocale();
  const around = useMergedSources(threadId).filter(({ first, count }) => first < at && at < first + count);
  const merge = inmost(around);
  const title = merge?.source && say(merge.source.title);
  return (
    <div className={classes.seam}>
      <DayLine>
        {title && <Trans>Далі знову сказане в темі «{title}»</Trans>}
        {merge && !title && <Trans>Далі знову сказане в іншій темі, об’єднаній із цією</Trans>}
        {!merge && <Trans>Далі сказане в цій темі після об’єднання</Trans>}
      </DayLine>
    </div>
  );
}

/** Where the messages of a thread begin that went on in this one: their days go back. */
export function MergeDivider({ threadId, first }: { threadId: string; first: number }) {
  const { localize: say, dates } = useLocale();
  const merge = inmost(useMergedSources(threadId).filter((one) => one.first === first));
  const title = merge?.source && say(merge.source.title);
  const day = merge ? dates.long(dates.day(merge.at)) : "";
  return (
    <div className={classes.seam}>
      <DayLine>
        <IconArrowMerge {...ICON} />
        {title ? (
          <Trans>
            Далі сказане в темі «{title}», об’єднаній із цією {day}
          </Trans>
        ) : (
          <Trans>Далі сказане в іншій темі, об’єднаній із цією</Trans>
        )}
      </DayLine>
      {merge?.source && (
        <AppLink className="v-small v-reach" href={threadPath(merge.source.id)}>
          <Trans>Відкрити ту тему</Trans>
        </AppLink>
      )}
    </div>
  );
}
