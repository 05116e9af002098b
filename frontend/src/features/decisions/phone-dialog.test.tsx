import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { DECISION, DECISION_PAGE, DECISION_PATH, decisionPage, HUB_VOTER } from "@/testing/decision-samples";
import { renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

const VOTER = { ...HUB_VOTER, seat: null };

const aPerson = (id: string) => ({ id, name: { uk: id, en: "" }, gender: "feminine" });

it("records by phone for an organisation, and who of it said so", async () => {
  const sent: unknown[] = [];
  const members = ["first", "second"].map((id) => ({
    ...{ id, role: "member", organisation: VOTER.organisation },
    person: aPerson(id),
    // Who has a seat stands in for the other one, too.
    deputy: id === "first" ? aPerson("second") : null,
  }));
  mockApi({
    ...decisionPage({ voters: [VOTER], mine: [], allowed: ["read", "record_vote"] }),
    [`GET /api/v1/groups/${DECISION.group.id}/members`]: { items: members },
    [`PUT ${DECISION_PATH}/voters/${VOTER.id}/phone-vote`]: async (request: Request) => {
      sent.push(await request.json());
      return DECISION;
    },
  } as never);
  renderApp(DECISION_PAGE);
  await userEvent.click(await screen.findByRole("button", { name: "Ще" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Записати телефонну відповідь" }));
  await userEvent.click(await screen.findByRole("combobox", { name: "Хто це сказав" }));
  await userEvent.click(await screen.findByRole("option", { name: "second" }));
  await userEvent.click(screen.getByRole("radio", { name: /^Згода/ }));
  await userEvent.click(screen.getByRole("button", { name: "Записати" }));
  await waitFor(() => expect(sent).toEqual([{ answer: "consent", said_by: "second" }]));
});
