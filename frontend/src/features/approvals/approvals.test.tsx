import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { ApprovalOut } from "@/api/generated/types.gen";
import { markOffline, markOnline } from "@/lib/online";
import { makePage } from "@/testing/factories";
import { captureRequests, chooseFromMenu } from "@/testing/forms";
import { axeViolations, EMPTY_API, ME, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const OLEH = { id: "oleh", name: { uk: "Олег Мороз", en: "Oleh Moroz" } };
const MINE = { id: ME.id, name: ME.name };

function anApproval(changes: Partial<ApprovalOut>, place = ""): ApprovalOut {
  return {
    id: "own",
    kind: "groups.own_post",
    summary: { uk: `Олег Мороз представлятиме «${place}»`, en: "" },
    state: "pending",
    requested_by: OLEH,
    requested_at: "2025-12-05T09:40:00Z",
    decided_by: null,
    decided_at: null,
    note: "",
    missing: null,
    allowed: ["read", "confirm", "decline"],
    ...changes,
  };
}

const NEW = anApproval({ id: "new", requested_at: "2025-12-06T09:40:00Z" }, "Ліцей");
const OLD = anApproval({ id: "old" }, "Школа");
const OWN = anApproval({ requested_by: MINE, allowed: ["read", "withdraw"] });
const LISTS = {
  ...EMPTY_API,
  "GET /api/v1/approvals": makePage(NEW, OLD, OWN),
  "GET /api/v1/approvals?state=pending&limit=100": makePage(NEW, OLD, OWN),
};

setupPageTest();

describe("steps that take two people", () => {
  it("name what waits for the reader, the oldest first, and apart from that their own requests", async () => {
    mockApi(LISTS);
    renderApp("/approvals");
    const waiting = within(await screen.findByRole("region", { name: /Чекають на вас/ }));
    const rows = waiting.getAllByRole("listitem").map((one) => one.textContent);
    expect(rows).toEqual([expect.stringContaining("«Школа»"), expect.stringContaining("«Ліцей»")]);
    expect(rows[0]).toContain("Просить Олег Мороз, 5 грудня");
    const own = within(screen.getByRole("region", { name: "Ваші запити й рішення" }));
    expect(await own.findByText("Чекає на другу особу")).toBeDefined();
    expect(own.getAllByRole("listitem")).toHaveLength(1);
    expect(own.getByText(/^Ваш запит, 5 грудня/)).toBeDefined();
    expect(await axeViolations()).toEqual([]);
  });

  it("are confirmed after a fresh proof of who confirms", async () => {
    let proven = false;
    let left = [NEW, OLD];
    const { asked } = mockApi({
      ...LISTS,
      "GET /api/v1/approvals?state=pending&limit=100": () => makePage(...left),
      "GET /api/v1/me/factors": { app_codes: null, passkeys: [], recovery_codes_left: null, demands: [] },
      "POST /api/v1/approvals/old/confirmation": () => {
        if (!proven) return new ProblemResponse(403, "proof_required");
        left = [NEW];
        return { ...OLD, state: "confirmed", decided_by: MINE, allowed: ["read"] };
      },
      "POST /_allauth/browser/v1/auth/reauthenticate": () => {
        proven = true;
        return {};
      },
    });
    renderApp("/approvals");
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: /^Підтвердити: .*«Школа»/ }));
    const dialog = await screen.findByRole("dialog", { name: "Підтвердити?" });
    expect(within(dialog).getByText("Олег Мороз представлятиме «Школа»")).toBeDefined();
    expect(await axeViolations()).toEqual([]);
    await user.click(within(dialog).getByRole("button", { name: "Підтвердити" }));
    const proof = await screen.findByRole("dialog", { name: "Підтвердьте, що це ви" });
    await user.type(await within(proof).findByLabelText("Пароль"), "secret{Enter}");
    expect(await screen.findByText("Підтверджено: уже діє")).toBeDefined();
    await waitFor(() => expect(screen.queryByText(/«Школа»/)).toBeNull());
    expect(asked.filter((one) => one.endsWith("/old/confirmation"))).toHaveLength(2);
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("are declined with a reason", async () => {
    const { sent, take } = captureRequests({ ...OLD, state: "declined" });
    mockApi({ ...LISTS, "POST /api/v1/approvals/old/refusal": take });
    renderApp("/approvals");
    const user = userEvent.setup();
    await screen.findByRole("region", { name: /Чекають на вас/ });
    await chooseFromMenu("Ще: Олег Мороз представлятиме «Школа»", "Відхилити");
    const dialog = await screen.findByRole("dialog", { name: "Відхилити?" });
    await user.click(within(dialog).getByRole("button", { name: "Відхилити" }));
    expect(await within(dialog).findByText("Поясніть причину")).toBeDefined();
    await user.type(within(dialog).getByLabelText("Причина"), "Школа вже має представницю");
    await user.click(within(dialog).getByRole("button", { name: "Відхилити" }));
    expect(await screen.findByText("Відхилено")).toBeDefined();
    expect(sent).toEqual([[null, { note: "Школа вже має представницю" }]]);
  });
});

