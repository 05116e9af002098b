import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import type { EvidenceOut, Voice } from "@/api/generated/types.gen";
import { ACTION, PATH, page } from "@/testing/action-samples";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const AUTHOR = {
  person: { id: "author", name: { uk: "Роман Литвин", en: "" }, gender: "masculine" },
  mandate_id: null,
  organisation: null,
  position: null,
  acting_for: null,
  on_behalf: false,
} as Voice;
const PIECE: EvidenceOut = {
  id: "piece-1",
  number: 1,
  kind: "link",
  title: "Двір школи",
  note: "",
  url: "https://example.org/1",
  file: null,
  criterion_id: "lit",
  added_by: AUTHOR,
  by_link: null,
  added_at: "2026-01-12T08:00:00Z",
  withdrawn_at: null,
  hidden: null,
  allowed: ["read", "withdraw", "hide"],
};
const LIT = {
  id: "lit",
  text: "Світять усі ліхтарі",
  evidence: [1],
  hidden_evidence: [],
  unproved_reason: null,
};
const EMPTY = { title: "", url: "", file: null };
const HIDDEN: EvidenceOut = {
  ...PIECE,
  ...EMPTY,
  hidden: { by: AUTHOR, officer: true, at: "2026-01-12T09:00:00Z", reason: "Обличчя дитини" },
  allowed: ["read"],
};

setupPageTest();

it("is hidden with a reason, and the criterion says that it is not proved", async () => {
  let pieces = [PIECE];
  const sent: unknown[] = [];
  const hide = async (request: Request) => {
    sent.push(await request.json());
    pieces = [HIDDEN];
    return null;
  };
  mockApi({
    ...page({ state: "done", evidence_count: 1, criteria: [LIT] }),
    [`GET ${PATH}/evidence`]: () => ({ items: pieces }),
    "PUT /api/v1/evidence/piece-1/hiding": hide,
  });
  renderApp(`/actions/${ACTION.id}`);
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Дії з доказом 1" }));
  await user.click(await screen.findByRole("menuitem", { name: "Приховати…" }));
  const dialog = await screen.findByRole("dialog", { name: "Приховати доказ 1?" });
  await user.click(within(dialog).getByRole("button", { name: "Приховати" }));
  expect(within(dialog).getByText("Напишіть причину")).toBeDefined();
  await user.type(within(dialog).getByLabelText(/Причина/), "Обличчя дитини");
  expect(await axeViolations()).toEqual([]);
  await user.click(within(dialog).getByRole("button", { name: "Приховати" }));
  expect(await screen.findByText("Доказ 1 приховано")).toBeDefined();
  expect(sent).toEqual([{ reason: "Обличчя дитини" }]);
  expect(screen.getByText("«Обличчя дитини»")).toBeDefined();
  expect(screen.getByText("не підтверджено: доказ 1 приховано")).toBeDefined();
  expect(screen.queryByText("Двір школи")).toBeNull();
  expect(screen.queryByRole("button", { name: /Показати знову/ })).toBeNull();
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(await axeViolations()).toEqual([]);
});

it("is hidden by the data protection officer, who does not see what it is", async () => {
  mockApi({
    ...EMPTY_API,
    [`GET ${PATH}`]: () => new ProblemResponse(404, "not_found"),
    [`GET ${PATH}/evidence`]: {
      items: [{ ...PIECE, ...EMPTY, added_by: null, criterion_id: null, allowed: ["read", "hide"] }],
    },
  });
  renderApp(`/actions/${ACTION.id}`);
  expect(await screen.findByRole("heading", { level: 1, name: "Докази доручення" })).toBeDefined();
  expect(screen.getByText("Доказ 1")).toBeDefined();
  expect(await axeViolations()).toEqual([]);
  await userEvent.setup().click(screen.getByRole("button", { name: "Приховати доказ 1" }));
  expect(await screen.findByRole("dialog", { name: "Приховати доказ 1?" })).toBeDefined();
});

it("is no page for anybody else who does not see the item", async () => {
  const nothing = () => new ProblemResponse(404, "not_found");
  mockApi({ ...EMPTY_API, [`GET ${PATH}`]: nothing, [`GET ${PATH}/evidence`]: nothing });
  renderApp(`/actions/${ACTION.id}`);
  expect(await screen.findByText("Такої сторінки немає")).toBeDefined();
});
