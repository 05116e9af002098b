import { screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { ActionPageOut } from "@/api/generated/types.gen";
import { ACTION, PATH, page } from "@/testing/action-samples";
import { captureRequests } from "@/testing/forms";
import { HOSPITAL } from "@/testing/joining-samples";
import { DEPUTY, GROUP, PATH as GROUP_PATH, MEMBER, POLICE } from "@/testing/members-samples";
import { axeViolations, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

const OFFICER = MEMBER.person;
const NURSE = { id: "nurse", name: { uk: "Ніна Гай", en: "" }, gender: "feminine" as const };
const SEATS = [
  MEMBER,
  { ...MEMBER, id: "seat-2", person: DEPUTY, mandate_id: "mandate-2" },
  { ...MEMBER, id: "seat-3", person: NURSE, mandate_id: "mandate-3", role: "observer" },
  { ...MEMBER, id: "seat-4", person: NURSE, mandate_id: "mandate-4", organisation: HOSPITAL },
];
const [NOBODY, ANYBODY] = ["Уся організація", "Будь-яка інша організація"] as const;
const WHO = { name: "Хто саме (необов’язково)" };
const AT_TABLE = { [`GET ${GROUP_PATH}/members`]: { items: SEATS } };

/** Several lists are on the page at once: this is the one of the field. */
async function choose(user: UserEvent, field: HTMLElement, option: RegExp): Promise<string[]> {
  await user.click(field);
  const list = within(document.getElementById(field.getAttribute("aria-controls") ?? "") as HTMLElement);
  const names = list.getAllByRole("option", { hidden: true }).map(({ textContent }) => textContent);
  await user.click(list.getByRole("option", { name: option, hidden: true }));
  return names;
}

async function edit(action: Partial<ActionPageOut>, answer: unknown) {
  mockApi({ ...page({ allowed: ["read", "edit"], ...action }), ...AT_TABLE, [`PATCH ${PATH}`]: answer });
  renderApp(`/actions/${ACTION.id}`);
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Змінити" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Змінити доручення" }));
  const save = () => user.click(dialog.getByRole("button", { name: "Зберегти" }));
  const list = (name: string) => dialog.getByRole<HTMLInputElement>("combobox", { name });
  return { user, dialog, save, list };
}

describe("the one person whose work it is", () => {
  it("is chosen among those who speak for the owner when an item is made", async () => {
    const { sent, take } = captureRequests(ACTION);
    mockApi({
      ...page({}),
      ...AT_TABLE,
      "GET /api/v1/groups": { items: [{ ...GROUP, role: "member", allowed: ["make"] }], next_cursor: null },
      "GET /api/v1/action-items": { items: [], next_cursor: null, seq: 0 },
      [`POST ${GROUP_PATH}/action-items`]: take,
    });
    renderApp("/actions");
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Доручення" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Нове доручення" }));
    await user.type(dialog.getByLabelText("Назва доручення"), "Освітити двір");
    await user.type(dialog.getByLabelText("Строк"), "12.01.2030");
    expect(dialog.queryByRole("combobox", WHO)).toBeNull();
    await choose(user, dialog.getByRole("combobox", { name: "Виконавець" }), /Відділ поліції/);
    const people = await choose(user, dialog.getByRole("combobox", WHO), /Олег Мороз/);
    expect(people).toEqual([NOBODY, "Ірина Бойко, офіцер громади", "Олег Мороз, офіцер громади"]);
    expect(await axeViolations()).toEqual([]);
    await user.click(dialog.getByRole("button", { name: "Доручити" }));
    const owner = { owner_organisation: POLICE.id, owner: "mandate-1" };
    await waitFor(() => expect(sent).toMatchObject([[null, owner]]));
  });

  it("is another, or nobody, and what the server says of them stands at the field", async () => {
    const { sent, take } = captureRequests(ACTION);
    const fault = { pointer: "/owner", code: "not_in_group", message: "Не представляє" };
    let refuses = true;
    const { user, dialog, save, list } = await edit({ owner_person: OFFICER }, (request: Request) => {
      if (!refuses) return take(request);
      refuses = false;
      return new ProblemResponse(422, "invalid", [fault]);
    });
    expect(screen.getAllByText("Олег Мороз").length).toBeGreaterThan(0);
    expect(list(WHO.name).value).toBe("Олег Мороз, офіцер громади");
    await choose(user, list(WHO.name), /Ірина Бойко/);
    await save();
    expect(await dialog.findByText(fault.message)).toBeDefined();
    expect(list(WHO.name).getAttribute("aria-invalid")).toBe("true");
    expect(await axeViolations()).toEqual([]);
    await choose(user, list(WHO.name), new RegExp(NOBODY));
    expect(list(WHO.name).value).toBe(NOBODY);
    await save();
    await waitFor(() => expect(sent).toEqual([['"3"', { owner_organisation: POLICE.id, owner: null }]]));
  });

  it("is not asked for in another organisation until that is chosen, and nobody goes along", async () => {
    const { sent, take } = captureRequests(ACTION);
    const { user, save, list } = await edit({ owner_person: OFFICER }, take);
    await choose(user, list("Виконавець"), /Лікарня/);
    expect(list(WHO.name).value).toBe(NOBODY);
    await save();
    await waitFor(() => expect(sent).toEqual([['"3"', { owner_organisation: HOSPITAL.id }]]));
  });

  it("is told from another owner in the history", async () => {
    const given = (id: string, owner_before: string) => ({
      id,
      kind: "tasks.action_reassigned",
      at: "2026-01-13T07:00:00Z",
      actor: null,
      by_link: null,
      data: { owner_organisation_id: POLICE.id, owner_before, outside_body_id: null },
      remark: null,
    });
    const items = [given("h-2", POLICE.id), given("h-1", HOSPITAL.id)];
    mockApi({ ...page({}), [`GET ${PATH}/history`]: { items, next_cursor: null } });
    renderApp(`/actions/${ACTION.id}`);
    expect(await screen.findByText("Змінено, хто саме виконує")).toBeDefined();
    expect(screen.getByText("Передано іншому виконавцеві")).toBeDefined();
  });
});

