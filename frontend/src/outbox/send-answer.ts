import type { QueryClient } from "@tanstack/react-query";
import { putFormAnswer } from "@/api/generated/sdk.gen";
import type { FormAnswerInRequest, FormAnswerOut, FormOut } from "@/api/generated/types.gen";
import { ifMatch } from "@/api/headers";
import { isVersionConflict } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { formQuery, withAnswer } from "@/queries/forms";
import { keys } from "@/queries/keys";
import type { GivenAnswer, OutgoingAnswer } from "./items";

/** The reason counts where it is part of the answer; elsewhere it says why one of two was chosen. */
const contentOf = ({ value, note, not_applicable, reason }: GivenAnswer) =>
  JSON.stringify([value, note, not_applicable, not_applicable && reason]);

type FormRef = Pick<OutgoingAnswer, "dossier_id" | "submission_id">;

/** Load what the server has as the answer to a question. */
export async function fetchStored(
  client: QueryClient,
  form: FormRef,
  question: string,
): Promise<FormAnswerOut | null> {
  const query = formQuery(form.dossier_id, form.submission_id);
  const { sections } = await client.fetchQuery({
    ...query,
    staleTime: 0,
    retry: false,
    networkMode: "always",
  });
  const asked = sections.flatMap(({ questions }) => questions);
  return asked.find(({ name }) => name === question)?.answer ?? null;
}

/**
 * Bring an answer to the server and put it into the form that is shown; returns its version.
 *
 * Where another one is there already, the form is loaded, so that both are shown. The same answer is no conflict: it
 * had come, and only the word of that was lost.
 */
export async function sendAnswer(client: QueryClient, answer: OutgoingAnswer): Promise<number> {
  const { dossier_id, submission_id, question, given, version } = answer;
  const path = { dossier_id, submission_id, question };
  // What form its value has, its question says.
  const body = given as FormAnswerInRequest;
  try {
    const stored = await unwrap(putFormAnswer({ path, body, headers: ifMatch(version) }));
    client.setQueryData<FormOut>(keys.form(dossier_id, submission_id), (form) =>
      form ? withAnswer(form, question, stored) : form,
    );
    return stored.version;
  } catch (error) {
    if (!isVersionConflict(error)) throw error;
    const stored = await fetchStored(client, answer, question);
    if (stored && contentOf(stored) === contentOf(given)) return stored.version;
    throw error;
  }
}
