import { screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import type { AccountabilityOut } from "@/api/generated/types.gen";
import { BASE, GROUP, GROUP_PATH } from "@/testing/group-samples";
import { GROUP_ID } from "@/testing/realtime-samples";
import { axeViolations, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

const TALLY = { total: 3, open: 2, late: 1, late_at_first: 2, blocked: 0, done: 0, proved: 1, dropped: 0 };
const COUNCIL = {
  id: "01900000-0000-7000-8000-00000000000c",
  name: { uk: "Міська рада", en: "Council" },
  short_name: { uk: "Рада", en: "Council" },
  on_behalf: { uk: "міської ради", en: "the council" },
  sector: "local_government" as const,
};
const ACCOUNT: AccountabilityOut = {
  first: "2026-01-01",
  last: "2026-01-30",
  day: "2026-01-30",
  states: {
    proposed: 0,
    accepted: 0,
    in_progress: 2,
    blocked: 0,
    done: 0,
    verified: 1,
    closed: 0,
    cancelled: 0,
    declined: 0,
  },
  total: TALLY,
  sectors: [{ sector: "local_government", tally: TALLY }],
  owners: [{ owner: COUNCIL, outside: false, tally: TALLY, shared: { ...TALLY, total: 4, late: 0 } }],
  ages: [{ first_day: 0, last_day: null, since: null, until: "2026-01-30", count: 2 }],
  lateness: [{ first_day: 1, last_day: null, since: null, until: "2026-01-29", count: 1, count_at_first: 2 }],
  months: [{ first: "2026-01-01", last: "2026-01-30", made: 3, verified: 1 }],
  lead: { count: 1, median: 12.5 },
  kept: { first: "2026-01-01", last: "2026-01-29", due: 3, kept: 2 },
  kept_at_first: { first: "2026-01-01", last: "2026-01-29", due: 4, kept: 1 },
  definitions: [{ name: "kept", meaning: { uk: "Частка вчасного", en: "The share on time" } }],
};
const PATH = `${GROUP_PATH}/accountability`;

it("says how a group keeps its word, each figure with the list that it counts", async () => {
  const { asked } = mockApi({
    ...BASE,
    [`GET ${GROUP_PATH}`]: { ...GROUP, role: "observer" as const },
    [`GET ${PATH}`]: ACCOUNT,
  });
  renderApp(`/groups/${GROUP_ID}/accountability`);
  const sentence = /^З 01.01.2026 до 30.01.2026 група працювала над 3 дорученнями; вчасно виконано 67\s?%/;
  expect(await screen.findByText(sentence)).toBeDefined();
  const numbers = screen.getAllByRole("definition").map((one) => within(one).getAllByRole("link")[0]);
  expect(numbers.map((one) => one?.textContent)).toEqual(["3", "2", "1", "1"]);
  expect(screen.queryByRole("table")).toBeNull();
  expect(await axeViolations()).toEqual([]);
  await userEvent.click(screen.getByRole("button", { name: "Докладно", expanded: false }));
  const punctual = within(await screen.findByRole("region", { name: "Чи вчасно" }));
  expect(punctual.getByText("Частка вчасного")).toBeDefined();
  expect(punctual.getByText(/^67\s?%$/)).toBeDefined();
  expect(punctual.getByText(/^25\s?%$/)).toBeDefined();
  expect(punctual.getByRole("link", { name: "4" }).getAttribute("href")).toBe(
    `/actions?group=${GROUP_ID}&view=list&among=owed&first_due_from=2026-01-01&first_due_to=2026-01-29`,
  );
  const row = within(screen.getByRole("row", { name: /^Рада \d/ }));
  expect(row.getAllByRole("cell").map((one) => one.textContent)).toEqual(["3", "2", "1", "0", "1"]);
  expect(row.getAllByRole("link")[2]?.getAttribute("href")).toContain(`late=yes&owner=${COUNCIL.id}`);
  const shared = within(screen.getByRole("row", { name: /^Рада, як співвиконавець/ }));
  expect(shared.getAllByRole("cell").map((one) => one.textContent)).toEqual(["4", "2", "0", "0", "1"]);
  expect(shared.getAllByRole("link")[0]?.getAttribute("href")).toContain(`coowner=${COUNCIL.id}`);
  expect(await axeViolations()).toEqual([]);
  await userEvent.click(screen.getAllByRole("button", { name: /^20\d\d$/ })[0] as HTMLElement);
  await expect.poll(() => asked.filter((one) => one.includes("first=")).length).toBe(1);
});

it("counts from a day to a day that somebody chooses, and says what is wrong with them", async () => {
  const { asked } = mockApi({
    ...BASE,
    [`GET ${GROUP_PATH}`]: { ...GROUP, role: "observer" as const },
    [`GET ${PATH}`]: ACCOUNT,
  });
  renderApp(`/groups/${GROUP_ID}/accountability`);
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Свій період" }));
  const last = screen.getByRole("textbox", { name: /Останній день/ });
  await user.type(screen.getByRole("textbox", { name: /Перший день/ }), "01.09.2025");
  await user.type(last, "31.08.2025");
  await user.click(screen.getByRole("button", { name: "Показати" }));
  expect(await screen.findByText("Останній день раніший за перший")).toBeDefined();
  await user.clear(last);
  await user.type(last, "30.11.2025");
  await user.click(screen.getByRole("button", { name: "Показати" }));
  await expect.poll(() => asked.some((one) => one.includes("first=2025-09-01&last=2025-11-30"))).toBe(true);
  expect(screen.getByRole("button", { name: "Свій період" }).getAttribute("aria-pressed")).toBe("true");
  expect(await axeViolations()).toEqual([]);
});
