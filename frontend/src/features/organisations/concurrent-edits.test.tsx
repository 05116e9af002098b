import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { BASE, ORGANISATION } from "@/testing/register-samples";
import { renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

describe("an organisation that somebody else changes meanwhile", () => {
  it("keeps what was typed, and reverts nothing that somebody else has changed meanwhile", async () => {
    const sent: unknown[] = [];
    const theirs = { ...ORGANISATION, phone: "103", short_name: { uk: "Молодь", en: "" }, version: 4 };
    const change = async (request: Request) => {
      sent.push([request.headers.get("If-Match"), await request.json()]);
      return sent.length === 1 ? new ProblemResponse(412, "stale") : theirs;
    };
    mockApi({
      ...BASE,
      "GET /api/v1/organisations/o-1": () => (sent.length === 0 ? ORGANISATION : theirs),
      "PATCH /api/v1/organisations/o-1": change,
    });
    renderApp("/organisations/o-1/edit");
    const user = userEvent.setup();
    const name = await screen.findByLabelText(/^Повна назва \*/);
    await user.type(name, " міста");
    await user.click(screen.getByRole("button", { name: "Зберегти" }));
    expect(await screen.findByText(/Хтось уже змінив це/)).toBeDefined();
    expect(await screen.findByDisplayValue("Молодь")).toBeDefined();
    await user.click(screen.getByRole("button", { name: "Зберегти" }));
    await waitFor(() => expect(sent).toHaveLength(2));
    const body = { name: "Рада молоді міста" };
    expect(sent).toEqual([
      ['"3"', body],
      ['"4"', body],
    ]);
  });

  it("sends of its contacts what was typed, and shows what somebody else has changed", async () => {
    const sent: unknown[] = [];
    const theirs = { ...ORGANISATION, phone: "103", version: 4 };
    const change = async (request: Request) => {
      sent.push([request.headers.get("If-Match"), await request.json()]);
      return sent.length === 1 ? new ProblemResponse(412, "stale") : theirs;
    };
    mockApi({
      ...BASE,
      "GET /api/v1/organisations/o-1": () => (sent.length === 0 ? ORGANISATION : theirs),
      "PATCH /api/v1/organisations/o-1/contacts": change,
    });
    renderApp("/organisations/o-1");
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Змінити контакти" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.type(dialog.getByLabelText("Сайт"), "https://rada.example");
    await user.click(dialog.getByRole("button", { name: "Зберегти" }));
    expect(await screen.findByText(/Хтось уже змінив це/)).toBeDefined();
    expect(await dialog.findByDisplayValue("103")).toBeDefined();
    await user.click(dialog.getByRole("button", { name: "Зберегти" }));
    expect(await screen.findByText("Контакти збережено")).toBeDefined();
    const body = { website: "https://rada.example" };
    expect(sent).toEqual([
      ['"3"', body],
      ['"4"', body],
    ]);
  });
});
