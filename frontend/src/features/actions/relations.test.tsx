import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { RelationOut } from "@/api/generated/types.gen";
import { ACTION, PATH, page } from "@/testing/action-samples";
import { POLICE } from "@/testing/members-samples";
import { axeViolations, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

const OTHER: RelationOut = {
  id: "action-2",
  number: 13,
  year: 2026,
  title: { uk: "Замовити ліхтарі", en: "" },
  state: "in_progress",
  due_on: "2030-01-02",
  overdue: false,
  owner: POLICE,
  audience: "group",
};
const NONE = {
  parent: null,
  previous: null,
  following: null,
  parts: [],
  blocked_by: [],
  blocks: [],
  version: 3,
  allowed: ["relate"],
};

describe("what hangs together with an action item", () => {
  it("is told to who reads it, and changed by nobody else", async () => {
    const known = { ...NONE, parts: [OTHER, { ...OTHER, id: "action-3", state: "closed" }] };
    mockApi({ ...page({ allowed: ["read"] }), [`GET ${PATH}/relations`]: known });
    renderApp(`/actions/${ACTION.id}`);
    const card = within(await screen.findByRole("region", { name: "Пов’язані доручення" }));
    expect(card.getByText("Частини: завершено 1 із 2")).toBeDefined();
    const [link] = card.getAllByRole("link", { name: /Замовити ліхтарі/ });
    expect(link?.getAttribute("href")).toBe("/actions/action-2");
    expect(card.queryByRole("button")).toBeNull();
    expect(await axeViolations()).toEqual([]);
  });

  it("is joined, refused where it would be a circle, and taken apart", async () => {
    let known: object = NONE;
    let refuses = true;
    const { asked } = mockApi({
      ...page({ allowed: ["read", "relate"] }),
      [`GET ${PATH}/relations`]: () => known,
      "GET /api/v1/action-items": { items: [{ ...ACTION, ...OTHER }], next_cursor: null },
      [`POST ${PATH}/blockers`]: () => {
        if (refuses) return new ProblemResponse(409, "circle");
        known = { ...NONE, blocked_by: [OTHER] };
        return known;
      },
      [`DELETE ${PATH}/blockers/action-2`]: () => {
        known = NONE;
      },
    });
    renderApp(`/actions/${ACTION.id}`);
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Пов’язати" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Пов’язати з іншим дорученням" }));
    const join = dialog.getByRole("button", { name: "Пов’язати" });
    await user.click(join);
    expect(dialog.getByText("Виберіть доручення")).toBeDefined();
    await user.click(dialog.getByRole("combobox", { name: "Інше доручення" }));
    await user.click(await screen.findByRole("option", { name: /Замовити ліхтарі/ }));
    await user.click(join);
    await waitFor(() => expect(asked).toContain(`POST ${PATH}/blockers`));
    expect(await screen.findByText("circle")).toBeDefined();
    refuses = false;
    await user.click(join);
    await user.click(await screen.findByRole("button", { name: /Прибрати зв’язок із .*Замовити ліхтарі/ }));
    await waitFor(() => expect(screen.queryByRole("link", { name: /Замовити ліхтарі/ })).toBeNull());
    expect(asked).toContain(`DELETE ${PATH}/blockers/action-2`);
  });
});

describe("following an action item", () => {
  it("begins and ends with one press", async () => {
    let watching = false;
    const { asked } = mockApi({
      ...page({}),
      [`GET ${PATH}`]: () => ({ ...ACTION, watching, allowed: ["read", "watch"] }),
      [`PUT ${PATH}/watch`]: () => {
        watching = true;
      },
      [`DELETE ${PATH}/watch`]: () => {
        watching = false;
      },
    });
    renderApp(`/actions/${ACTION.id}`);
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Стежити" }));
    await user.click(await screen.findByRole("button", { name: "Не стежити" }));
    expect(await screen.findByRole("button", { name: "Стежити" })).toBeDefined();
    expect(asked.filter((one) => one.endsWith("/watch"))).toEqual([
      `PUT ${PATH}/watch`,
      `DELETE ${PATH}/watch`,
    ]);
  });
});
