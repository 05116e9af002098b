import { fireEvent, screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { aThread, aVoice, GROUP_ID, THREAD_ID, windowOf } from "@/testing/realtime-samples";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const THREAD = aThread({
  message_count: 1,
  reading: { ranges: [[1, 1]], unread: 0, first_unread: null },
  allowed: ["read", "see_access", "mark_read", "follow", "post", "support"],
});
const BASE = {
  ...EMPTY_API,
  [`GET /api/v1/groups/${GROUP_ID}/threads`]: { items: [THREAD], next_cursor: null, seq: 0 },
  "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
  [`GET /api/v1/threads/${THREAD_ID}`]: THREAD,
  [`GET /api/v1/threads/${THREAD_ID}/messages`]: windowOf([1], 0),
  [`GET /api/v1/threads/${THREAD_ID}/readers`]: {
    items: [{ person: aVoice("0190-oksana").person, organisation: null, ranges: [[1, 1]] }],
  },
};

setupPageTest();

async function opened() {
  mockApi(BASE);
  renderApp(`/threads/${THREAD_ID}`);
  const field = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: "Текст повідомлення" });
  await screen.findByTitle(/Прочитали/);
  return { field, user: userEvent.setup() };
}

async function withBar() {
  const { field, user } = await opened();
  await user.click(screen.getByRole("button", { name: "Оформлення тексту" }));
  return { field, user, bar: screen.getByRole("toolbar", { name: "Оформлення тексту" }) };
}

describe("who does not know the marks", () => {
  it("presses for them, and presses again to take them off", async () => {
    const { field, user, bar } = await withBar();
    await user.type(field, "Прошу всіх");
    field.setSelectionRange(6, 10);
    const bold = within(bar).getByRole("button", { name: "Жирний (Ctrl+B)" });
    await user.click(bold);
    expect(field.value).toBe("Прошу **всіх**");
    expect(document.activeElement).toBe(field);
    expect(bold.getAttribute("aria-pressed")).toBe("true");
    expect(await axeViolations()).toEqual([]);
    await user.click(bold);
    expect(field.value).toBe("Прошу всіх");
    expect(bold.getAttribute("aria-pressed")).toBe("false");
  });

  it("reaches them with one Tab and the arrows", async () => {
    const { user, bar } = await withBar();
    const [first, second] = within(bar).getAllByRole("button");
    first?.focus();
    await user.keyboard("{ArrowRight}");
    expect(document.activeElement).toBe(second);
    await user.keyboard("{Home}{ArrowLeft}");
    const last = within(bar).getByRole("button", { name: "Показати, як це виглядатиме" });
    expect(document.activeElement).toBe(last);
    expect(
      within(bar)
        .getAllByRole("button")
        .filter((one) => one.tabIndex === 0),
    ).toEqual([last]);
  });

  it("sees how it will look, names and all, as it is written", async () => {
    const { field, user, bar } = await withBar();
    await user.click(within(bar).getByRole("button", { name: "Показати, як це виглядатиме" }));
    const look = await screen.findByRole("region", { name: "Як це виглядатиме" });
    await user.type(field, "@окс{Enter}прошу <b>**всіх**");
    expect(look.querySelector("strong")?.textContent).toBe("всіх");
    expect(look.querySelector("[data-mention]")?.textContent).toBe("@Оксана Мельничук");
    expect(look.querySelector("b")).toBeNull();
    expect(await axeViolations()).toEqual([]);
  });

  it("finds them open the next time, at this device", async () => {
    const { user } = await withBar();
    expect(localStorage.getItem("viche-formatting")).toBe("on");
    await user.click(screen.getByRole("button", { name: "Оформлення тексту" }));
    expect(screen.queryByRole("toolbar")).toBeNull();
    expect(localStorage.getItem("viche-formatting")).toBe("off");
  });
});

describe("who writes with the keys", () => {
  it("marks words in any layout, and takes it off again", async () => {
    const { field, user } = await opened();
    await user.type(field, "всіх");
    field.setSelectionRange(0, 4);
    fireEvent.keyDown(field, { key: "и", code: "KeyB", ctrlKey: true });
    expect(field.value).toBe("**всіх**");
    fireEvent.keyDown(field, { key: "ш", code: "KeyI", metaKey: true });
    expect(field.value).toBe("***всіх***");
    fireEvent.keyDown(field, { key: "b", code: "KeyB", ctrlKey: true });
    expect(field.value).toBe("*всіх*");
    // With another layout of Latin letters the letter counts, not the place.
    expect(fireEvent.keyDown(field, { key: "x", code: "KeyB", ctrlKey: true })).toBe(true);
    expect(field.value).toBe("*всіх*");
  });

  it("goes on with a list by Enter, but chooses a name first", async () => {
    const { field, user } = await opened();
    await user.type(field, "- перше{Enter}@окс");
    expect(screen.getAllByRole("option")).toHaveLength(1);
    await user.type(field, "{Enter}");
    expect(field.value).toBe("- перше\n- @Оксана Мельничук ");
    await user.type(field, "{Enter}{Enter}далі");
    expect(field.value).toBe("- перше\n- @Оксана Мельничук \n\nдалі");
  });
});
