import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { ActionPageOut } from "@/api/generated/types.gen";
import { ACTION, PATH, page } from "@/testing/action-samples";
import { axeViolations, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

const CLOSED: Partial<ActionPageOut> = { audience: "thread", allowed: ["read", "widen"] };
const OFFER = { name: "Показати всій групі" };

async function asked() {
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", OFFER));
  return { user, dialog: within(await screen.findByRole("dialog", OFFER)) };
}

describe("an action item that only some see", () => {
  it("is shown to the group by who leads, once they have confirmed that they know what that means", async () => {
    let known = { ...ACTION, ...CLOSED };
    const sent: unknown[] = [];
    mockApi({
      ...page(CLOSED),
      [`GET ${PATH}`]: () => known,
      [`PATCH ${PATH}`]: async (request: Request) => {
        sent.push([request.headers.get("If-Match"), await request.json()]);
        known = { ...known, audience: "group", allowed: ["read"], version: 4 };
        return known;
      },
    });
    renderApp(`/actions/${ACTION.id}`);
    const { user, dialog } = await asked();
    expect(dialog.getByText(/усі, хто бере участь у групі «Безпека громади»/)).toBeDefined();
    const [seen, kept] = dialog.getAllByRole("list");
    expect(seen?.textContent).toMatch(/опис.*історію.*докази/);
    expect(kept?.textContent).toMatch(/тема, з якої виникло доручення/);
    await user.click(dialog.getByRole("button", OFFER));
    expect(await dialog.findByText("Підтвердьте, що група може це прочитати")).toBeDefined();
    expect(sent).toEqual([]);
    expect(await axeViolations()).toEqual([]);
    await user.click(dialog.getByRole("checkbox", { name: "Розумію: усе це прочитає вся група" }));
    await user.click(dialog.getByRole("button", OFFER));
    expect(await screen.findByText("Бачить група")).toBeDefined();
    expect(sent).toEqual([['"3"', { audience: "group" }]]);
    expect(screen.queryByRole("button", OFFER)).toBeNull();
  });

  it("is left as it is by Escape, and its discussion stays closed in any case", async () => {
    const discussion = { thread_id: "thread-9", unread: 0 };
    const { asked: requests } = mockApi(page({ ...CLOSED, discussion }));
    renderApp(`/actions/${ACTION.id}`);
    const { user, dialog } = await asked();
    expect(dialog.getByText("обговорення доручення")).toBeDefined();
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(requests.filter((one) => one.startsWith("PATCH"))).toEqual([]);
  });

  it("is not shown unseen when somebody has changed it since the confirmation", async () => {
    mockApi({ ...page(CLOSED), [`PATCH ${PATH}`]: new ProblemResponse(412, "stale") });
    renderApp(`/actions/${ACTION.id}`);
    const { user, dialog } = await asked();
    await user.click(dialog.getByRole("checkbox"));
    await user.click(dialog.getByRole("button", OFFER));
    expect(await screen.findByText(/Хтось уже змінив це/)).toBeDefined();
    expect(dialog.getByRole<HTMLInputElement>("checkbox").checked).toBe(false);
  });

  it("is shown by nobody else, and the history of one that was says so", async () => {
    const entry = {
      id: "h-1",
      kind: "tasks.action_edited",
      at: "2026-01-13T07:00:00Z",
      actor: null,
      by_link: null,
      data: { fields: ["audience"] },
      remark: null,
    };
    mockApi({
      ...page({ ...CLOSED, allowed: ["read", "edit"] }),
      [`GET ${PATH}/history`]: { items: [entry], next_cursor: null },
    });
    renderApp(`/actions/${ACTION.id}`);
    expect(await screen.findByText("Показано всій групі")).toBeDefined();
    expect(screen.queryByRole("button", OFFER)).toBeNull();
  });
});
