import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { makePage } from "@/testing/factories";
import { BASE, OFFICE, PERSON } from "@/testing/register-samples";
import { ME, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

describe("offices across groups", () => {
  const ADMINISTRATOR = { ...ME, is_administrator: true };

  it("are ended with a reason, in the words of the server where it refuses", async () => {
    const sent: unknown[] = [];
    const end = async (request: Request) => {
      sent.push(await request.json());
      return sent.length === 1 ? new ProblemResponse(409, "already_ended") : undefined;
    };
    mockApi({ ...BASE, "GET /api/v1/me": ADMINISTRATOR, "DELETE /api/v1/offices/office-1": end });
    renderApp("/offices");
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Припинити: Олег Литвин" }));
    const dialog = await screen.findByRole("dialog");
    await user.type(within(dialog).getByLabelText("Причина"), "Інша робота");
    await user.click(within(dialog).getByRole("button", { name: "Припинити" }));
    await user.click(within(dialog).getByRole("button", { name: "Припинити" }));
    expect(await screen.findByText("Роль припинено цієї ж миті")).toBeDefined();
    expect(sent[1]).toEqual({ reason: "Інша робота" });
  });

  it("are shown to the last, page by page", async () => {
    const old = { ...OFFICE, id: "office-101", person: { ...PERSON, name: { uk: "Ірина Кравець", en: "" } } };
    mockApi({
      ...BASE,
      "GET /api/v1/me": ADMINISTRATOR,
      "GET /api/v1/offices": { items: [OFFICE], next_cursor: "more" },
      "GET /api/v1/offices?cursor=more": makePage(old),
    });
    renderApp("/offices");
    await userEvent.setup().click(await screen.findByRole("button", { name: "Показати ще" }));
    expect(await screen.findByText("Ірина Кравець")).toBeDefined();
    expect(screen.getByText("Олег Литвин")).toBeDefined();
    expect(screen.queryByRole("button", { name: "Показати ще" })).toBeNull();
  });

  it("are no page for others", async () => {
    const { asked } = mockApi(BASE);
    renderApp("/offices");
    expect(await screen.findByText("Такої сторінки немає")).toBeDefined();
    expect(asked.filter((one) => one === "GET /api/v1/offices")).toEqual([]);
  });
});
