import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { ACTION, PATH, page } from "@/testing/action-samples";
import { axeViolations, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

type Item = Partial<typeof ACTION>;

const SIGNED = {
  id: "signed",
  text: "Акт підписано",
  evidence: [1],
  hidden_evidence: [],
  unproved_reason: null,
};
const LIT = {
  id: "lit",
  text: "Світять усі ліхтарі",
  evidence: [],
  hidden_evidence: [],
  unproved_reason: null,
};
const ACT = { id: "e", number: 1, kind: "link", title: "Акт", note: "", url: "https://example.org/akt" };
const EVIDENCE = {
  ...ACT,
  file: null,
  criterion_id: "signed",
  added_by: null,
  by_link: null,
  withdrawn_at: null,
  hidden: null,
  allowed: ["read"],
  added_at: ACTION.created_at,
};
const WORK: Item = { state: "in_progress", criteria: [SIGNED, LIT], evidence_count: 1, waiting: null };
const DONE: Item = { ...WORK, state: "done" };

setupPageTest();

/** The page of an item; a step answers with the next of these states, each with its own version. */
function shown(action: Item, ...states: Item[]) {
  const sent: [string | null, unknown][] = [];
  const take = async (request: Request) => {
    sent.push([request.headers.get("If-Match"), await request.json()]);
    return { ...ACTION, ...action, ...states[sent.length - 1], version: 3 + sent.length };
  };
  mockApi({
    ...page(action),
    [`GET ${PATH}/evidence`]: { items: [EVIDENCE] },
    [`POST ${PATH}/transitions`]: take,
  });
  renderApp(`/actions/${ACTION.id}`);
  return sent;
}

async function ask(label: string) {
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: label }));
  const dialog = await screen.findByRole("dialog");
  return { user, dialog, take: within(dialog).getByRole("button", { name: label }) };
}

describe("an action item that is said to be done", () => {
  it("is looked at condition by condition, and what nothing proves is explained", async () => {
    const sent = shown({ ...WORK, allowed: ["read", "complete"] });
    const { user, dialog, take } = await ask("Виконано, прошу підтвердити");
    expect(await within(dialog).findByText("Доведено: доказ 1 «Акт»")).toBeTruthy();
    await user.click(take);
    expect(within(dialog).getByText("Напишіть, чому доказу немає")).toBeTruthy();
    expect(await axeViolations()).toEqual([]);
    await user.type(within(dialog).getByLabelText(LIT.text), "Увімкнуть у грудні");
    await user.type(within(dialog).getByLabelText("Примітка"), "Акт у папці");
    await user.click(take);
    const unproved = [{ criterion: "lit", reason: "Увімкнуть у грудні" }];
    await waitFor(() => expect(sent).toEqual([['"3"', { to: "done", reason: "Акт у папці", unproved }]]));
  });

  it("is in progress again after one press, by the version that followed", async () => {
    const proved = { ...WORK, criteria: [SIGNED] };
    const sent = shown(
      { ...proved, allowed: ["read", "complete"] },
      { state: "done", allowed: ["read", "withdraw_completion"] },
    );
    const { user, take } = await ask("Виконано, прошу підтвердити");
    await user.click(take);
    await user.click(await screen.findByRole("button", { name: "Повернути як було" }));
    await waitFor(() =>
      expect(sent).toEqual([
        ['"3"', { to: "done" }],
        ['"4"', { to: "completion_withdrawn" }],
      ]),
    );
    expect(await screen.findByText("Доручення знову в роботі")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Повернути як було" })).toBeNull();
  });

  it("is withdrawn by its owner with a note, if they like", async () => {
    const sent = shown({ ...DONE, allowed: ["read", "withdraw_completion"] });
    const { user, dialog, take } = await ask("Ще не виконано");
    await user.type(within(dialog).getByLabelText("Чого ще бракує"), "Фарби");
    await user.click(take);
    await waitFor(() => expect(sent).toEqual([['"3"', { to: "completion_withdrawn", reason: "Фарби" }]]));
  });
});

describe("an action item that is verified", () => {
  it("shows what the owner said of a condition that nothing proves, and may be withdrawn", async () => {
    const explained = { ...LIT, unproved_reason: "Увімкнуть у грудні" };
    const sent = shown(
      { ...DONE, criteria: [SIGNED, explained], allowed: ["read", "verify", "return"], waiting: "verify" },
      { state: "verified", allowed: ["read", "withdraw_verification"] },
    );
    const { user, dialog, take } = await ask("Підтвердити виконання");
    expect(within(dialog).getByText("Доказу немає: Увімкнуть у грудні")).toBeTruthy();
    expect(within(dialog).queryByLabelText(LIT.text)).toBeNull();
    await user.click(take);
    await user.click(await screen.findByRole("button", { name: "Повернути як було" }));
    await waitFor(() =>
      expect(sent).toEqual([
        ['"3"', { to: "verified" }],
        ['"4"', { to: "verification_withdrawn" }],
      ]),
    );
  });
});
