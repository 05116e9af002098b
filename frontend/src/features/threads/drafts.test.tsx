import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { ThreadDraftOut } from "@/api/generated/types.gen";
import { PendingFileStore } from "@/outbox/pending-files";
import { Store } from "@/outbox/store";
import { aMessage, aThread, GROUP_ID, THREAD_ID, windowOf } from "@/testing/realtime-samples";
import { axeViolations, EMPTY_API, renderApp, setupPageTest, storeOpened } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const ADDRESS = `/api/v1/threads/${THREAD_ID}/draft`;
const FEW = { reply_to: null, quote: null, on_behalf: false, mandate_id: null };
const NOTHING: ThreadDraftOut = { body: "", ...FEW, updated_at: null, version: 0 };
const BEGUN = { ...NOTHING, body: "Почате з телефона", updated_at: "2025-12-08T10:00:00Z", version: 7 };
const THREAD = aThread({
  message_count: 2,
  reading: { ranges: [[1, 2]], unread: 0, first_unread: null },
  allowed: ["read", "post"],
});
const BASE = {
  ...EMPTY_API,
  "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
  [`GET /api/v1/groups/${GROUP_ID}/threads`]: { items: [THREAD], next_cursor: null, seq: 0 },
  [`GET /api/v1/threads/${THREAD_ID}`]: THREAD,
  [`GET /api/v1/threads/${THREAD_ID}/messages`]: windowOf([1, 2], 0),
};
const field = () => screen.findByRole("textbox", { name: "Текст повідомлення" });

setupPageTest();

describe("a message that was begun", () => {
  it("at another device goes on here, with what it answers, and is gone there when it is sent", async () => {
    const dropped: (string | null)[] = [];
    mockApi({
      ...BASE,
      [`GET ${ADDRESS}`]: { ...BEGUN, reply_to: aMessage(1).id },
      [`DELETE ${ADDRESS}`]: (request: Request) => {
        dropped.push(request.headers.get("If-Match"));
        return NOTHING;
      },
    });
    renderApp(`/threads/${THREAD_ID}`);
    expect(await screen.findByDisplayValue("Почате з телефона")).toBeDefined();
    expect(await screen.findByText(/^Відповідь:/)).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: /Надіслати/ }));
    await waitFor(() => expect(dropped).toEqual(['"7"']));
    expect(await field()).toHaveProperty("value", "");
  });

  it("here and there is shown in both wordings, and one is chosen", async () => {
    let there = NOTHING;
    const put: unknown[] = [];
    mockApi({
      ...BASE,
      [`GET ${ADDRESS}`]: () => there,
      [`PUT ${ADDRESS}`]: async (request: Request) => {
        const { body } = await request.json();
        put.push([body, request.headers.get("If-Match")]);
        if (request.headers.get("If-Match") !== `"${there.version}"`)
          return new ProblemResponse(412, "stale");
        there = { ...there, body, version: there.version + 1 };
        return there;
      },
    });
    renderApp(`/threads/${THREAD_ID}`);
    const input = await field();
    await userEvent.type(input, "Почате тут");
    expect(await screen.findByText("Чернетку збережено")).toBeDefined();
    there = BEGUN;
    document.dispatchEvent(new Event("visibilitychange"));
    const both = within(await screen.findByRole("region", { name: "Чернетка з іншого пристрою" }));
    expect(both.getByText("Почате з телефона")).toBeDefined();
    expect(input).toHaveProperty("value", "Почате тут");
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(both.getByRole("button", { name: "Лишити цей" }));
    await waitFor(() => expect(put.at(-1)).toEqual(["Почате тут", '"7"']));
    expect(screen.queryByRole("region", { name: "Чернетка з іншого пристрою" })).toBeNull();
  });

  it("while the one before is written down is of the next", async () => {
    const posted: unknown[] = [];
    mockApi({
      ...BASE,
      [`GET ${ADDRESS}`]: NOTHING,
      [`POST /api/v1/threads/${THREAD_ID}/messages`]: async (request: Request) => {
        posted.push((await request.json()).body);
        return aMessage(3);
      },
    });
    renderApp(`/threads/${THREAD_ID}`);
    const input = await field();
    await storeOpened();
    await userEvent.type(input, "Перше");
    fireEvent.click(screen.getByRole("button", { name: /Надіслати/ }));
    fireEvent.change(input, { target: { value: "Друге" } });
    await waitFor(() => expect(posted).toEqual(["Перше"]));
    expect(input).toHaveProperty("value", "Друге");
  });

  /** The field of a page whose store opens when `release` is called, and what was posted from there. */
  async function beforeTheStore() {
    const posted: unknown[] = [];
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const openFiles = PendingFileStore.open;
    vi.spyOn(PendingFileStore, "open").mockImplementationOnce((id) => held.then(() => openFiles(id)));
    mockApi({
      ...BASE,
      [`GET ${ADDRESS}`]: NOTHING,
      [`POST /api/v1/threads/${THREAD_ID}/messages`]: async (request: Request) => {
        posted.push((await request.json()).body);
        return aMessage(3);
      },
    });
    renderApp(`/threads/${THREAD_ID}`);
    return { input: await field(), posted, release };
  }

  const send = () => userEvent.click(screen.getByRole("button", { name: /Надіслати/ }));

  it("is sent once the browser’s store is open, where it was sent before", async () => {
    const { input, posted, release } = await beforeTheStore();
    await userEvent.type(input, "Перше");
    await send();
    expect(input).toHaveProperty("value", "Перше");
    release();
    await waitFor(() => expect(posted).toEqual(["Перше"]));
    expect(input).toHaveProperty("value", "");
  });

  it("is not sent half-written, where the writer went on after it was sent before that", async () => {
    const { input, posted, release } = await beforeTheStore();
    await userEvent.type(input, "Перше");
    await send();
    await userEvent.type(input, " і др");
    release();
    await screen.findByText("Чернетку збережено");
    expect(posted).toEqual([]);
    expect(input).toHaveProperty("value", "Перше і др");
    await send();
    await waitFor(() => expect(posted).toEqual(["Перше і др"]));
  });

  it("is there again where the browser could not write down that it is to be sent", async () => {
    mockApi({ ...BASE, [`GET ${ADDRESS}`]: NOTHING });
    renderApp(`/threads/${THREAD_ID}`);
    const input = await field();
    await storeOpened();
    await userEvent.type(input, "Перше");
    vi.spyOn(Store.prototype, "keep").mockRejectedValueOnce(new Error("quota"));
    await userEvent.click(screen.getByRole("button", { name: /Надіслати/ }));
    expect(await screen.findByText(/Браузер не зміг зберегти повідомлення/)).toBeDefined();
    expect(input).toHaveProperty("value", "Перше");
  });
});
