import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { CENTRE, ROW } from "@/testing/control-samples";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

const TOTALS = {
  ...{ authority: CENTRE, authority_outside: false },
  ...{ asked: 7, in_time: 4, late: 1, silent: 1, refused: 0, open: 1 },
};

function open(path: string, totals: object[] = [TOTALS], more: object = {}) {
  const { asked } = mockApi({
    ...EMPTY_API,
    "GET /api/v1/groups": { items: [], next_cursor: null },
    "GET /api/v1/control-replies": { items: totals.length > 0 ? [ROW] : [], next_cursor: null },
    "GET /api/v1/control-replies/totals": { items: totals },
    "GET /api/v1/public/control-replies": { items: totals },
    ...more,
  });
  renderApp(path);
  return asked;
}

it("counts by authority, each number with what it is of, and lists the reports", async () => {
  open("/control-replies");
  const card = within(await screen.findByRole("region", { name: "За органами" }));
  const figures = (await card.findAllByRole("term")).map(
    (term) => `${term.textContent}: ${term.nextElementSibling?.textContent}`,
  );
  expect(figures).toEqual([
    ...["Вчасно: 4 з 7", "Із запізненням: 1 з 7", "Відмова: 0 з 7", "Мовчання: 1 з 7", "Ще чекаємо: 1 з 7"],
  ]);
  const row = (await screen.findByRole("link", { name: "Візит" })).closest("li");
  expect(row?.textContent).toContain("Ізолятор");
  expect(row?.textContent).toContain("Приклад значень, не юридична порада");
  expect(screen.getByRole("link", { name: "Відповіді органів", current: "page" })).toBeDefined();
  expect(await axeViolations()).toEqual([]);
});

it("keeps its filters in the address and asks the server for them", async () => {
  const asked = open("/control-replies?mechanism=visit&outcome=nothing");
  await screen.findByRole("link", { name: "Візит" });
  expect(asked.some((one) => one.includes("totals?mechanism=visit") && !one.includes("outcome"))).toBe(true);
  await userEvent.click(screen.getByRole("button", { name: "Орган: Усі" }));
  await userEvent.click(await screen.findByRole("menuitemradio", { name: "Ізолятор" }));
  await waitFor(() => expect(location.search).toContain("authority=org-9"));
  await waitFor(() => expect(asked.some((one) => /replies\?.*authority=org-9/.test(one))).toBe(true));
});

it("says that there is nothing, or nothing that fits", async () => {
  open("/control-replies?outcome=silent", []);
  expect(await screen.findByText("Таких відповідей немає")).toBeDefined();
  await userEvent.click(screen.getByRole("button", { name: "Скинути фільтр" }));
  expect(await screen.findByText("Звітів ще не надсилали")).toBeDefined();
});

it("says that it could not be loaded", async () => {
  open("/control-replies", [], { "GET /api/v1/control-replies/totals": new ProblemResponse(500, "broken") });
  expect(await screen.findByText("Не вдалося завантажити")).toBeDefined();
});

it("has a page for everybody, without a sign-in", async () => {
  open("/public/control-replies", [TOTALS], { "GET /api/v1/me": new ProblemResponse(401, "not_signed_in") });
  expect(await screen.findByText("4 з 7")).toBeDefined();
  expect(screen.getByText("7 звітів")).toBeDefined();
  expect(await axeViolations()).toEqual([]);
});
