import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { CHARTER, DECISION, decisionPage } from "@/testing/decision-samples";
import { GROUP } from "@/testing/members-samples";
import { axeViolations, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

const GROUP_PATH = `/api/v1/groups/${GROUP.id}`;
const LIST = `GET ${GROUP_PATH}/decisions`;
const PAGE = `/groups/${GROUP.id}/decisions`;
const press = async (name: string) => userEvent.click(await screen.findByRole("button", { name }));
const page = (items: unknown[]) => ({ items, next_cursor: null });

function open(answers: Record<string, unknown>) {
  const { asked } = mockApi({
    ...decisionPage(),
    [`GET ${GROUP_PATH}`]: { ...GROUP, allowed: ["read", "start"] },
    [LIST]: page([]),
    ...answers,
  } as never);
  renderApp(PAGE);
  return asked;
}

describe("the decisions of a group", () => {
  it("stand with their number, method and what waits for the reader", async () => {
    open({ [LIST]: page([DECISION]) });
    const row = within(
      (await screen.findByRole("link", { name: "№ 14 Чергуємо на входах?" })).closest("li") as HTMLElement,
    );
    expect(row.getByText("Чекає на вас")).toBeDefined();
    expect(row.getByText(/^згодою.*відповіли 1 із 3$/)).toBeDefined();
    expect(await axeViolations()).toEqual([]);
  });

  it("are narrowed to those that wait for the reader", async () => {
    const asked = open({});
    await press("Чекають на мене");
    await waitFor(() => expect(asked.some((one) => one.includes("waits_for_me=true"))).toBe(true));
    expect(await screen.findByText("Таких рішень немає")).toBeDefined();
  });

  it("say what comes where there are none", async () => {
    open({});
    expect(await screen.findByText("Рішень ще немає")).toBeDefined();
  });
});

describe("a proposal", () => {
  it("needs a question alone, and leads to its page", async () => {
    const sent: unknown[] = [];
    open({
      [`POST ${GROUP_PATH}/decisions`]: async (request: Request) => {
        sent.push(await request.json());
        return DECISION;
      },
    });
    await press("Запропонувати рішення");
    const asked = within(await screen.findByRole("dialog", { name: "Запропонувати рішення" }));
    await userEvent.click(asked.getByRole("button", { name: "Запропонувати" }));
    expect(asked.getByText("Напишіть питання, на яке відповідатимуть")).toBeDefined();
    expect(asked.getByText(/щонайменше 3 відповідей, серед них Поліція/)).toBeDefined();
    await userEvent.type(asked.getByLabelText(/^Питання$/), "Чергуємо?");
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(asked.getByRole("button", { name: "Запропонувати" }));
    await waitFor(() =>
      expect(sent[0]).toMatchObject({ title: "Чергуємо?", method: "consent", options: [], secret: false }),
    );
    expect(await screen.findByRole("heading", { level: 1, name: /Чергуємо на входах\?/ })).toBeDefined();
  });

  it("names two options where they are ranked", async () => {
    const sent: unknown[] = [];
    open({
      [`POST ${GROUP_PATH}/decisions`]: async (request: Request) => {
        sent.push(await request.json());
        return DECISION;
      },
    });
    await press("Запропонувати рішення");
    const asked = within(await screen.findByRole("dialog", { name: "Запропонувати рішення" }));
    await userEvent.type(asked.getByLabelText(/^Питання$/), "З якого починаємо?");
    await userEvent.click(asked.getByRole("radio", { name: /^За вподобаннями/ }));
    await userEvent.type(asked.getByLabelText("Варіант 1"), "Ліцей");
    await userEvent.click(asked.getByRole("button", { name: "Запропонувати" }));
    expect(asked.getByText("Назвіть кожен варіант")).toBeDefined();
    await userEvent.type(asked.getByLabelText("Варіант 2"), "Набережна");
    await userEvent.click(asked.getByRole("button", { name: "Запропонувати" }));
    await waitFor(() =>
      expect(sent[0]).toMatchObject({
        method: "ranked",
        options: [{ label: "Ліцей" }, { label: "Набережна" }],
      }),
    );
  });
});

it("the charter of a group is changed by who leads it, from the version that was seen", async () => {
  const sent: { body: unknown; version: string | null }[] = [];
  open({
    [`PUT ${GROUP_PATH}/charter`]: async (request: Request) => {
      sent.push({ body: await request.json(), version: request.headers.get("If-Match") });
      return { ...CHARTER, version: 1 };
    },
  });
  await press("Змінити правила");
  const asked = within(await screen.findByRole("dialog", { name: "Як група ухвалює" }));
  await userEvent.click(asked.getByRole("radio", { name: "Рахуємо як згоду сектору" }));
  await userEvent.click(asked.getByRole("button", { name: "Зберегти" }));
  await waitFor(() =>
    expect(sent[0]).toMatchObject({ body: { silence: "consent", notice_days: 7 }, version: '"0"' }),
  );
});