describe("how all will know that it is done", () => {
  const LIT = {
    ...{ id: "criterion-1", text: "Світять усі ліхтарі" },
    ...{ evidence: [], hidden_evidence: [], unproved_reason: null },
  };

  it("is written anew with who is to verify it, until the owner has taken it on", async () => {
    const { sent, take } = captureRequests(ACTION);
    const { user, dialog, save, list } = await edit({ verifier: HOSPITAL, criteria: [LIT] }, take);
    expect(list("Хто підтверджує").value).toBe("Лікарня");
    const criteria = dialog.getByRole<HTMLTextAreaElement>("textbox", { name: "Виконано, якщо" });
    expect(criteria.value).toBe(LIT.text);
    await user.type(criteria, "\n Є акт ");
    await choose(user, list("Хто підтверджує"), new RegExp(ANYBODY));
    expect(await axeViolations()).toEqual([]);
    await save();
    const body = { criteria: [LIT.text, "Є акт"], verifier_organisation: null };
    await waitFor(() => expect(sent).toEqual([['"3"', body]]));
  });

  it("is for another organisation to say, and the refusal of one stands at the field", async () => {
    const fault = {
      pointer: "/verifier_organisation",
      code: "not_in_group",
      message: "Ніхто не представляє",
    };
    const sent: unknown[] = [];
    const { user, dialog, save, list } = await edit({ state: "in_progress" }, async (request: Request) => {
      sent.push(await request.json());
      return new ProblemResponse(422, "invalid", [fault]);
    });
    // What the owner has accepted stays.
    expect(dialog.queryByRole("textbox", { name: "Виконано, якщо" })).toBeNull();
    expect(await choose(user, list("Хто підтверджує"), /Лікарня/)).toEqual([ANYBODY, "Лікарня"]);
    await save();
    expect(await dialog.findByText(fault.message)).toBeDefined();
    expect(list("Хто підтверджує").getAttribute("aria-invalid")).toBe("true");
    expect(sent).toEqual([{ verifier_organisation: HOSPITAL.id }]);
    expect(await axeViolations()).toEqual([]);
  });

  it("is left to others where the one that was named is to do the work", async () => {
    const { sent, take } = captureRequests(ACTION);
    const { user, save, list } = await edit({ verifier: HOSPITAL }, take);
    await choose(user, list("Виконавець"), /Лікарня/);
    expect(list("Хто підтверджує").value).toBe(ANYBODY);
    await save();
    const body = { owner_organisation: HOSPITAL.id, verifier_organisation: null };
    await waitFor(() => expect(sent).toEqual([['"3"', body]]));
  });
});
