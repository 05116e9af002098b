import type { QueryClient } from "@tanstack/react-query";
import { getDossierEvidenceList, postDossierEvidenceList } from "@/api/generated/sdk.gen";
import type { FileOut, FormAnswerOut, FormOut } from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import { ApiProblem, NetworkError } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { uploadResumable } from "@/api/upload-in-parts";
import { withAnswer } from "@/queries/forms";
import { invalidateDossier, keys } from "@/queries/keys";
import type { EvidenceLack, OutgoingEvidence } from "./items";
import type { PendingFileStore } from "./pending-files";
import { fetchStored } from "./send-answer";

const lacks = (lack: EvidenceLack) => new ApiProblem(422, lack, lack);

/**
 * Bring evidence of an answer to the server: its file, then what it proves.
 *
 * It is one piece however often that is repeated, and a file that has come is not sent again. Nothing is sent of what
 * was removed meanwhile. Throws ApiProblem, also where the answer or the file is missing, and NetworkError.
 */
export async function sendEvidence(
  client: QueryClient,
  files: PendingFileStore,
  evidence: OutgoingEvidence,
): Promise<void> {
  const { client_id, dossier_id, evidence_of } = evidence;
  const answer = findKnown(client, evidence) ?? (await fetchStored(client, evidence, evidence_of));
  if (!answer) throw lacks("no_answer");
  const subject = `answer:${answer.id}`;
  const before = (await files.get(client_id))?.stored;
  const isThere = before && (await hasPiece(evidence, subject, before));
  if (!isThere) {
    const file = await upload(files, client_id);
    if (!(await files.get(client_id))) return;
    await addPiece(files, evidence, subject, file);
    showAdded(client, evidence);
  }
  invalidateDossier(client, dossier_id);
}

/** The file had come in an earlier attempt, whose answer may be lost for longer than the server knows its key. */
async function hasPiece(
  { dossier_id }: OutgoingEvidence,
  subject: string,
  { id }: FileOut,
): Promise<boolean> {
  const path = { dossier_id };
  const { items } = await unwrap(getDossierEvidenceList({ path, query: { subject } }));
  return items.some(({ file }) => file?.id === id);
}

async function addPiece(
  files: PendingFileStore,
  { client_id, dossier_id, title }: OutgoingEvidence,
  subject: string,
  { id, media_type }: FileOut,
): Promise<void> {
  const kind = media_type.startsWith("image/") ? "photo" : "file";
  const body = { kind, title, file: id, subject } as const;
  const headers = idempotencyKey(client_id);
  try {
    await unwrap(postDossierEvidenceList({ path: { dossier_id }, body, headers }));
  } catch (error) {
    if (error instanceof ApiProblem && error.code === DONE_BEFORE) return;
    // The server keeps a file that nothing holds for some days alone: it is sent once more.
    if (isOfFile(error)) await files.change(client_id, { stored: null });
    throw error;
  }
}

/** By this key it was added, and the answer is gone. */
const DONE_BEFORE = "answer_forgotten";

const isOfFile = (error: unknown) =>
  error instanceof ApiProblem && error.fields.some(({ pointer }) => pointer === "/file");

const answerIn = (form: FormOut | undefined, question: string) =>
  form?.sections.flatMap(({ questions }) => questions).find(({ name }) => name === question)?.answer ?? null;

function findKnown(client: QueryClient, evidence: OutgoingEvidence): FormAnswerOut | null {
  const key = keys.form(evidence.dossier_id, evidence.submission_id);
  return answerIn(client.getQueryData<FormOut>(key), evidence.evidence_of);
}

async function upload(files: PendingFileStore, key: string): Promise<FileOut> {
  const row = await files.get(key);
  if (row?.stored) return row.stored;
  const bytes = await files.bytes(key);
  if (!row || !bytes) throw lacks("no_file");
  const stored = await uploadResumable(new File([bytes], row.name, { type: row.type }), {
    place: row.place,
    onPlace: (place) => void files.change(key, { place }).catch(() => undefined),
    onProgress: () => undefined,
    signal: new AbortController().signal,
  }).catch((error: unknown) => {
    // Whatever else keeps it from going on may pass.
    throw error instanceof ApiProblem ? error : new NetworkError(error);
  });
  await files.change(key, { stored, place: null });
  return stored;
}

/** The answer has one more piece. */
function showAdded(client: QueryClient, { dossier_id, submission_id, evidence_of }: OutgoingEvidence): void {
  client.setQueryData<FormOut>(keys.form(dossier_id, submission_id), (form) => {
    const answer = answerIn(form, evidence_of);
    if (!form || !answer) return form;
    return withAnswer(form, evidence_of, { ...answer, evidence_count: answer.evidence_count + 1 });
  });
}
