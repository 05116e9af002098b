import { expect, it } from "vitest";
import type { MessageOutPage } from "@/api/generated/types.gen";
import { aMessage } from "@/testing/realtime-samples";
import { appendPage, MAX_WINDOW, type MessageWindow } from "./message-pages";

const TOTAL = 1000;
const SIZE = 50;

/** A page of messages from one number to another. */
function pageOf(first: number, last: number): MessageOutPage {
  const items = Array.from({ length: last - first + 1 }, (_one, at) => aMessage(first + at));
  return {
    items,
    previous_cursor: first > 1 ? `before ${first}` : null,
    next_cursor: last < TOTAL ? `after ${last}` : null,
    seq: 0,
  };
}

/** Load so many pages from a window on, by its cursors. */
function readOn(window: MessageWindow, side: "before" | "after", pages: number): MessageWindow {
  let read = window;
  for (let page = 0; page < pages; page += 1) {
    const cursor = side === "before" ? read.previous_cursor : read.next_cursor;
    const number = Number(cursor?.split(" ")[1]);
    const next =
      side === "before"
        ? pageOf(Math.max(1, number - SIZE), number - 1)
        : pageOf(number + 1, Math.min(TOTAL, number + SIZE));
    read = appendPage(read, next, side, MAX_WINDOW);
  }
  return read;
}

const numbers = ({ items }: MessageWindow) => items.map((one) => one.number);
const stretch = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_one, at) => first + at);

it("keeps the nearest pages of a long thread, and loads the others again", () => {
  const there = readOn(pageOf(1, SIZE), "after", 12);
  expect(numbers(there)).toEqual(stretch(401, 650));
  expect([there.previous_cursor, there.next_cursor]).toEqual(["before 401", "after 650"]);

  const back = readOn(there, "before", 8);
  expect(numbers(back)).toEqual(stretch(1, 250));
  expect([back.previous_cursor, back.next_cursor]).toEqual([null, "after 250"]);
});

it("does not append new messages once its end was dropped", () => {
  const end = readOn({ ...pageOf(951, 1000), next_cursor: null }, "before", 5);
  expect(numbers(end)).toEqual(stretch(701, 950));
  expect(end.next_cursor).toBe("after 950");
});

it("drops live messages with the page that they follow", () => {
  const page = pageOf(951, 1000);
  const live = { ...page, items: [...page.items, aMessage(1001), aMessage(1002)] };
  expect(numbers(readOn(live, "before", 5)).at(-1)).toBe(950);
});

it("drops nothing without a limit", () => {
  const one = appendPage(appendPage(pageOf(1, 200), pageOf(201, 400), "after"), pageOf(401, 600), "after");
  expect(numbers(one)).toEqual(stretch(1, 600));
});

it("keeps what is on the screen where live messages made one page long", () => {
  const page = pageOf(951, 1000);
  const live = Array.from({ length: 160 }, (_one, at) => aMessage(1001 + at));
  const read = readOn({ ...page, items: [...page.items, ...live] }, "before", 1);
  expect(numbers(read)).toEqual(stretch(901, 1160));
});

it("keeps the lower seq of both, so that events in between are replayed", () => {
  const window = { ...pageOf(1, SIZE), seq: 9 };
  expect(appendPage(window, { ...pageOf(51, 100), seq: 7 }, "after").seq).toBe(7);
  expect(appendPage(window, { ...pageOf(51, 100), seq: 12 }, "after").seq).toBe(9);
});
