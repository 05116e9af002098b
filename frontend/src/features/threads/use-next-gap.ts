import type { RefObject } from "react";
import type { ThreadOut } from "@/api/generated/types.gen";
import { useNextUnreadTarget } from "@/lib/next-unread";
import { firstMissing, type Range } from "@/lib/ranges";
import { useJump } from "./use-jump";
import { NUMBER } from "./use-reading";
import { scroller } from "./use-scroll-position";

/** Numbers of the messages that the reader has before them: their middle is in view, or nothing else is. */
function inView(body: HTMLElement): number[] {
  const box = scroller(body);
  const { top, bottom } =
    box === body ? body.getBoundingClientRect() : { top: 0, bottom: window.innerHeight };
  const isInView = (element: Element) => {
    const rect = element.getBoundingClientRect();
    const middle = (rect.top + rect.bottom) / 2;
    return (top <= middle && middle <= bottom) || (rect.top <= top && bottom <= rect.bottom);
  };
  const messages = [...body.querySelectorAll(`[${NUMBER}]`)].filter(isInView);
  return messages.map((element) => Number(element.getAttribute(NUMBER)));
}

const alone = (numbers: number[]): Range[] => numbers.map((number) => [number, number]);

/** Go to the next unread gap below the reader’s place by a key. */
export function useNextUnread(thread: ThreadOut, body: RefObject<HTMLElement | null>): void {
  const jump = useJump(thread.id);
  useNextUnreadTarget((where) => {
    const seen = body.current ? inView(body.current) : [];
    const read = [...thread.reading.ranges, ...alone(seen)];
    if (where === "below") read.push([1, Math.max(0, ...seen)]);
    const next = firstMissing(read, thread.message_count);
    if (next === null) return false;
    void jump(next);
    return true;
  });
}
