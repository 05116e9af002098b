import type { FileOut } from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import { problemFromXhr, uploadRequest } from "./xhr-upload";

/** What the server takes at most, in bytes. */
export const LARGEST_FILE = 20 * 1024 * 1024;

/** What the server takes at all, for the `accept` of a field. */
export const ACCEPTED_FILES =
  ".png,.jpg,.jpeg,.webp,.pdf,.txt,.csv,.docx,.xlsx,.pptx,.odt,.ods,.asice,.asics,.p7s,.mp3,.m4a,.ogg,.oga,.opus,.webm,.weba";

interface UploadOptions {
  /** Hears how much of the file has gone, from 0 to 1. */
  onProgress: (share: number) => void;
  signal: AbortSignal;
}

/**
 * Sends a file at once and says how far it is. Throws ApiProblem when it is refused, NoConnection when the line is
 * cut, and the reason of the signal when it is called off.
 */
export async function uploadFile(file: File, { onProgress, signal }: UploadOptions): Promise<FileOut> {
  const body = new FormData();
  body.append("file", file);
  const answer = await uploadRequest("POST", "/api/v1/files", {
    headers: idempotencyKey(),
    body,
    onProgress,
    signal,
  });
  if (answer.status !== 201) throw problemFromXhr(answer);
  return answer.body as FileOut;
}
