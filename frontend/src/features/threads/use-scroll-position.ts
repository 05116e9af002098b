import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from "react";
import type { MessageOut } from "@/api/generated/types.gen";
import type { UnreadLine } from "./use-unread-line";

/** So close to the end, the reader is at the end. */
const NEAR_PX = 64;
/** So long after the line was drawn, the reader is still at it: what whole at once does not take it away. */
const FRESH_MS = 4000;

/** What scrolls: on a phone the page itself. */
export function scroller(body: HTMLElement): HTMLElement {
  const own = getComputedStyle(body).overflowY;
  return own === "auto" || own === "scroll" ? body : document.documentElement;
}

function isAtEnd(body: HTMLElement): boolean {
  const box = scroller(body);
  return box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX;
}

/** Whether the reader goes along with the conversation, where that can be followed. */
function goesAlong(body: HTMLElement | null, whole: boolean): boolean {
  return whole && body !== null && isAtEnd(body);
}

/** Bring a part of the conversation into view. On a page of something else that page stays where it is. */
function showPart(body: HTMLElement | null, part: HTMLElement, block: "start" | "center"): void {
  if (!body || scroller(body) !== body) {
    part.scrollIntoView({ block });
    return;
  }
  const view = body.getBoundingClientRect();
  const { top, height } = part.getBoundingClientRect();
  const margin = Number.parseFloat(getComputedStyle(part).scrollMarginTop) || 0;
  body.scrollTop += top - view.top - (block === "start" ? margin : (view.height - height) / 2);
}

interface Place {
  body: RefObject<HTMLDivElement | null>;
  /** What is said, in it: it grows as parts of messages come. */
  content: RefObject<HTMLDivElement | null>;
  /** So many new messages are below what is in view; in a tree, anywhere. */
  below: number;
  /** To the end, where they are; in a tree, to the newest. */
  toNew: () => void;
}

interface PlaceOptions {
  messages: MessageOut[];
  line: UnreadLine | null;
  /** A message that was asked for by its number. */
  wanted: number | undefined;
  /** Letters of one's own that wait to be sent stand at the end. */
  letters: number;
  /** Shows the last ones, or says that it could not; null where they are shown. */
  reach: (() => Promise<boolean>) | null;
}

export const lineId = "unread-line";
export const messageId = (number: number) => `message-${number}`;

/**
 * Keeps the place of the reader: opens at the honey line, else at the end; new messages never move what is
 * being read. Only who is at the end already goes along with the conversation.
 */
export function useScrollPosition(options: PlaceOptions): Place {
  const { messages, line, wanted, letters, reach } = options;
  const body = useRef<HTMLDivElement | null>(null);
  const content = useRef<HTMLDivElement | null>(null);
  const atEnd = useRef(false);
  const lastTop = useRef(0);
  const freshLine = useRef(false);
  const last = messages.at(-1)?.number ?? 0;
  const [below, setBelow] = useState(0);
  const whole = reach === null;
  /** Where the reader goes as soon as the last messages are there. */
  const going = useRef<(() => void) | null>(null);
  const shown = useRef({ last, letters, whole });

  const toEnd = () => {
    if (!body.current) return;
    const box = scroller(body.current);
    box.scrollTop = box.scrollHeight;
    lastTop.current = box.scrollTop;
    atEnd.current = true;
    setBelow(0);
  };

  /** What one wrote oneself, and what is new, stands below the very last message: it is shown first. */
  const goTo = (place: () => void) => {
    if (!reach) return place();
    going.current = place;
    // Without a line one's letters stand below what there is.
    reach().then((whole) => {
      if (!whole) going.current = null;
    }, place);
  };

  /** Of a thread that was read, what is loaded from before may end sooner than it does. */
  const openAtEnd = () => {
    toEnd();
    if (!wanted && !line && reach) goTo(toEnd);
  };

  /** Goes along with the conversation, but not past the line above what is new. */
  const follow = () => {
    toEnd();
    const line = document.getElementById(lineId);
    const top = body.current?.getBoundingClientRect().top ?? 0;
    const isUnread = line !== null && line.getBoundingClientRect().top < Math.max(top, 0);
    if (isUnread && freshLine.current) showPart(body.current, line, "start");
  };

  // A message that was asked for may be on its way while another place is shown.
  const isThere = wanted !== undefined && messages.some(({ number }) => number === wanted);
  const sought = `${line?.from} ${wanted}`;
  const placed = useRef<string | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the place is found once for each line or wanted message
  useLayoutEffect(() => {
    if (placed.current === sought) return;
    const target = document.getElementById(wanted ? messageId(wanted) : lineId);
    if (target) showPart(body.current, target, wanted ? "center" : "start");
    else openAtEnd();
    if (target || !wanted) placed.current = sought;
    atEnd.current = goesAlong(body.current, whole);
  }, [sought, isThere]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each line is fresh for a while
  useLayoutEffect(() => {
    freshLine.current = true;
    const timer = setTimeout(() => {
      freshLine.current = false;
    }, FRESH_MS);
    return () => clearTimeout(timer);
  }, [line?.from]);

  useEffect(() => {
    const noticed = () => {
      if (!body.current) return;
      const { scrollTop } = scroller(body.current);
      const isUp = scrollTop < lastTop.current;
      lastTop.current = scrollTop;
      // What has grown meanwhile does not take the reader away from the end: only they themselves do.
      const stays = atEnd.current && whole && !isUp;
      atEnd.current = goesAlong(body.current, whole) || stays;
      if (atEnd.current) setBelow(0);
    };
    document.addEventListener("scroll", noticed, { capture: true, passive: true });
    return () => document.removeEventListener("scroll", noticed, { capture: true });
  }, [whole]);

  const keepEnd = useEffectEvent(() => {
    if (atEnd.current) follow();
  });
  useEffect(() => {
    // What stands around the messages, and parts of them, come later than they do.
    const sized = new ResizeObserver(() => keepEnd());
    for (const part of [body.current, content.current]) if (part) sized.observe(part);
    return () => sized.disconnect();
  }, []);

  const goAlong = (grown: number) => {
    if (atEnd.current) follow();
    else setBelow((count) => count + grown);
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: only growth at the end is of interest
  useLayoutEffect(() => {
    const before = shown.current;
    shown.current = { last, letters, whole };
    if (before.last === 0) return;
    // What is loaded by reading on is not new.
    const grown = before.whole ? Math.max(0, last - before.last) : 0;
    if (letters > before.letters) {
      // Whoever writes has left the line.
      freshLine.current = false;
      goTo(toEnd);
    } else if (grown) goAlong(grown);
  }, [last, letters]);

  useLayoutEffect(() => {
    if (!whole) return;
    going.current?.();
    going.current = null;
  }, [whole]);

  return { body, content, below, toNew: () => goTo(toEnd) };
}
