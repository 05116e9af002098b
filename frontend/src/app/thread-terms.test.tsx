import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { ThreadOut } from "@/api/generated/types.gen";
import { aThread, GROUP_ID, THREAD_ID, windowOf } from "@/realtime/samples";
import { BASE, GROUP, PATH } from "./members-samples";
import { faults, inFreshBrowsers, open, QUIET } from "./test-page";
import { serve } from "./test-server";

const LEADER = ["read", "post", "edit", "summarise", "close"];
const OVER = aThread({ closes_on: "2020-01-15", allowed: LEADER, version: 5 });
const WORDS = "строк минув 15 січня 2020";

function around(thread: ThreadOut) {
  return {
    ...QUIET,
    ...BASE,
    [`GET ${PATH}`]: { ...GROUP, role: "member" },
    [`GET ${PATH}/threads`]: { items: [thread], pinned: [], next_cursor: null, seq: 0 },
    "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
    [`GET /api/v1/threads/${THREAD_ID}`]: thread,
    [`GET /api/v1/threads/${THREAD_ID}/messages`]: windowOf([], 0),
  };
}

inFreshBrowsers();

describe("the day until which a thread is open", () => {
  it("is told as over, by a sign and in words, in the list and at the head", async () => {
    serve(around({ ...OVER, allowed: ["read", "post"] }));
    open(`/groups/${GROUP_ID}/threads`);
    const card = within(await screen.findByRole("region", { name: "Теми" }));
    const said = await card.findByText(WORDS);
    expect(said.querySelector("svg")).not.toBeNull();
    expect(await faults()).toEqual([]);
    await userEvent.click(card.getByRole("link", { name: /Укриття/ }));
    const head = await screen.findByText(new RegExp(`Консультація.*${WORDS}`));
    expect(head.querySelector("svg")).not.toBeNull();
    expect(screen.queryByText(/Підбийте підсумок/)).toBeNull();
    expect(await faults()).toEqual([]);
  });

  it("has whoever leads sum up, as long as the thread stands open", async () => {
    let thread: ThreadOut = OVER;
    const sent: unknown[] = [];
    serve({
      ...around(OVER),
      [`GET /api/v1/threads/${THREAD_ID}`]: () => thread,
      [`POST /api/v1/threads/${THREAD_ID}/transitions`]: async (request: Request) => {
        sent.push(await request.json(), request.headers.get("If-Match"));
        thread = { ...OVER, state: "summarising", version: 6, allowed: ["read", "post", "close"] };
        return thread;
      },
    });
    open(`/threads/${THREAD_ID}`);
    expect(await screen.findByText(/Строк теми минув 15 січня 2020, а писати в ній ще можна/)).toBeDefined();
    expect(await faults()).toEqual([]);
    await userEvent.click(screen.getByRole("button", { name: "Готувати підсумок" }));
    await waitFor(() => expect(screen.queryByText(/Строк теми минув/)).toBeNull());
    expect(screen.queryByText(new RegExp(WORDS))).toBeNull();
    expect(sent).toEqual([{ to: "summarising" }, '"5"']);
  });

  it("is told as before while it lasts", async () => {
    serve(around({ ...OVER, closes_on: "2120-01-15" }));
    open(`/threads/${THREAD_ID}`);
    expect(await screen.findByText(/відкрито до 15 січня 2120/)).toBeDefined();
    expect(screen.queryByText(/Підбийте підсумок/)).toBeNull();
  });
});
