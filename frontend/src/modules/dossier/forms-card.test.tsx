import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import type { FormItem } from "@/api/generated/types.gen";
import { DOSSIER_ID, PATH, page } from "@/testing/dossier-samples";
import { aForm, FORM_ID } from "@/testing/form-samples";
import { axeViolations, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

const FORM = aForm();
const ITEM: FormItem = {
  ...{ name: "visit", title: FORM.title, version: 3, submission_id: FORM_ID, answered: 1, total: 3 },
  ...{ completed_at: null, allowed: ["answer"] },
};
const ADDRESS = `/dossiers/${DOSSIER_ID}`;

function serve(item: Partial<FormItem>) {
  const sent: unknown[] = [];
  mockApi({
    ...page(),
    [`GET ${PATH}/forms`]: { items: [{ ...ITEM, ...item }] },
    [`GET ${PATH}/forms/${FORM_ID}`]: FORM,
    [`POST ${PATH}/forms`]: async (request: Request) => {
      sent.push(await request.json());
      return FORM;
    },
  });
  return sent;
}

it("shows the sections of a form, and leads to it", async () => {
  serve({});
  renderApp(ADDRESS);
  const card = within(await screen.findByRole("region", { name: "Протокол візиту" }));
  const rooms = await card.findByRole("link", { name: "Приміщення" });
  expect(rooms.getAttribute("href")).toBe(`${ADDRESS}/forms/${FORM_ID}?section=rooms`);
  expect(card.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual([
    "Приміщення0 з 1",
    "Розмова з персоналом0 з 1",
  ]);
  expect(card.getByText("1 з 3")).toBeDefined();
  expect(await axeViolations()).toEqual([]);
  await userEvent.click(card.getByRole("link", { name: "Відкрити протокол" }));
  expect(await screen.findByText("Усього відповідей")).toBeDefined();
});

it("begins a form", async () => {
  const sent = serve({ submission_id: null, answered: 0, allowed: ["start"] });
  renderApp(ADDRESS);
  const card = within(await screen.findByRole("region", { name: "Протокол візиту" }));
  await userEvent.click(card.getByRole("button", { name: "Почати" }));
  await waitFor(() => expect(location.pathname).toBe(`${ADDRESS}/forms/${FORM_ID}`));
  expect(sent).toEqual([{ name: "visit" }]);
});

it("says that it was not begun to those who only read", async () => {
  serve({ submission_id: null, allowed: [] });
  renderApp(ADDRESS);
  expect(await screen.findByText("Ще не почато")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Почати" })).toBeNull();
});
