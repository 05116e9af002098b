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
  const body = useRef<HTMLDivElement | null>(null);
  const content = useRef<HTMLDivElement | null>(null);
  const whole = options.reach === null;
  const end = useEnd(body, whole);
  const freshLine = useFreshLine(options.line);
  const { goTo, arrive } = useGoTo(options.reach);
  /** Goes along with the conversation, but not past the line above what is new. */
  const follow = () => {
    end.show();
    const line = document.getElementById(lineId);
    const top = body.current?.getBoundingClientRect().top ?? 0;
    const isUnread = line !== null && line.getBoundingClientRect().top < Math.max(top, 0);
    if (isUnread && freshLine.current) showPart(body.current, line, "start");
  };
  const toNew = () => goTo(end.show);
  useOpening(options, body, end, toNew);
  useKeptEnd([body, content], () => {
    if (end.isThere.current) follow();
  });
  useGrowth(options, {
    onWritten: () => {
      // Whoever writes has left the line.
      freshLine.current = false;
      toNew();
    },
    onGrown: (grown) => {
      if (end.isThere.current) follow();
      else end.addBelow(grown);
    },
  });
  const arrived = useEffectEvent(arrive);
  useLayoutEffect(() => {
    if (whole) arrived();
  }, [whole]);
  return { body, content, below: end.below, toNew };
}

type Box = RefObject<HTMLDivElement | null>;

/** Whether the reader is at the end, and how many new messages are below what they see. */
function useEnd(body: Box, whole: boolean) {
  const isThere = useRef(false);
  const lastTop = useRef(0);
  const [below, setBelow] = useState(0);
  const show = () => {
    if (!body.current) return;
    const box = scroller(body.current);
    box.scrollTop = box.scrollHeight;
    lastTop.current = box.scrollTop;
    isThere.current = true;
    setBelow(0);
  };
  useEffect(() => {
    const noticed = () => {
      if (!body.current) return;
      const { scrollTop } = scroller(body.current);
      const isUp = scrollTop < lastTop.current;
      lastTop.current = scrollTop;
      // What has grown meanwhile does not take the reader away from the end: only they themselves do.
      const stays = isThere.current && whole && !isUp;
      isThere.current = goesAlong(body.current, whole) || stays;
      if (isThere.current) setBelow(0);
    };
    document.addEventListener("scroll", noticed, { capture: true, passive: true });
    return () => document.removeEventListener("scroll", noticed, { capture: true });
  }, [body, whole]);
  return { isThere, below, show, addBelow: (grown: number) => setBelow((count) => count + grown) };
}

/** Whether the line was drawn just now. */
function useFreshLine(line: UnreadLine | null): RefObject<boolean> {
  const isFresh = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each line is fresh for a while
  useLayoutEffect(() => {
    isFresh.current = true;
    const timer = setTimeout(() => {
      isFresh.current = false;
    }, FRESH_MS);
    return () => clearTimeout(timer);
  }, [line?.from]);
  return isFresh;
}

/** What one wrote oneself, and what is new, stands below the very last message: it is shown first. */
function useGoTo(reach: PlaceOptions["reach"]) {
  /** Where the reader goes as soon as the last messages are there. */
  const going = useRef<(() => void) | null>(null);
  const arrive = () => {
    going.current?.();
    going.current = null;
  };
  const goTo = (place: () => void) => {
    if (!reach) return place();
    going.current = place;
    // Without a line one's letters stand below what there is.
    reach().then((whole) => {
      if (!whole) going.current = null;
    }, place);
  };
  return { goTo, arrive };
}

/** Finds the place once for each line or wanted message. */
function useOpening(
  { messages, line, wanted, reach }: PlaceOptions,
  body: Box,
  end: ReturnType<typeof useEnd>,
  toNew: () => void,
) {
  // A message that was asked for may be on its way while another place is shown.
  const isThere = wanted !== undefined && messages.some(({ number }) => number === wanted);
  const sought = `${line?.from} ${wanted}`;
  const placed = useRef<string | null>(null);
  /** Of a thread that was read, what is loaded from before may end sooner than it does. */
  const openAtEnd = () => {
    end.show();
    if (!wanted && !line && reach) toNew();
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the place is found once for each line or wanted message
  useLayoutEffect(() => {
    if (placed.current === sought) return;
    const target = document.getElementById(wanted ? messageId(wanted) : lineId);
    if (target) showPart(body.current, target, wanted ? "center" : "start");
    else openAtEnd();
    if (target || !wanted) placed.current = sought;
    end.isThere.current = goesAlong(body.current, reach === null);
  }, [sought, isThere]);
}

/** What stands around the messages, and parts of them, come later than they do. */
function useKeptEnd(boxes: Box[], onResized: () => void) {
  const keepEnd = useEffectEvent(onResized);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same boxes all the time
  useEffect(() => {
    const sized = new ResizeObserver(() => keepEnd());
    for (const { current: part } of boxes) if (part) sized.observe(part);
    return () => sized.disconnect();
  }, []);
}

interface GrowthOptions {
  /** The reader has written something. */
  onWritten: () => void;
  /** So many messages are new. */
  onGrown: (grown: number) => void;
}

function useGrowth({ messages, letters, reach }: PlaceOptions, { onWritten, onGrown }: GrowthOptions) {
  const last = messages.at(-1)?.number ?? 0;
  const whole = reach === null;
  const shown = useRef({ last, letters, whole });
  // biome-ignore lint/correctness/useExhaustiveDependencies: only growth at the end is of interest
  useLayoutEffect(() => {
    const before = shown.current;
    shown.current = { last, letters, whole };
    if (before.last === 0) return;
    // What is loaded by reading on is not new.
    const grown = before.whole ? Math.max(0, last - before.last) : 0;
    if (letters > before.letters) onWritten();
    else if (grown) onGrown(grown);
  }, [last, letters]);
}
