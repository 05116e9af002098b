import { Trans } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { type RefObject, useEffect, useRef } from "react";
import { useFailureToast } from "@/kit/failure-toast";
import { useCommand } from "@/kit/use-command";
import { useOnline } from "@/lib/online";
import type { Side } from "@/queries/message-pages";
import { loadMoreMessages } from "@/queries/threads";
import { Button } from "@/ui/button";
import classes from "./thread.module.css";
import { messageId, scroller } from "./use-scroll-position";

/** So far ahead of what is in view, the next page is asked for. */
const AHEAD = "800px 0px";

interface GrowProps {
  threadId: string;
  side: Side;
  /** Where it ends now, and with which message. */
  cursor: string;
  number: number;
}

/** The end of what is loaded: more comes as the reader draws near, or by the button where that failed. */
export function LoadMore({ threadId, side, cursor, number }: GrowProps) {
  const client = useQueryClient();
  const failed = useFailureToast();
  const place = useRef<HTMLParagraphElement | null>(null);
  const growing = useCommand({
    run: () => loadMoreMessages(client, threadId, side),
    // Loading that the reader did not ask for fails silently: the button remains.
    tellsErrors: false,
  });
  const { mutate } = growing;
  const online = useOnline();
  useNear(place, !online ? null : mutate, cursor);
  // The button may be gone with the last page: who pressed it reads on from where they were.
  const readOn = () =>
    setTimeout(() => document.getElementById(messageId(number))?.focus({ preventScroll: true }));
  return (
    <p ref={place} className={classes.more}>
      <Button
        kind="ghost"
        busy={growing.isPending}
        onClick={() => mutate(undefined, { onSuccess: readOn, onError: failed })}
      >
        {side === "before" ? <Trans>Показати попередні</Trans> : <Trans>Показати наступні</Trans>}
      </Button>
    </p>
  );
}

/** Says once for each `end` that an element is nearly in view. */
function useNear(place: RefObject<HTMLElement | null>, onNear: (() => void) | null, end: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: it may still be in view with the next end
  useEffect(() => {
    const element = place.current;
    if (!element || !onNear) return;
    const box = scroller(element.parentElement ?? element);
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((one) => one.isIntersecting)) return;
        observer.disconnect();
        onNear();
      },
      { root: box === document.documentElement ? null : box, rootMargin: AHEAD },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [place, onNear, end]);
}
