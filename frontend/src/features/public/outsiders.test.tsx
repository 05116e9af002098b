import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { GROUP_ID } from "@/testing/realtime-samples";
import { EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";

const PAGE = {
  id: GROUP_ID,
  name: { uk: "Безпечна громада", en: "" },
  purpose: { uk: "Разом", en: "" },
  state: "active",
  cadence: { uk: "", en: "" },
  territory: { id: "place", name: { uk: "Калинодільська громада", en: "" } },
  founded_on: "2026-01-10",
  sectors: ["police"],
  missing: [],
};
const OPEN = {
  [`GET /api/v1/public/groups/${GROUP_ID}`]: PAGE,
  [`GET /api/v1/public/groups/${GROUP_ID}/promises`]: { items: [], next_cursor: null },
  [`GET /api/v1/public/groups/${GROUP_ID}/threads`]: { items: [], next_cursor: null },
};
const SIGNED_OUT = { ...EMPTY_API, "GET /api/v1/me": new ProblemResponse(401, "signed_out") };

setupPageTest();

describe("a link to a public group", () => {
  it.each([
    ["signed in", EMPTY_API],
    ["not signed in", SIGNED_OUT],
  ])("leads an outsider who is %s to its public page", async (_who, api) => {
    mockApi({ ...api, ...OPEN });
    renderApp(`/groups/${GROUP_ID}`);
    expect(await screen.findByRole("heading", { level: 1, name: "Безпечна громада" })).toBeDefined();
    expect(location.pathname).toBe(`/public/groups/${GROUP_ID}`);
    const signIn = screen.getByRole("link", { name: "Увійти" });
    expect(signIn.getAttribute("href")).toBe(`/sign-in?next=${encodeURIComponent(`/groups/${GROUP_ID}`)}`);
  });

  it("leads to the sign-in where the group has no public page", async () => {
    mockApi(SIGNED_OUT);
    renderApp(`/groups/${GROUP_ID}`);
    await waitFor(() => expect(location.pathname).toBe("/sign-in"));
  });

  it("is no page for a reader without access where the group has no public one", async () => {
    mockApi(EMPTY_API);
    renderApp(`/groups/${GROUP_ID}`);
    expect(await screen.findByText("Такої сторінки немає")).toBeDefined();
  });
});
