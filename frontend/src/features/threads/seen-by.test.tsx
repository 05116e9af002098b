import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { makeOrganisation } from "@/testing/factories";
import { aThread, aVoice, GROUP_ID, THREAD_ID, windowOf } from "@/testing/realtime-samples";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, TestSocket } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const LYCEUM = makeOrganisation();
const named = (id: string, uk: string) => ({ ...aVoice(id).person, name: { uk, en: uk } });
const THREAD = aThread({ message_count: 2, allowed: ["read", "see_access", "post"] });
const SERVED = {
  ...EMPTY_API,
  [`GET /api/v1/groups/${GROUP_ID}/threads`]: { items: [THREAD], pinned: [], next_cursor: null, seq: 0 },
  "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
  [`GET /api/v1/threads/${THREAD_ID}`]: THREAD,
  [`GET /api/v1/threads/${THREAD_ID}/messages`]: windowOf([1, 2], 0),
  [`GET /api/v1/threads/${THREAD_ID}/readers`]: {
    items: [
      { person: named("olena", "Олена Гнатюк"), organisation: LYCEUM, ranges: [[1, 1]] },
      { person: named("oleh", "Олег Мороз"), organisation: null, ranges: [[1, 2]] },
    ],
  },
};

setupPageTest();

describe("how many have seen a message", () => {
  it("leads to who has and who has not, as it is now", async () => {
    const user = userEvent.setup();
    mockApi(SERVED);
    renderApp(`/threads/${THREAD_ID}`);
    const count = await screen.findByRole("button", { name: "Хто прочитав повідомлення 2: 1 із 2" });
    expect(await axeViolations()).toEqual([]);
    await user.click(count);
    const dialog = within(await screen.findByRole("dialog", { name: "Хто прочитав повідомлення 2" }));
    const listed = () => dialog.getAllByRole("listitem").map(({ textContent }) => textContent);
    expect(dialog.getByRole("heading", { name: "Ще не прочитали: 1" })).toBeDefined();
    expect(listed()).toEqual(["Олег Мороз", expect.stringMatching(/Олена Гнатюк.*Ліцей № 2/)]);
    expect(await axeViolations()).toEqual([]);
    const read = {
      type: "read" as const,
      topic: `thread:${THREAD_ID}`,
      person_id: "olena",
      ranges: [[2, 2]],
    };
    act(() => TestSocket.last?.say(read));
    expect(await dialog.findByText("Прочитали всі, хто бачить тему.")).toBeDefined();
    expect(dialog.getByRole("heading", { name: "Прочитали: 2" })).toBeDefined();
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(document.activeElement?.textContent).toBe("2 із 2");
  });

  it("names the organisations of which nobody has, and people of those of which somebody has", async () => {
    const police = { ...LYCEUM, id: "org-2", short_name: { uk: "Поліція", en: "Police" } };
    const reader = (id: string, uk: string, organisation: object, ranges: number[][]) => ({
      person: named(id, uk),
      organisation,
      ranges,
    });
    const items = [
      reader("olena", "Олена Гнатюк", LYCEUM, []),
      reader("oleh", "Олег Мороз", LYCEUM, [[1, 2]]),
      reader("ihor", "Ігор Бойко", police, []),
      reader("nina", "Ніна Сич", police, []),
    ];
    mockApi({ ...SERVED, [`GET /api/v1/threads/${THREAD_ID}/readers`]: { items } });
    renderApp(`/threads/${THREAD_ID}`);
    await userEvent.click(await screen.findByRole("button", { name: "Про тему" }));
    expect(await screen.findByText("Ще не бачили: Олена Гнатюк, Поліція.")).toBeDefined();
  });

  it("is told to no guest", async () => {
    mockApi({ ...SERVED, [`GET /api/v1/threads/${THREAD_ID}`]: { ...THREAD, allowed: ["read", "post"] } });
    renderApp(`/threads/${THREAD_ID}`);
    await screen.findByText("Повідомлення 2");
    expect(screen.queryByRole("button", { name: /Хто прочитав/ })).toBeNull();
  });
});
