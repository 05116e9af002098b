import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { PublicEditionOut } from "@/api/generated/types.gen";
import { EDITION, EDITION_ID, REPORTS } from "@/testing/edition-samples";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

const ADDRESS = `/public/editions/${EDITION_ID}`;
const { id, number, reason, sha256, made_at } = EDITION;
const SHOWN: PublicEditionOut = {
  ...{ id, number, reason, sha256, made_at, kind: "recommendations", reports: REPORTS, later_id: null },
  ...{ group: { uk: "Безпека громади", en: "Community safety" }, published_at: "2025-02-01T10:00:00Z" },
};

function open(answer: PublicEditionOut | ProblemResponse) {
  mockApi({
    ...EMPTY_API,
    "GET /api/v1/me": new ProblemResponse(401, "signed_out"),
    [`GET /api/v1${ADDRESS}`]: answer,
  });
  renderApp(ADDRESS);
}

describe("the page of a published edition", () => {
  it("draws every kind of block, and leaves out what is for paper or not known", async () => {
    open(SHOWN);
    expect(await screen.findByRole("heading", { level: 1, name: "Огляд укриттів" })).toBeDefined();
    expect(screen.getByText("21 з 24 (88 %)")).toBeDefined();
    expect(screen.getByText("Прийнято").closest("li")?.textContent).toContain("17 з 24");
    const table = within(screen.getByRole("table"));
    expect(table.getByRole("rowheader", { name: "Дороги" })).toBeDefined();
    expect(screen.getByRole("heading", { level: 2, name: "Відхилено: 1, і ось чому" })).toBeDefined();
    expect(screen.getByRole("heading", { level: 3, name: "№ 4/2026. Притулок" })).toBeDefined();
    expect(screen.getByText("Перевірити двері")).toBeDefined();
    expect(screen.getByText("Ірина Гнатюк, голова")).toBeDefined();
    expect(screen.queryByText("Новий вид")).toBeNull();
    expect(await axeViolations()).toEqual([]);
  });

  it("says its number, what it corrects and its digest, and brings both papers", async () => {
    open({ ...SHOWN, later_id: "01900000-0000-7000-8000-0000000000e2" });
    expect(await screen.findByText("Редакція 2 від 31.01.2025")).toBeDefined();
    expect(screen.getByText("Замінює редакцію 1: у редакції 1 одну пораховано двічі")).toBeDefined();
    expect(screen.getByText(`SHA-256 ${EDITION.sha256}`)).toBeDefined();
    const paper = (name: string) => screen.getByRole("link", { name }).getAttribute("href");
    expect(paper("PDF українською")).toBe(`/api/v1${ADDRESS}/pdf?language=uk`);
    expect(paper("PDF англійською")).toBe(`/api/v1${ADDRESS}/pdf?language=en`);
    expect(screen.getByRole("link", { name: "Є новіша редакція" }).getAttribute("href")).toContain("e2");
    await userEvent.click(screen.getByRole("button", { name: "English" }));
    expect(await screen.findByRole("heading", { level: 1, name: "Shelters" })).toBeDefined();
  });

  it("says that there is none once it was withdrawn", async () => {
    open(new ProblemResponse(404, "not_found"));
    expect(await screen.findByText("Цю редакцію не оприлюднено, або її відкликали.")).toBeDefined();
  });
});
