import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import type { DecisionOut } from "@/api/generated/types.gen";
import { CARD, DECISION, DECISION_PATH } from "@/testing/decision-samples";
import { aThread, THREAD_ID, windowOf } from "@/testing/realtime-samples";
import { EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";

setupPageTest();

it("an open decision says how many answered, and who once its roll is there", async () => {
  let arrive: (decision: DecisionOut) => void = () => undefined;
  mockApi({
    ...EMPTY_API,
    "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
    [`GET /api/v1/threads/${THREAD_ID}`]: aThread(),
    [`GET /api/v1/threads/${THREAD_ID}/messages`]: windowOf([1], 0),
    [`GET /api/v1/threads/${THREAD_ID}/decisions`]: { items: [CARD], next_cursor: null },
    [`GET ${DECISION_PATH}`]: () => new Promise<DecisionOut>((resolve) => (arrive = resolve)),
  });
  renderApp(`/threads/${THREAD_ID}`);
  expect(await screen.findByText("Відповіли 1 із 3")).toBeDefined();
  arrive(DECISION);
  expect(await screen.findByText(/Хаб ВПО/)).toBeDefined();
  expect(screen.queryByText("Відповіли 1 із 3")).toBeNull();
});