describe("what the reader requested", () => {
  it("says who decided, when and why, also of the command on the server", async () => {
    const decided: Partial<ApprovalOut> = {
      decided_at: "2025-12-07T10:00:00Z",
      allowed: ["read"],
      requested_by: MINE,
    };
    mockApi({
      ...EMPTY_API,
      "GET /api/v1/approvals": makePage(
        anApproval({ ...decided, id: "a", state: "declined", decided_by: OLEH, note: "Зарано" }),
        anApproval({ ...decided, id: "b", state: "confirmed", note: "Другого координатора немає" }),
        anApproval({ ...decided, id: "c", state: "withdrawn", decided_by: MINE }),
        anApproval({ ...decided, id: "d", state: "lapsed" }),
      ),
      "GET /api/v1/approvals?state=pending&limit=100": makePage(),
    });
    renderApp("/approvals");
    expect(await screen.findByText("Підтверджувати нічого")).toBeDefined();
    const rows = within(await screen.findByRole("region", { name: "Ваші запити й рішення" }));
    const texts = (await rows.findAllByRole("listitem")).map((one) => one.textContent);
    expect(texts[0]).toMatch(/Рішення: Олег Мороз, 7 грудня.*Причина: Зарано.*Відхилено/);
    expect(texts[1]).toMatch(/Вирішено командою на сервері, 7 грудня.*Підтверджено/);
    expect(texts[2]).toMatch(/Відкликано 7 грудня/);
    expect(texts[3]).toMatch(/За тридцять днів ніхто не вирішив: 7 грудня.*Строк минув/);
  });

  it("is requested again where a late seat was declined", async () => {
    const late = { kind: "dialogue.late_seat", requested_by: null, decided_by: OLEH };
    const declined = anApproval({
      ...late,
      state: "declined",
      decided_at: "2025-12-07T10:00:00Z",
      allowed: ["read", "renew"],
    });
    const { asked } = mockApi({
      ...EMPTY_API,
      "GET /api/v1/approvals": makePage(declined),
      "POST /api/v1/approvals/own/renewal": anApproval({ ...late, id: "again", allowed: ["read"] }),
    });
    renderApp("/approvals");
    await userEvent.click(await screen.findByRole("button", { name: /^Попросити ще раз: / }));
    await waitFor(() => expect(asked).toContain("POST /api/v1/approvals/own/renewal"));
    expect(await axeViolations()).toEqual([]);
  });

  it("says who is missing and the way out, and is withdrawn", async () => {
    const missing = { uk: "інший координатор території або адміністратор", en: "" };
    const alone = { ...OWN, missing };
    const { asked } = mockApi({
      ...EMPTY_API,
      "GET /api/v1/approvals": makePage(alone),
      "DELETE /api/v1/approvals/own": undefined,
    });
    renderApp("/approvals");
    const user = userEvent.setup();
    expect(
      await screen.findByText(/^Підтвердити може інший координатор .* такої людини немає/),
    ).toBeDefined();
    expect(screen.getByText('./viche manage decide_approval own confirm "причина"')).toBeDefined();
    expect(await axeViolations()).toEqual([]);
    await user.click(screen.getByRole("button", { name: /^Відкликати запит: / }));
    const dialog = await screen.findByRole("dialog", { name: "Відкликати запит?" });
    await user.click(within(dialog).getByRole("button", { name: "Відкликати запит" }));
    expect(await screen.findByText("Запит відкликано")).toBeDefined();
    expect(asked).toContain("DELETE /api/v1/approvals/own");
  });
});

describe("the page of steps that take two people", () => {
  it("says when there is nothing", async () => {
    mockApi({ ...EMPTY_API, "GET /api/v1/approvals": makePage() });
    renderApp("/approvals");
    expect(await screen.findByText("Підтверджувати нічого")).toBeDefined();
    expect(await screen.findByText("Запитів ще не було")).toBeDefined();
    expect(await axeViolations()).toEqual([]);
  });

  it("says that it could not be loaded, and tries again", async () => {
    let fails = true;
    mockApi({
      ...EMPTY_API,
      "GET /api/v1/approvals": () => (fails ? new ProblemResponse(500, "error") : makePage()),
    });
    renderApp("/approvals");
    expect(await screen.findByText("Не вдалося завантажити")).toBeDefined();
    fails = false;
    await userEvent.click(screen.getByRole("button", { name: "Спробувати ще" }));
    expect(await screen.findByText("Підтверджувати нічого")).toBeDefined();
  });

  it("says that it loads, and that it is not on the device without a line", async () => {
    mockApi({ ...EMPTY_API, "GET /api/v1/approvals": () => new Promise(() => undefined) });
    renderApp("/approvals");
    await screen.findByText("Завантажуємо запити…");
    act(() => markOffline());
    expect(await screen.findByText("Цього ще немає на пристрої")).toBeDefined();
    act(() => markOnline());
  });
});
