import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { EditionOut } from "@/api/generated/types.gen";
import { DOSSIER_ID, PATH, page } from "@/testing/dossier-samples";
import { EDITION, EDITION_ID, REPORTS } from "@/testing/edition-samples";
import { aVoice } from "@/testing/realtime-samples";
import { axeViolations, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

const ADDRESS = `/dossiers/${DOSSIER_ID}`;
const PUBLICATION = `${PATH}/editions/${EDITION_ID}/publication`;
const PUBLISHED: EditionOut = {
  ...EDITION,
  published: true,
  publications: [
    {
      ...{ published_by: aVoice(), published_at: "2025-02-01T10:00:00Z" },
      ...{ withdrawn_by: null, withdrawn_at: null, withdrawal_reason: "" },
    },
  ],
  allowed: ["withdraw_edition"],
};

function open(editions: EditionOut[], more: object = {}) {
  mockApi({
    ...page({ allowed: ["read", "make_edition"] }),
    [`GET ${PATH}/editions`]: { items: editions },
    ...more,
  });
  renderApp(ADDRESS);
}

describe("the editions of a dossier", () => {
  it("are made for everybody with the reason of a correction", async () => {
    const sent: unknown[] = [];
    open([EDITION], {
      [`POST ${PATH}/editions`]: async (request: Request) => {
        sent.push(await request.json());
        return EDITION;
      },
    });
    await userEvent.click(await screen.findByRole("button", { name: "Зробити редакцію" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Зробити редакцію" }));
    await userEvent.click(dialog.getByRole("button", { name: "Зробити" }));
    expect(dialog.getByText("Напишіть, чому потрібна нова редакція")).toBeDefined();
    await userEvent.click(dialog.getByRole("checkbox", { name: /Для всіх/ }));
    await userEvent.type(dialog.getByRole("textbox", { name: "Чому нова редакція" }), "Помилка");
    await userEvent.click(dialog.getByRole("button", { name: "Зробити" }));
    await waitFor(() => expect(sent).toEqual([{ for_public: true, reason: "Помилка" }]));
  });

  it("are published after a question", async () => {
    const sent: unknown[] = [];
    open([{ ...EDITION, allowed: ["publish_edition"] }], {
      [`PUT ${PUBLICATION}`]: async (request: Request) => {
        sent.push(await request.json());
        return PUBLISHED;
      },
    });
    expect(await screen.findByText("Для всіх, ще не оприлюднено")).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "Дії з редакцією 2" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Оприлюднити…" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Оприлюднити редакцію 2" }));
    await userEvent.click(dialog.getByRole("button", { name: "Оприлюднити" }));
    await waitFor(() => expect(sent).toEqual([{}]));
  });

  it("are withdrawn with a reason, and bring both papers", async () => {
    const sent: unknown[] = [];
    open([PUBLISHED], {
      [`DELETE ${PUBLICATION}`]: async (request: Request) => {
        sent.push(await request.json());
        return EDITION;
      },
    });
    const published = await screen.findByRole("link", { name: "Оприлюднено 01.02.2025" });
    expect(published.getAttribute("href")).toBe(`/public/editions/${EDITION_ID}`);
    await userEvent.click(screen.getByRole("button", { name: "Дії з редакцією 2" }));
    const paper = await screen.findByRole("menuitem", { name: "PDF українською" });
    expect(paper.getAttribute("href")).toBe(`${PATH}/editions/${EDITION_ID}/pdf?language=uk`);
    await userEvent.click(screen.getByRole("menuitem", { name: "Відкликати…" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Відкликати редакцію 2" }));
    await userEvent.type(dialog.getByRole("textbox", { name: "Причина" }), "Хибне число");
    await userEvent.click(dialog.getByRole("button", { name: "Відкликати" }));
    await waitFor(() => expect(sent).toEqual([{ reason: "Хибне число" }]));
  });

  it("are read on a page of their own", async () => {
    mockApi({
      ...page(),
      [`GET ${PATH}/editions/${EDITION_ID}`]: { ...EDITION, reports: REPORTS },
    });
    renderApp(`${ADDRESS}/editions/${EDITION_ID}`);
    expect(await screen.findByRole("heading", { level: 1, name: "Огляд укриттів" })).toBeDefined();
    const paper = screen.getByRole("link", { name: "PDF англійською" });
    expect(paper.getAttribute("href")).toBe(`${PATH}/editions/${EDITION_ID}/pdf?language=en`);
    expect(await axeViolations()).toEqual([]);
  });

  it("are no card where a kind has none", async () => {
    mockApi(page());
    renderApp(ADDRESS);
    expect(await screen.findByRole("heading", { name: "Історія" })).toBeDefined();
    expect(screen.queryByRole("heading", { name: "Редакції звіту" })).toBeNull();
  });
});
