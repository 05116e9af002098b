import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import type { DecisionCard } from "@/api/generated/types.gen";
import { CARD } from "@/testing/decision-samples";
import { aThread, THREAD_ID, windowOf } from "@/testing/realtime-samples";
import { EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";

setupPageTest();

/** The page of a thread with one open decision. */
function open(decision: Partial<DecisionCard> = {}): void {
  mockApi({
    ...EMPTY_API,
    "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
    [`GET /api/v1/threads/${THREAD_ID}`]: aThread(),
    [`GET /api/v1/threads/${THREAD_ID}/messages`]: windowOf([1], 0),
    [`GET /api/v1/threads/${THREAD_ID}/decisions`]: { items: [{ ...CARD, ...decision }], next_cursor: null },
  });
  renderApp(`/threads/${THREAD_ID}`);
}

it("an open decision shows its seats by their answers, and which sectors are awaited", async () => {
  open();
  expect(await screen.findByText("ДСНС, Громадськість")).toBeDefined();
  const names = ["Поліція: Згода", "ДСНС: Чекає на вас", "Громадськість: Ще чекаємо"];
  for (const name of names) expect(screen.getByRole("img", { name })).toBeDefined();
});

it("hundreds of seats have one mark for each sector", async () => {
  const seats = [{ sector: "education" as const, mark: "waiting" as const, number: 400 }];
  open({ seats, mine: [], turnout: { answered: 0, seated: 400 } });
  expect(await screen.findAllByText("400")).toHaveLength(2);
  expect(screen.getAllByRole("img", { name: "Освіта: Ще чекаємо" })).toHaveLength(1);
});
