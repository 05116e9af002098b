import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { FiguresOut, ScorecardOut } from "@/api/generated/types.gen";
import { GROUP, POLICE } from "@/testing/members-samples";
import { GROUP_ID } from "@/testing/realtime-samples";
import { RECOMMENDATION, WORDS } from "@/testing/recommendation-samples";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

const QUIET = { addEventListener: () => undefined, removeEventListener: () => undefined };

function figures(issued: number, ...counts: [number, number, number, number]): FiguresOut {
  const [answered, accepted, implemented, verified] = counts.map((count) => ({
    count,
    of: issued,
    percent: issued < 10 ? null : Math.round((100 * count) / issued),
  })) as [FiguresOut["answered"], ...FiguresOut["answered"][]];
  return { issued, answered, accepted, implemented, verified } as FiguresOut;
}

const SCORECARD: ScorecardOut = {
  total: figures(24, 21, 17, 9, 7),
  responses: [
    { response: "pending", count: 3 },
    { response: "accepted", count: 13 },
    { response: "partly", count: 4 },
  ],
  marks: [
    { mark: "verified", count: 7 },
    { mark: "rejected", count: 3 },
    { mark: "closed", count: 0 },
  ],
  by_addressee: [{ addressee: POLICE, addressee_outside: false, ...figures(7, 6, 4, 2, 2) }],
  by_theme: [{ theme: "policing", ...figures(24, 21, 17, 9, 7) }],
  by_year: [
    { year: 2026, ...figures(20, 18, 15, 8, 6) },
    { year: 2025, ...figures(4, 3, 2, 1, 1) },
  ],
  rejected: [
    {
      ...RECOMMENDATION,
      response: "rejected",
      response_reason: "Бракує коштів",
      responded_at: "2026-03-11T08:00:00Z",
    },
  ],
};

function open(path = "/recommendations/scorecard") {
  const { asked } = mockApi({
    ...EMPTY_API,
    "GET /api/v1/recommendations/words": WORDS,
    "GET /api/v1/recommendations/scorecard": SCORECARD,
    "GET /api/v1/groups": { items: [GROUP], next_cursor: null },
  });
  renderApp(path);
  return asked;
}

describe("the scorecard", () => {
  it("says each rate with what it is a rate of, and what was rejected with the reason", async () => {
    vi.stubGlobal("matchMedia", (media: string) => ({ matches: true, media, ...QUIET }));
    open();
    const heads = within(await screen.findByRole("region", { name: "Головні числа" }));
    expect(heads.getByText("21 з 24")).toBeDefined();
    expect(heads.getByText("88 %")).toBeDefined();
    expect(heads.getByText("3 без відповіді")).toBeDefined();
    expect(heads.getByText("13 повністю, 4 частково")).toBeDefined();
    expect(screen.getByText(/24 рекомендації з тих, що ви можете читати/)).toBeDefined();
    expect(screen.getByRole("img", { name: "підтверджено: 7, відхилено: 3" }).children).toHaveLength(10);
    const police = within(screen.getByRole("region", { name: "За адресатом" })).getAllByRole("row")[1];
    expect(police?.textContent).toContain("6 з 7");
    expect(police?.textContent).not.toContain("%");
    expect(screen.getByRole("heading", { name: "Відхилено: 1, і ось чому" })).toBeDefined();
    expect(screen.getByText("Бракує коштів")).toBeDefined();
    expect(screen.getByRole("link", { name: "Підсумок", current: "page" })).toBeDefined();
    expect(await axeViolations()).toEqual([]);
  });

  it("folds its tables on a phone, and has them as a file", async () => {
    open();
    const fold = await screen.findByRole("button", { name: "За темою" });
    expect(screen.queryByRole("table")).toBeNull();
    await userEvent.click(fold);
    expect(screen.getByRole("rowheader", { name: "Разом" })).toBeDefined();
    const csv = screen.getByRole("link", { name: "CSV" }).getAttribute("href") ?? "";
    expect(Object.fromEntries(new URL(csv, window.location.origin).searchParams)).toMatchObject({
      ...{ group: GROUP_ID, kind: "csv" },
    });
  });

  it("is asked for one dossier and one year", async () => {
    const asked = open("/recommendations/scorecard?dossier=dossier-1");
    await userEvent.click(await screen.findByRole("button", { name: "Рік видання: Усі роки" }));
    await userEvent.click(await screen.findByRole("menuitemradio", { name: "2025" }));
    await waitFor(() =>
      expect(asked.some((one) => one.includes("dossier=dossier-1") && one.includes("year=2025"))).toBe(true),
    );
  });
});
