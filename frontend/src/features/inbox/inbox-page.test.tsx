import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const THREAD = { kind: "thread", id: "01a21ae7-3a10-7734-aa1b-2c99f76bce01" };
const at = (minute: number) => `2026-01-12T07:${String(minute).padStart(2, "0")}:00Z`;

function notice(number: number, more: object = {}) {
  return {
    ...{
      id: `n-${number}`,
      kind: "dialogue.message_addressed",
      url: `/threads/${THREAD.id}?message=${number}`,
    },
    ...{ title: { uk: `Звістка ${number}`, en: "" }, body: { uk: "", en: "" }, reason: { uk: "", en: "" } },
    ...{ offers: [], about: THREAD, needs_answer: false, restricted: false },
    ...{ created_at: at(number), read_at: null, ...more },
  };
}

const ASKED = notice(9, { needs_answer: true });
const ALONE = notice(5, { about: null, url: "/settings", read_at: at(6) });

function inbox(answers: object[], news: object[], more: Record<string, unknown> = {}) {
  return {
    ...EMPTY_API,
    "GET /api/v1/notifications?needs_answer=true": { items: answers, next_cursor: null },
    "GET /api/v1/notifications?needs_answer=false": { items: news, next_cursor: null },
    ...more,
  };
}

const part = (name: string) => screen.findByRole("region", { name });

setupPageTest();

describe("the inbox", () => {
  it("keeps what needs an answer apart from what is for information, one row for each thread", async () => {
    mockApi(inbox([ASKED], [notice(8), ALONE, notice(4), notice(3)]));
    renderApp("/inbox");
    const answers = within(await part("Потребує відповіді"));
    expect(answers.getAllByRole("listitem")).toHaveLength(1);
    expect(answers.getByRole("link", { name: "Звістка 9" })).toBeTruthy();
    const news = within(await part("До відома"));
    expect(news.getAllByRole("link").map((one) => one.textContent)).toEqual(["Звістка 8", "Звістка 5"]);
    await userEvent.click(news.getByRole("button", { name: "Ще 2 сповіщення" }));
    expect(news.getAllByRole("link").map((one) => one.textContent)).toEqual([
      ...["Звістка 8", "Звістка 4", "Звістка 3", "Звістка 5"],
    ]);
    expect(news.getAllByRole("img", { name: "Нове" })).toHaveLength(1);
    expect(await axeViolations()).toEqual([]);
  });

  it("marks an unfolded notification by itself", async () => {
    const { asked } = mockApi(
      inbox([], [notice(8), notice(4)], {
        "PUT /api/v1/notifications/n-4/read": notice(4, { read_at: at(9) }),
      }),
    );
    renderApp("/inbox");
    const news = within(await part("До відома"));
    await userEvent.click(news.getByRole("button", { name: "Ще 1 сповіщення" }));
    await userEvent.click(news.getByRole("link", { name: "Звістка 4" }));
    await waitFor(() => expect(asked).toContain("PUT /api/v1/notifications/n-4/read"));
  });

  it("marks a whole group by its newest", async () => {
    const { asked } = mockApi(
      inbox([], [notice(8), notice(4)], { "PUT /api/v1/notifications/n-8/read-group": { marked: 2 } }),
    );
    renderApp("/inbox");
    await userEvent.click(await screen.findByRole("button", { name: "Позначити прочитаним: Звістка 8" }));
    await waitFor(() => expect(asked).toContain("PUT /api/v1/notifications/n-8/read-group"));
  });

  it("marks a row as read without losing the keyboard: the focus is on its link then", async () => {
    let shown = [notice(8)];
    mockApi(
      inbox([], [], {
        "GET /api/v1/notifications?needs_answer=false": () => ({ items: shown, next_cursor: null }),
        "PUT /api/v1/notifications/n-8/read-group": () => {
          shown = [notice(8, { read_at: at(9) })];
          return { marked: 1 };
        },
      }),
    );
    renderApp("/inbox");
    await userEvent.click(await screen.findByRole("button", { name: "Позначити прочитаним: Звістка 8" }));
    await waitFor(() => expect(screen.queryByRole("button", { name: /^Позначити прочитаним/ })).toBeNull());
    expect(document.activeElement).toBe(screen.getByRole("link", { name: "Звістка 8" }));
  });

  it("says why a row could not be marked as read", async () => {
    const refused = new ProblemResponse(409, "paused");
    mockApi(inbox([], [notice(8)], { "PUT /api/v1/notifications/n-8/read-group": refused }));
    renderApp("/inbox");
    const button = await screen.findByRole("button", { name: "Позначити прочитаним: Звістка 8" });
    await userEvent.click(button);
    expect(await screen.findByText("paused")).toBeTruthy();
    expect(button.ariaBusy).toBeNull();
  });

  it("says where nothing waits", async () => {
    mockApi(inbox([], [ALONE]));
    renderApp("/inbox");
    expect(within(await part("Потребує відповіді")).getByText("Нічого не чекає на вас.")).toBeTruthy();
  });

  it("is one empty page before the first notification", async () => {
    mockApi(inbox([], []));
    renderApp("/inbox");
    expect(await screen.findByText("Тут ще нічого немає")).toBeTruthy();
    expect(screen.queryByRole("region", { name: "До відома" })).toBeNull();
  });
});
