import { Trans } from "@lingui/react/macro";
import { IconArrowMerge } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import type { ThreadOut } from "@/api/generated/types.gen";
import { mergesQuery } from "@/data/moves";
import { rowsOf } from "@/data/pages";
import type { MessageWindow } from "@/data/threads";
import { AppLink } from "@/design/app-link";
import { DayLine } from "@/design/message-view";
import { useReader } from "@/lib/reader";
import classes from "./moving.module.css";

const ICON = { size: 20, stroke: 1.75, "aria-hidden": true } as const;

/** At the head of a thread that went on in another one: where to. */
export function WentOn({ thread }: { thread: ThreadOut }) {
  const { say } = useReader();
  const merged = Boolean(thread.merged_into);
  const { data } = useInfiniteQuery({ ...mergesQuery(thread.id), enabled: merged });
  if (!merged) return null;
  const merge = data && rowsOf(data).find((one) => one.into?.id === thread.merged_into);
  return (
    <p className={classes.on}>
      <IconArrowMerge {...ICON} />
      <span>
        <Trans>Розмова триває в іншій темі:</Trans>{" "}
        <AppLink className="v-reach" href={`/threads/${thread.merged_into}`}>
          {merge?.into ? say(merge.into.title) : <Trans>перейти до неї</Trans>}
        </AppLink>
      </span>
    </p>
  );
}

/** Whoever comes for a message of a thread that went on in another one is led on to where it is now. */
export function useLedOn(thread: ThreadOut, window: MessageWindow | undefined, wanted: number | undefined) {
  const router = useRouter();
  const stone = thread.merged_into ? window?.items.find((one) => one.number === wanted) : undefined;
  const place = stone?.moved;
  const href = place ? `/threads/${place.thread_id}?message=${place.number}` : null;
  useEffect(() => {
    if (href) void router.navigate({ href, replace: true });
  }, [href, router]);
}

/** Where the messages of a thread begin that went on in this one: their days go back. */
export function Seam({ threadId, first }: { threadId: string; first: number }) {
  const { say, dates } = useReader();
  const { data } = useInfiniteQuery(mergesQuery(threadId));
  const merge = data && rowsOf(data).find((one) => one.into?.id === threadId && one.first === first);
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
        <AppLink className="v-small v-reach" href={`/threads/${merge.source.id}`}>
          <Trans>Відкрити ту тему</Trans>
        </AppLink>
      )}
    </div>
  );
}
