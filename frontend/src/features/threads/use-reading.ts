import { useQueryClient } from "@tanstack/react-query";
import { type RefObject, useCallback, useEffect, useMemo, useRef } from "react";
import { putThreadRead } from "@/api/generated/sdk.gen";
import type { ReadingOut, ThreadOut } from "@/api/generated/types.gen";
import { NetworkError } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { isOnline, onConnectivityChange } from "@/lib/online";
import { includes, merge } from "@/lib/ranges";
import { invalidateCounts, keys } from "@/queries/keys";

/** How long a message must be in view before it counts as read, and how long marks are gathered. */
const LOOK_MS = 500;
const SEND_MS = 1200;
/** What counts the unread is loaded anew only so often while somebody reads on: lists weigh more than marks. */
const COUNT_MS = 6000;
/** Below the bars of the page: an element whose top is higher has left the view upwards. */
const PASSED_PX = 240;
/** Bears the number of a message that is watched. */
export const NUMBER = "data-number";

/**
 * Marks what has been in view as read, in ranges. `watch` looks at the element of one message; after `stop`
 * nothing is marked on this page any more. What was seen without a line is told when the line is back.
 */
export function useReading(thread: ThreadOut) {
  const stopped = useRef(false);
  const { note, send, count } = useReadMarks(thread, stopped);
  const watch = useMessagesInView(note);

  useEffect(() => {
    const sending = setInterval(() => isOnline() && void send(), SEND_MS);
    const stopWatchingLine = onConnectivityChange(() => isOnline() && void send());
    return () => {
      clearInterval(sending);
      stopWatchingLine();
      // Nothing counts otherwise where nothing was read.
      void send().then(count.now);
    };
  }, [send, count]);

  const stop = useCallback((on = true) => {
    stopped.current = on;
  }, []);
  return { watch, stop };
}

/** Gathers the numbers of messages that were seen, and sends them. */
function useReadMarks(thread: ThreadOut, stopped: RefObject<boolean>) {
  const client = useQueryClient();
  const seen = useRef<number[]>([]);
  const known = useRef(thread.reading.ranges);
  known.current = thread.reading.ranges;
  const canMark = thread.allowed.includes("mark_read");
  const threadId = thread.id;
  const count = useUnreadCounts();
  const note = useCallback((number: number) => void seen.current.push(number), []);

  const send = useCallback(async () => {
    const fresh = seen.current.filter((number) => !includes(known.current, number));
    seen.current = [];
    if (fresh.length === 0 || !canMark || stopped.current) return;
    const ranges = merge(fresh.map((number) => [number, number]));
    try {
      const reading: ReadingOut = await unwrap(
        putThreadRead({ path: { thread_id: threadId }, body: { ranges } }),
      );
      client.setQueryData<ThreadOut>(keys.thread(threadId), (now) => now && { ...now, reading });
      count.soon();
    } catch (error) {
      if (error instanceof NetworkError) seen.current.push(...fresh);
    }
  }, [client, canMark, threadId, count, stopped]);
  return { note, send, count };
}

/** What counts the unread is loaded anew: in a while, or at once where that is still to come. */
function useUnreadCounts() {
  const client = useQueryClient();
  return useMemo(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const count = () => {
      clearTimeout(timer);
      timer = undefined;
      invalidateCounts(client);
    };
    return {
      soon: () => {
        timer ??= setTimeout(count, COUNT_MS);
      },
      now: () => {
        if (timer) count();
      },
    };
  }, [client]);
}

/** Calls `note` with the number of each watched message that was in view for long enough. */
function useMessagesInView(note: (number: number) => void) {
  const watcher = useRef<IntersectionObserver | null>(null);
  const elements = useRef(new Set<HTMLElement>());
  useEffect(() => {
    const { look, forget } = looksLongEnough(note);
    const observer = new IntersectionObserver((entries) => entries.forEach(look), { threshold: 0.5 });
    watcher.current = observer;
    for (const element of elements.current) observer.observe(element);
    return () => {
      observer.disconnect();
      watcher.current = null;
      forget();
    };
  }, [note]);
  return useCallback((element: HTMLElement | null, number: number) => {
    if (!element) return;
    element.setAttribute(NUMBER, String(number));
    elements.current.add(element);
    watcher.current?.observe(element);
    return () => {
      elements.current.delete(element);
      watcher.current?.unobserve(element);
    };
  }, []);
}

function looksLongEnough(onRead: (number: number) => void) {
  const timers = new Map<number, ReturnType<typeof setTimeout>>();
  const note = (number: number) => {
    if (document.visibilityState === "visible") onRead(number);
    timers.delete(number);
  };
  const look = ({ target, isIntersecting, boundingClientRect, rootBounds }: IntersectionObserverEntry) => {
    const number = Number(target.getAttribute(NUMBER));
    const looking = timers.get(number);
    clearTimeout(looking);
    // Read past: it was in view, and left it at the top.
    const passed = looking !== undefined && boundingClientRect.top < (rootBounds?.top ?? 0) + PASSED_PX;
    if (isIntersecting)
      timers.set(
        number,
        setTimeout(() => note(number), LOOK_MS),
      );
    else if (passed) note(number);
  };
  const forget = () => {
    for (const timer of timers.values()) clearTimeout(timer);
  };
  return { look, forget };
}
