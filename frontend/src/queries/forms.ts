import { getDossierForm, getDossierForms, getFormAnswerHistory } from "@/api/generated/sdk.gen";
import type { FormAnswerOut, FormOut } from "@/api/generated/types.gen";
import { keys } from "./keys";
import { detailQuery, listQuery } from "./query";

/** A form of a dossier as it is filled in: its questions with what was answered. */
export const formQuery = (dossierId: string, submissionId: string) =>
  detailQuery(keys.form(dossierId, submissionId), () =>
    getDossierForm({ path: { dossier_id: dossierId, submission_id: submissionId } }),
  );

/** The forms that belong to a dossier, begun or not. */
export const dossierFormsQuery = (dossierId: string) =>
  listQuery(keys.dossierForms(dossierId), () => getDossierForms({ path: { dossier_id: dossierId } }));

/** All versions of an answer, the present one first. */
export const answerHistoryQuery = (dossierId: string, submissionId: string, question: string) =>
  listQuery(keys.answerHistory(dossierId, submissionId, question), () =>
    getFormAnswerHistory({ path: { dossier_id: dossierId, submission_id: submissionId, question } }),
  );

/** Put an answer into a form that was loaded. */
export function withAnswer(form: FormOut, question: string, answer: FormAnswerOut): FormOut {
  const sections = form.sections.map((section) => ({
    ...section,
    questions: section.questions.map((one) => (one.name === question ? { ...one, answer } : one)),
  }));
  return { ...form, sections };
}
