import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { MessageOut } from "@/api/generated/types.gen";
import type { UnreadLine } from "./use-unread-line";

/** So close to the end, the reader is at the end. */
const NEAR_PX = 64;
/** So long after the line was drawn, the reader is still at it: what follows at once does not take it away. */
const FRESH_MS = 4000;

function scroller(body: HTMLElement): HTMLElement {
  const own = getComputedStyle(body).overflowY;
  return own === "auto" || own === "scroll" ? body : document.documentElement;
}

function isAtEnd(body: HTMLElement): boolean {
  const box = scroller(body);
  return box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX;
}

interface Place {
  body: RefObject<HTMLDivElement | null>;
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
  /** They stand by what they answer: what is new is not at the end. */
  scattered?: boolean;
}

export const lineId = "unread-line";
export const messageId = (number: number) => `message-${number}`;

/**
 * Keeps the place of the reader: opens at the honey line, else at the end; new messages never move what is
 * being read. Only who is at the end already goes along with the conversation.
 */
export function usePlace({ messages, line, wanted, letters, scattered = false }: PlaceOptions): Place {
  const body = useRef<HTMLDivElement | null>(null);
  const atEnd = useRef(false);
  const freshLine = useRef(false);
  const last = messages.at(-1)?.number ?? 0;
  const first = messages[0]?.number ?? 0;
  const [below, setBelow] = useState(0);
  const shown = useRef({ first, last, letters });

  const toEnd = () => {
    if (!body.current) return;
    const box = scroller(body.current);
    box.scrollTop = box.scrollHeight;
    setBelow(0);
  };

  const toNewest = () => {
    const newest = document.getElementById(messageId(last));
    newest?.scrollIntoView({ block: "center" });
    newest?.focus({ preventScroll: true });
    setBelow(0);
  };

  /** Goes along with the conversation, but not past the line above what is new. */
  const follow = () => {
    toEnd();
    const line = document.getElementById(lineId);
    const top = body.current?.getBoundingClientRect().top ?? 0;
    const isUnread = line !== null && line.getBoundingClientRect().top < Math.max(top, 0);
    if (isUnread && freshLine.current) line.scrollIntoView({ block: "start" });
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: the place is found once for each line or wanted message
  useLayoutEffect(() => {
    const target = document.getElementById(wanted ? messageId(wanted) : lineId);
    if (target) target.scrollIntoView({ block: wanted ? "center" : "start" });
    else toEnd();
    atEnd.current = !scattered && body.current !== null && isAtEnd(body.current);
    freshLine.current = true;
    const timer = setTimeout(() => {
      freshLine.current = false;
    }, FRESH_MS);
    return () => clearTimeout(timer);
  }, [line?.from, wanted]);

  useEffect(() => {
    const noticed = () => {
      if (!body.current) return;
      atEnd.current = !scattered && isAtEnd(body.current);
      if (atEnd.current) setBelow(0);
    };
    document.addEventListener("scroll", noticed, { capture: true, passive: true });
    return () => document.removeEventListener("scroll", noticed, { capture: true });
  }, [scattered]);

  useHeldPlace(body, first);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only growth at the end is of interest
  useLayoutEffect(() => {
    const before = shown.current;
    shown.current = { first, last, letters };
    const wrote = letters > before.letters;
    const grown = Math.max(0, last - before.last);
    if (before.last === 0 || (!grown && !wrote)) return;
    if (wrote) toEnd();
    else if (scattered && letters < before.letters) toNewest();
    else if (atEnd.current) follow();
    else setBelow((count) => count + grown);
  }, [last, letters]);

  return { body, below, toNew: scattered ? toNewest : toEnd };
}

/** Earlier messages are put above: what is being read stays where it is, also where the browser does not help. */
function useHeldPlace(body: RefObject<HTMLDivElement | null>, first: number): void {
  const held = useRef({ first, height: 0, top: 0 });
  useLayoutEffect(() => {
    if (!body.current) return;
    const box = scroller(body.current);
    const { height, top } = held.current;
    const prepended = held.current.first > first && held.current.first > 0;
    const grown = box.scrollHeight - height;
    if (prepended && grown > 0 && Math.abs(box.scrollTop - top) < 2) box.scrollTop = top + grown;
    held.current = { first, height: box.scrollHeight, top: box.scrollTop };
  });
  useEffect(() => {
    const remember = () => {
      if (!body.current) return;
      const box = scroller(body.current);
      held.current.top = box.scrollTop;
      held.current.height = box.scrollHeight;
    };
    document.addEventListener("scroll", remember, { capture: true, passive: true });
    return () => document.removeEventListener("scroll", remember, { capture: true });
  }, [body]);
}
