import { QueryClient } from "@tanstack/react-query";
import { expect, it } from "vitest";
import { keys } from "@/queries/keys";
import { DOSSIER_ID, PATH } from "@/testing/dossier-samples";
import { aForm, anAnswer, BUTTON, FORM_ID } from "@/testing/form-samples";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import type { OutgoingAnswer } from "./items";
import { sendAnswer } from "./send-answer";

const ADDRESS = `${PATH}/forms/${FORM_ID}`;
const ANSWER: OutgoingAnswer = {
  ...{ client_id: "a", dossier_id: DOSSIER_ID, submission_id: FORM_ID, question: "button", version: 0 },
  ...{ given: { value: "some", note: "", not_applicable: false, reason: "" }, refusal: null },
  ...{ said_at: "2026-12-02T12:00:00Z", written_at: "2026-12-02T12:00:00Z" },
};

function stored(value: unknown, more = {}) {
  const client = new QueryClient();
  const form = aForm([{ ...BUTTON, answer: { ...anAnswer(value, 7), ...more } }]);
  mockApi({
    [`PUT ${ADDRESS}/answers/button`]: new ProblemResponse(412, "stale"),
    [`GET ${ADDRESS}`]: form,
  });
  return { client, form };
}

it("takes an answer that had come, though its word was lost, for sent", async () => {
  const { client } = stored("some");
  await expect(sendAnswer(client, ANSWER)).resolves.toBe(7);
});

it("loads what somebody else has answered", async () => {
  const { client, form } = stored("all");
  await expect(sendAnswer(client, ANSWER)).rejects.toMatchObject({ status: 412 });
  expect(client.getQueryData(keys.form(DOSSIER_ID, FORM_ID))).toEqual(form);
});

it("tells two reasons apart for which a question does not apply", async () => {
  const { client } = stored(null, { not_applicable: true, reason: "Кнопок немає" });
  const given = { value: null, note: "", not_applicable: true, reason: "Нас не пустили" };
  await expect(sendAnswer(client, { ...ANSWER, given })).rejects.toMatchObject({ status: 412 });
});
