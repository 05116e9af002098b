import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import type { AccessRequestFacts, DossierCardOut, DossierPageOut } from "@/api/generated/types.gen";
import { DOSSIER, DOSSIER_ID, KNOWN, PATH, page } from "@/testing/dossier-samples";
import { aVoice } from "@/testing/realtime-samples";
import { axeViolations, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const ADDRESS = `/dossiers/${DOSSIER_ID}`;
const REQUESTS = `${PATH}/access-requests`;
const WHY = "Школа поруч";
const REQUEST: AccessRequestFacts = {
  ...{ id: "request-1", asker: aVoice(), reason: WHY, state: "pending", asked_at: "2026-12-02T10:00:00Z" },
  ...{ decided_at: null, decided_by: null, answer: "", again_at: null },
};
const CARD: DossierCardOut = { ...KNOWN, id: DOSSIER_ID, request: null, allowed: ["ask_for_access"] };
const LED: Partial<DossierPageOut> = {
  visibility: "participants",
  allowed: ["read", "name_participants"],
};

setupPageTest();

/** The page of a dossier of which the reader only knows; what they send changes the card. */
function mockDoor(first: DossierCardOut) {
  const sent: unknown[] = [];
  let card = first;
  mockApi({
    ...page(),
    [`GET ${PATH}`]: new ProblemResponse(404, "not_found"),
    [`GET ${PATH}/card`]: () => card,
    [`POST ${REQUESTS}`]: async (request: Request) => {
      sent.push(await request.json());
      card = { ...CARD, request: REQUEST, allowed: ["withdraw"] };
      return Response.json(REQUEST, { status: 201 });
    },
    [`DELETE ${REQUESTS}/mine`]: () => {
      sent.push("withdrawn");
      card = { ...CARD, request: { ...REQUEST, state: "withdrawn" }, allowed: [] };
      return new Response(null, { status: 204 });
    },
  });
  renderApp(ADDRESS);
  return sent;
}

it("of a dossier that one only knows of, one asks for access by keyboard, and takes it back", async () => {
  const sent = mockDoor(CARD);
  expect(await screen.findByRole("heading", { name: "№ 7 Візит до ізолятора", level: 1 })).toBeDefined();
  expect(screen.getByText(/Група знає, що справа є/)).toBeDefined();
  expect(await axeViolations()).toEqual([]);
  screen.getByRole("button", { name: "Попросити доступ: Візит до ізолятора" }).focus();
  await userEvent.keyboard("{Enter}");
  const dialog = within(await screen.findByRole("dialog", { name: "Попросити доступ: Візит до ізолятора" }));
  const submit = () => userEvent.click(dialog.getByRole("button", { name: "Надіслати прохання" }));
  await submit();
  expect(dialog.getByText(/їх прочитають ті, хто веде справу/)).toBeDefined();
  await userEvent.type(dialog.getByLabelText("Чому вам потрібна ця справа"), WHY);
  expect(await axeViolations()).toEqual([]);
  await submit();
  expect(await screen.findByText(/Ви попросили доступ 2 грудня/)).toBeDefined();
  expect(screen.queryByRole("button", { name: /Попросити доступ/ })).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Відкликати прохання: Візит до ізолятора" }));
  const sure = within(await screen.findByRole("dialog"));
  await userEvent.click(sure.getByRole("button", { name: "Відкликати прохання" }));
  await waitFor(() => expect(screen.queryByText(/Ви попросили доступ/)).toBeNull());
  expect(sent).toEqual([{ reason: WHY }, "withdrawn"]);
});

it("a refusal is read with its reason where one asked", async () => {
  const declined = {
    state: "declined" as const,
    answer: "Ідеться про інше",
    again_at: "2099-01-10T09:00:00Z",
  };
  mockDoor({ ...CARD, request: { ...REQUEST, ...declined }, allowed: [] });
  expect(await screen.findByText("Ідеться про інше")).toBeDefined();
  expect(screen.getByText(/Попросити ще раз можна з/)).toBeDefined();
  expect(await axeViolations()).toEqual([]);
});

it("who leads the dossier sees who asks and why, and lets them in or says why not", async () => {
  const sent: unknown[] = [];
  const refused = new ProblemResponse(409, "other_side");
  mockApi({
    ...page(LED),
    [`GET ${REQUESTS}`]: () => Response.json({ items: sent.length > 1 ? [] : [REQUEST] }),
    [`POST ${REQUESTS}/request-1`]: async (request: Request) => {
      sent.push(await request.json());
      return sent.length > 1 ? new Response(null, { status: 204 }) : refused;
    },
  });
  renderApp(ADDRESS);
  const card = within(await screen.findByRole("region", { name: /Просять доступ/ }));
  expect(card.getByText(WHY)).toBeDefined();
  expect(await axeViolations()).toEqual([]);
  await userEvent.click(card.getByRole("button", { name: /^Дати доступ: / }));
  const grant = within(await screen.findByRole("dialog"));
  expect(grant.getByText(/Людина читатиме справу/)).toBeDefined();
  await userEvent.click(grant.getByRole("button", { name: "Дати доступ" }));
  await waitFor(() => expect(sent).toHaveLength(1));
  await userEvent.keyboard("{Escape}");
  await userEvent.click(card.getByRole("button", { name: /^Відмовити: / }));
  const decline = within(await screen.findByRole("dialog", { name: /^Відмовити: / }));
  await userEvent.type(decline.getByLabelText("Причина"), "Ідеться про інше");
  await userEvent.click(decline.getByRole("button", { name: "Відмовити" }));
  await waitFor(() => expect(screen.queryByText(WHY)).toBeNull());
  expect(sent).toEqual([{ to: "granted" }, { to: "declined", reason: "Ідеться про інше" }]);
});

it("a reader who was let in is among the participants", async () => {
  const [someone] = DOSSIER.participants;
  const reader = { ...someone, role: "reader", part: "reader" as const, opened_at: "2026-12-02T10:00:00Z" };
  mockApi({ ...page({ ...LED, participants: [reader as never] }), [`GET ${REQUESTS}`]: { items: [] } });
  renderApp(ADDRESS);
  expect(await screen.findByText("читає справу")).toBeDefined();
  expect(screen.queryByRole("region", { name: /Просять доступ/ })).toBeNull();
});
