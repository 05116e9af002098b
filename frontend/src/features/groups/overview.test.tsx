import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { BASE, GROUP, GROUP_PATH, NOTHING } from "@/testing/group-samples";
import { GROUP_ID } from "@/testing/realtime-samples";
import { axeViolations, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

describe("what every reader of a group finds on its overview", () => {
  const READER = { ...GROUP, role: "member" as const, allowed: ["read"] };
  const threads = {
    [`GET ${GROUP_PATH}/threads`]: { ...NOTHING, seq: 0 },
    "GET /api/v1/action-items": NOTHING,
  };

  it("says why it rests or is over, without any step", async () => {
    const step = { id: "s", before: "active", after: "suspended", reason: "Ремонт зали", person: null };
    const past = { items: [{ ...step, at: "2026-01-20T10:00:00Z" }], next_cursor: null };
    mockApi({
      ...BASE,
      ...threads,
      [`GET ${GROUP_PATH}`]: { ...READER, state: "suspended" },
      [`GET ${GROUP_PATH}/transitions`]: past,
    });
    renderApp(`/groups/${GROUP_ID}`);
    const card = await screen.findByRole("region", { name: "Як змінювався стан групи" });
    expect(await within(card).findByText("Ремонт зали")).toBeDefined();
    expect(within(card).getByText("призупинена")).toBeDefined();
    expect(within(card).queryByRole("button")).toBeNull();
    expect(await axeViolations()).toEqual([]);
  });

  it("is resumed in words of its own by who may", async () => {
    const resting = { ...GROUP, state: "suspended" as const, allowed: ["read", "edit", "activate"] };
    mockApi({ ...BASE, ...threads, [`GET ${GROUP_PATH}`]: resting });
    renderApp(`/groups/${GROUP_ID}/settings`);
    await userEvent.click(await screen.findByRole("button", { name: "Відновити роботу" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Відновити роботу" }));
    expect(dialog.getByText(/Учасники знову зможуть писати/)).toBeDefined();
    expect(dialog.queryByText(/публічну сторінку/)).toBeNull();
  });

  it("tells what it was founded with", async () => {
    const charter = { mandate_document: "Розпорядження № 7", quorum: 5, cadence: { uk: "Щосереди", en: "" } };
    mockApi({ ...BASE, ...threads, [`GET ${GROUP_PATH}`]: { ...READER, ...charter, state: "active" } });
    renderApp(`/groups/${GROUP_ID}`);
    const card = await screen.findByRole("region", { name: "Про групу" });
    const facts = within(card).getAllByRole("definition");
    const who = "Усі, хто входить у систему";
    const told = ["Розпорядження № 7", "Щосереди", "5 учасників", "Правила групи", who];
    expect(facts.map((one) => one.textContent)).toEqual(told);
    expect(screen.queryByRole("region", { name: "Як змінювався стан групи" })).toBeNull();
    const address = (name: string) => screen.getByRole("link", { name }).getAttribute("href");
    expect(["Рішення", "Засідання", "Протоколи", "Правила групи"].map(address)).toEqual(
      ["decisions", "meetings", "minutes", "decisions"].map((part) => `/groups/${GROUP_ID}/${part}`),
    );
  });
});

describe("the public page of a group", () => {
  const SHOWN = { ...GROUP, state: "active" as const, visibility: "public" as const };
  const CARDS = [`/groups/${GROUP_ID}`, `/groups/${GROUP_ID}/settings`];

  it.each(CARDS)("is linked from %s, to look at and to pass on", async (address) => {
    mockApi({ ...BASE, [`GET ${GROUP_PATH}`]: SHOWN });
    renderApp(address);
    const user = userEvent.setup();
    const card = await screen.findByRole("region", { name: "Про групу" });
    const link = within(card).getByRole("link", { name: "Публічна сторінка" });
    expect(link.getAttribute("href")).toBe(`/public/groups/${GROUP_ID}`);
    await user.click(within(card).getByRole("button", { name: "Копіювати посилання на публічну сторінку" }));
    const copied = `${location.origin}/public/groups/${GROUP_ID}`;
    await waitFor(async () => expect(await navigator.clipboard.readText()).toBe(copied));
    expect(await axeViolations()).toEqual([]);
  });

  it.each([
    { ...SHOWN, state: "proposed" as const },
    { ...SHOWN, visibility: "listed" as const },
  ])("is not named while there is none", async (group) => {
    mockApi({ ...BASE, [`GET ${GROUP_PATH}`]: group });
    renderApp(`/groups/${GROUP_ID}`);
    expect(await screen.findByRole("region", { name: "Про групу" })).toBeDefined();
    expect(screen.queryByRole("link", { name: "Публічна сторінка" })).toBeNull();
  });

  it("is cleared by who coordinates the territory, after a question", async () => {
    const promise = { id: "0190", asked: { uk: "Біля школи темно", en: "" }, published_on: "2026-01-20" };
    const at = `GET /api/v1/public/groups/${GROUP_ID}/promises`;
    const group = { ...SHOWN, state: "dissolved" as const, allowed: ["read", "clear_page"] };
    const fake = mockApi({
      ...BASE,
      [`GET ${GROUP_PATH}`]: group,
      [at]: { items: [promise], next_cursor: null },
      [`DELETE ${GROUP_PATH}/promises/0190`]: null,
    });
    renderApp(`/groups/${GROUP_ID}`);
    const card = await screen.findByRole("region", { name: "На публічній сторінці" });
    await userEvent.click(await within(card).findByRole("button", { name: "Прибрати" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Прибрати зі сторінки" }));
    expect(dialog.getByText("Біля школи темно")).toBeDefined();
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(dialog.getByRole("button", { name: "Прибрати зі сторінки" }));
    expect(await screen.findByText("Прибрано: на сторінці групи цього вже немає")).toBeDefined();
    expect(fake.asked).toContain(`DELETE ${GROUP_PATH}/promises/0190`);
  });

  it("is cleared of a public thread, too, which its group goes on to read", async () => {
    const thread = { id: "0191", title: { uk: "Телефонні шахраї", en: "" }, public_on: "2026-01-20" };
    const public_ = `GET /api/v1/public/groups/${GROUP_ID}`;
    const fake = mockApi({
      ...BASE,
      [`GET ${GROUP_PATH}`]: { ...SHOWN, allowed: ["read", "clear_page"] },
      [`${public_}/promises`]: { items: [], next_cursor: null },
      [`${public_}/threads`]: { items: [thread], next_cursor: null },
      [`DELETE ${GROUP_PATH}/public-threads/0191`]: null,
    });
    renderApp(`/groups/${GROUP_ID}`);
    const card = await screen.findByRole("region", { name: "На публічній сторінці" });
    await userEvent.click(await within(card).findByRole("button", { name: "Прибрати" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Прибрати зі сторінки" }));
    expect(dialog.getByText("Телефонні шахраї")).toBeDefined();
    await userEvent.click(dialog.getByRole("button", { name: "Прибрати зі сторінки" }));
    await waitFor(() => expect(fake.asked).toContain(`DELETE ${GROUP_PATH}/public-threads/0191`));
  });

  it("is for others to look at alone", async () => {
    mockApi({ ...BASE, [`GET ${GROUP_PATH}`]: { ...SHOWN, allowed: ["read"] } });
    renderApp(`/groups/${GROUP_ID}`);
    expect(await screen.findByRole("region", { name: "Про групу" })).toBeDefined();
    expect(screen.queryByRole("region", { name: "На публічній сторінці" })).toBeNull();
  });
});
