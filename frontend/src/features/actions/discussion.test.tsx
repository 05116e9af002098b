import { act, screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { ACTION, page } from "@/testing/action-samples";
import { aMessage, aThread, posted, THREAD_ID } from "@/testing/realtime-samples";
import { axeViolations, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, TestSocket } from "@/testing/test-server";

setupPageTest();

const DISCUSSED = { discussion: { thread_id: THREAD_ID, unread: 2 } };
const THREAD = `GET /api/v1/threads/${THREAD_ID}`;
const read = { ranges: [[1, 1]], unread: 2, first_unread: 2 };

it("counts what comes into the discussion of an action item while it is looked at", async () => {
  mockApi({ ...page(DISCUSSED), [THREAD]: aThread({ message_count: 3, reading: read, seq: 0 }) });
  renderApp(`/actions/${ACTION.id}`);
  const card = within(await screen.findByRole("region", { name: "Обговорення" }));
  expect(await card.findByText("2")).toBeDefined();
  const hears = () => TestSocket.last?.sent.some(({ topic }) => topic === `thread:${THREAD_ID}`);
  await expect.poll(hears).toBe(true);
  act(() => TestSocket.last?.say(posted(1, aMessage(4))));
  expect(await card.findByText("3")).toBeDefined();
  expect(await axeViolations()).toEqual([]);
});

it("does not hear a discussion that only some read: that would make a reader of whoever looks at the item", async () => {
  const { asked } = mockApi(page({ ...DISCUSSED, audience: "thread" }));
  renderApp(`/actions/${ACTION.id}`);
  const card = within(await screen.findByRole("region", { name: "Обговорення" }));
  expect(await card.findByText("2")).toBeDefined();
  expect(asked.filter((one) => one.startsWith(THREAD))).toEqual([]);
});
