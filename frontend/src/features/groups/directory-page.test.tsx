import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { pick } from "@/testing/forms";
import { BASE, GROUP } from "@/testing/group-samples";
import { ORGANISATION } from "@/testing/members-samples";
import { axeViolations, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

describe("the directory", () => {
  const card = (id: string, name: string) => ({
    ...GROUP,
    id,
    name: { uk: name, en: "" },
    reads: false,
    sectors: ["police"],
    missing: [],
  });

  it("is searched by name and goes on page by page", async () => {
    mockApi({
      ...BASE,
      "GET /api/v1/groups/directory": (request: Request) => {
        const asked = new URL(request.url).searchParams;
        if (asked.get("q")) return { items: [card("far", "Яблунівська рада")], next_cursor: null };
        return asked.get("cursor")
          ? { items: [card("last", "Остання")], next_cursor: null }
          : { items: [card("first", "Перша")], next_cursor: "more" };
      },
    });
    renderApp("/groups/directory");
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Показати ще" }));
    expect(await screen.findByRole("heading", { name: "Остання" })).toBeDefined();
    expect(screen.getByRole("heading", { name: "Перша" })).toBeDefined();
    await user.type(screen.getByRole("searchbox", { name: "Назва" }), "яблу");
    expect(await screen.findByRole("heading", { name: "Яблунівська рада" })).toBeDefined();
    expect(screen.queryByRole("heading", { name: "Перша" })).toBeNull();
    expect(await axeViolations()).toEqual([]);
  });

  it("says where the reader's request waits, and shows dissolved groups on request", async () => {
    const asked = { id: "asked", state: "pending", group: { id: "first", name: { uk: "Перша", en: "" } } };
    mockApi({
      ...BASE,
      "GET /api/v1/me/join-requests": { items: [asked], next_cursor: null },
      "GET /api/v1/groups/directory": (request: Request) => {
        const dissolved = new URL(request.url).searchParams.get("dissolved") === "true";
        const found = dissolved
          ? [card("old", "Колишня")]
          : [card("first", "Перша"), card("last", "Остання")];
        return { items: found, next_cursor: null };
      },
    });
    renderApp("/groups/directory");
    expect(await screen.findByText("Прохання надіслано")).toBeDefined();
    expect(screen.queryByRole("button", { name: "Попросити місце: Перша" })).toBeNull();
    expect(screen.getByRole("button", { name: "Попросити місце: Остання" })).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "Розпущені групи" }));
    expect(await screen.findByRole("heading", { name: "Колишня" })).toBeDefined();
    await waitFor(() => expect(window.location.search).toBe("?dissolved=true"));
  });

  it("says that no group was dissolved, by a link, and that no name fits only where one was typed", async () => {
    mockApi({ ...BASE, "GET /api/v1/groups/directory": { items: [], next_cursor: null } });
    renderApp("/groups/directory?dissolved=true");
    expect(await screen.findByText("Розпущених груп немає")).toBeDefined();
    await userEvent.type(screen.getByRole("searchbox", { name: "Назва" }), "яблу");
    expect(await screen.findByText("Нічого не знайдено")).toBeDefined();
  });

  it("takes the keyboard to the word that a seat was asked for", async () => {
    const asked = { id: "asked", state: "pending", group: { id: "last", name: { uk: "Остання", en: "" } } };
    let requests: object[] = [];
    mockApi({
      ...BASE,
      "GET /api/v1/me/join-requests": () => ({ items: requests, next_cursor: null }),
      "GET /api/v1/groups/directory": { items: [card("last", "Остання")], next_cursor: null },
      "GET /api/v1/organisations": { items: [ORGANISATION], next_cursor: null },
      "POST /api/v1/groups/last/join-requests": () => {
        requests = [asked];
        return asked;
      },
    });
    renderApp("/groups/directory");
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Попросити місце: Остання" }));
    await pick(user, await screen.findByRole("combobox", { name: "Організація" }), ORGANISATION.name.uk);
    await user.type(screen.getByRole("textbox", { name: "Посада" }), "інспектор");
    await user.click(screen.getByRole("button", { name: "Надіслати прохання" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    const said = await screen.findByText("Прохання надіслано");
    await waitFor(() => expect(document.activeElement?.textContent).toBe(said.textContent));
    expect(await axeViolations()).toEqual([]);
  });
});
