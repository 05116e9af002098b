import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { MemberListOut, MemberRowOut, Problem } from "@/api/generated/types.gen";
import { GROUP, HOSPITAL } from "@/testing/joining-samples";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const ROW: MemberRowOut = {
  number: 2,
  name: "Лариса Гук",
  email: "larysa@hospital.example",
  organisation: HOSPITAL,
  position: "лікарка",
  role: "member",
  until: "2027-12-31",
  document: "",
  outcome: "invite",
  person: null,
};
const SEATED: MemberRowOut = {
  ...ROW,
  number: 3,
  name: "О. Коваль",
  email: "olena@hospital.example",
  outcome: "seat",
  person: { id: "olena", name: { uk: "Олена Коваль", en: "Olena Koval" }, gender: "feminine" },
};
const LIST: MemberListOut = {
  rows: [ROW, SEATED],
  faults: [{ number: 4, column: "email", code: "invalid", message: "Це не адреса електронної пошти." }],
};
const BASE = {
  ...EMPTY_API,
  "GET /api/v1/groups/group-1": GROUP,
  "POST /api/v1/groups/group-1/member-lists/preview": LIST,
};

/** A refusal that names what is wrong. */
function refused(status: number, code: string, errors: Problem["errors"]) {
  const problem = {
    type: "",
    title: code,
    status,
    detail: "Нічого не зроблено.",
    code,
    errors,
    request_id: "r",
  };
  return (_request: Request) => Response.json(problem, { status });
}

async function choose(): Promise<void> {
  renderApp("/groups/group-1/member-list");
  expect(await screen.findByRole("button", { name: /Вибрати файл/ })).toBeTruthy();
  await userEvent.upload(screen.getByLabelText("Файл"), new File(["…"], "list.csv", { type: "text/csv" }));
}

setupPageTest();

describe("a list of members", () => {
  it("is checked first, names every bad row, and is done as it was shown", async () => {
    const sent: Record<string, unknown>[] = [];
    const keys: (string | null)[] = [];
    mockApi({
      ...BASE,
      "POST /api/v1/groups/group-1/member-lists": async (request: Request) => {
        keys.push(request.headers.get("Idempotency-Key"));
        sent.push(await request.json());
        return { seated: 1, appointed: 0, invited: 1 };
      },
    });
    await choose();
    const wrong = (await screen.findByText("Рядок 4")).closest("li");
    expect(wrong?.textContent).toContain("Електронна пошта: Це не адреса електронної пошти.");
    expect(screen.getByText("Обліковий запис: Олена Коваль")).toBeTruthy();
    expect(screen.getByText(/1 рядок із помилкою пропустимо/)).toBeTruthy();
    expect(await axeViolations()).toEqual([]);
    expect(sent).toEqual([]);
    await userEvent.click(screen.getByRole("button", { name: "Долучити 2 людини" }));
    expect(await screen.findByText(/1 людина вже має місце. 1 лист із запрошенням у дорозі./)).toBeTruthy();
    const { person: _nobody, ...shown } = ROW;
    expect(sent[0]).toMatchObject({ rows: [{ ...shown, organisation: "hospital" }, { number: 3 }] });
    expect(keys[0]).toBeTruthy();
  });

  it("says which rows would be otherwise by now, and is checked again", async () => {
    let checks = 0;
    mockApi({
      ...BASE,
      "POST /api/v1/groups/group-1/member-lists/preview": (_request: Request) => {
        checks += 1;
        return checks === 1 ? LIST : { rows: [ROW], faults: [] };
      },
      "POST /api/v1/groups/group-1/member-lists": refused(409, "list_changed", [
        { pointer: "/rows/1/email", code: "already_seated", message: "Уже має місце в групі." },
      ]),
    });
    await choose();
    await userEvent.click(await screen.findByRole("button", { name: "Долучити 2 людини" }));
    const alert = await screen.findByRole("alert");
    expect(within(alert).getByText(/olena@hospital.example: Уже має місце в групі/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: /Долучити/ })).toBeNull();
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(within(alert).getByRole("button", { name: "Перевірити ще раз" }));
    expect(await screen.findByRole("button", { name: "Долучити 1 людину" })).toBeTruthy();
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("says why a file cannot be read, and takes another", async () => {
    mockApi({
      ...BASE,
      "POST /api/v1/groups/group-1/member-lists/preview": refused(422, "invalid", [
        { pointer: "/file", code: "column_missing", message: "У першому рядку немає стовпця «Організація»." },
      ]),
    });
    await choose();
    expect((await screen.findByRole("alert")).textContent).toContain("немає стовпця «Організація»");
    expect(await axeViolations()).toEqual([]);
    expect(screen.getByRole("link", { name: "Зразок XLSX" }).getAttribute("href")).toBe(
      "/api/v1/member-lists/template?kind=xlsx&language=uk",
    );
  });

  it("is not for who may not invite", async () => {
    mockApi({ ...BASE, "GET /api/v1/groups/group-1": { ...GROUP, allowed: ["read"] } });
    renderApp("/groups/group-1/member-list");
    expect(await screen.findByText(/Такої сторінки немає|немає такої сторінки/i)).toBeTruthy();
  });
});
