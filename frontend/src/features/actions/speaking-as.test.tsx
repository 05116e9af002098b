import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { ActionPageOut } from "@/api/generated/types.gen";
import { ACTION, PATH, page } from "@/testing/action-samples";
import { captureRequests, pick } from "@/testing/forms";
import { POLICE } from "@/testing/members-samples";
import { GROUP_ID } from "@/testing/realtime-samples";
import { allLoaded, axeViolations, ME, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const COUNCIL = {
  ...POLICE,
  id: "council",
  name: { uk: "Рада громади", en: "Council" },
  short_name: { uk: "Рада", en: "Council" },
  on_behalf: { uk: "ради громади", en: "the council" },
};
const HOLDER = { id: "holder", name: { uk: "Олег Бондар", en: "Oleh Bondar" }, gender: "masculine" };

function mandate(id: string, organisation: typeof POLICE, position: string, acting = false) {
  const seat = { membership_id: `seat of ${id}`, group: { id: GROUP_ID }, role: "member" };
  const person = acting ? HOLDER : { id: ME.id, name: ME.name, gender: ME.gender };
  return { id, organisation, person, acting, position: { uk: position, en: "" }, roles: [seat] };
}

const INSPECTOR = mandate("inspector", POLICE, "інспекторка");
const STANDS_IN = mandate("head", POLICE, "начальник", true);
const DEPUTY = mandate("deputy", COUNCIL, "депутатка");

setupPageTest();

describe("for whom a step of an action item is taken", () => {
  it.each<[ActionPageOut["allowed"][number], string, string]>([
    ["accept", "Прийняти доручення", "accepted"],
    ["start", "Почати роботу", "in_progress"],
    ["complete", "Виконано, прошу підтвердити", "done"],
  ])("is asked of who could %s it through two mandates of its owner", async (name, label, to) => {
    const { sent, take } = captureRequests(ACTION);
    const action: Partial<ActionPageOut> = { allowed: ["read", name], evidence_count: 1 };
    mockApi({ ...page(action, [INSPECTOR, STANDS_IN, DEPUTY]), [`POST ${PATH}/transitions`]: take });
    const client = renderApp(`/actions/${ACTION.id}`);
    const user = userEvent.setup();
    const step = await screen.findByRole("button", { name: label });
    // Whom somebody acts for is known by then.
    await allLoaded(client);
    await user.click(step);
    const dialog = await screen.findByRole("dialog");
    const field = within(dialog).getByRole("combobox", { name: "Від імені кого" });
    await user.click(field);
    const offered = await screen.findAllByRole("option", { hidden: true });
    expect(offered.map((one) => one.textContent)).toEqual([
      `${POLICE.on_behalf.uk}, інспекторка`,
      `${POLICE.on_behalf.uk}, начальник, ви заступаєте: Олег Бондар`,
    ]);
    await pick(user, field, "Олег Бондар");
    expect(await axeViolations()).toEqual([]);
    await user.click(within(dialog).getByRole("button", { name: label }));
    await waitFor(() => expect(sent).toEqual([['"3"', { to, on_behalf_of: "head" }]]));
  });

  it("is not asked of who acts for its owner through one mandate alone", async () => {
    const { sent, take } = captureRequests(ACTION);
    mockApi({ ...page({}, [DEPUTY, INSPECTOR]), [`POST ${PATH}/transitions`]: take });
    renderApp(`/actions/${ACTION.id}`);
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Прийняти доручення" }));
    await waitFor(() => expect(sent).toEqual([['"3"', { to: "accepted" }]]));
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("is asked of who declines it, beside the reason", async () => {
    const { sent, take } = captureRequests(ACTION);
    mockApi({ ...page({}, [INSPECTOR, STANDS_IN]), [`POST ${PATH}/transitions`]: take });
    renderApp(`/actions/${ACTION.id}`);
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Відхилити" }));
    const dialog = await screen.findByRole("dialog");
    await user.type(within(dialog).getByLabelText("Чому ви не можете його взяти"), "Немає людей");
    await pick(user, within(dialog).getByRole("combobox", { name: "Від імені кого" }), "Олег Бондар");
    await user.click(within(dialog).getByRole("button", { name: "Відхилити" }));
    const said = { to: "declined", reason: "Немає людей", on_behalf_of: "head" };
    await waitFor(() => expect(sent).toEqual([['"3"', said]]));
  });

  it("is asked of who adds evidence, and a refusal stands beside it", async () => {
    const { sent, take } = captureRequests(ACTION);
    let refuses = true;
    const answer = async (request: Request) => {
      if (!refuses) return take(request);
      refuses = false;
      const errors = [{ pointer: "/on_behalf_of", code: "not_yours", message: "Цього повноваження немає" }];
      return new ProblemResponse(422, "invalid", errors);
    };
    const action: Partial<ActionPageOut> = {
      allowed: ["read", "add_evidence"],
      owner: { ...POLICE, id: "nobody of mine" },
    };
    mockApi({ ...page(action, [INSPECTOR, DEPUTY]), [`POST ${PATH}/evidence`]: answer });
    renderApp(`/actions/${ACTION.id}`);
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Додати доказ" }));
    const dialog = await screen.findByRole("dialog");
    await user.click(within(dialog).getByRole("button", { name: "Посилання" }));
    await user.type(within(dialog).getByLabelText(/Адреса/), "https://example.org/1");
    await user.type(within(dialog).getByLabelText(/Назва/), "Акт");
    await pick(user, within(dialog).getByRole("combobox", { name: "Від імені кого" }), "ради громади");
    const send = within(dialog).getByRole("button", { name: "Додати доказ" });
    await user.click(send);
    expect(await within(dialog).findByText("Цього повноваження немає")).toBeDefined();
    await user.click(send);
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]).toMatchObject([null, { kind: "link", title: "Акт", on_behalf_of: "deputy" }]);
  });
});
