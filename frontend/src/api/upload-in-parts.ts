import type { FileOut } from "@/api/generated/types.gen";
import { uploadFile } from "@/api/upload";
import { type Answer, problemFromXhr, uploadRequest } from "./xhr-upload";

/** A file up to this size goes at once. */
const SMALL = 256 * 1024;
const TUS = { "Tus-Resumable": "1.0.0" };
/** Parts are as large as the line carries in some seconds: what a cut may cost, and what a request costs. */
const FIRST_PART = 128 * 1024;
const SMALLEST_PART = 32 * 1024;
const LARGEST_PART = 4 * 1024 * 1024;
const QUICK_MS = 2_000;
const SLOW_MS = 8_000;
/** Somebody else who brings the same file, or a server that forgets: it is not tried for ever. */
const MOST_SETBACKS = 5;

/** The file is where it was chosen no more, or it has changed since. */
export class FileUnreadableError extends Error {}

interface PartsOptions {
  /** Where the server takes it, if some of it has gone before. */
  place: string | null;
  /** Hears of the place when it is known. */
  onPlace: (place: string) => void;
  onProgress: (share: number) => void;
  signal: AbortSignal;
}

/** Brings a file, a small one at once. Throws as `uploadInParts` does. */
export function uploadResumable(file: File, options: PartsOptions): Promise<FileOut> {
  return file.size > SMALL ? uploadInParts(file, options) : uploadFile(file, options);
}

/**
 * Brings a file part by part (tus 1.0) and goes on where it stopped. Throws ApiProblem, NoConnection, Unreadable, and
 * the reason of the signal when it is called off.
 */
export async function uploadInParts(file: File, options: PartsOptions): Promise<FileOut> {
  const { signal, onPlace } = options;
  let place = options.place;
  for (let setbacks = 0; setbacks < MOST_SETBACKS; setbacks++) {
    let known = place && (await arrived(place, signal));
    if (!place || known === null) {
      place = await begin(file, signal);
      onPlace(place);
      known = 0;
    }
    const answer = await finished(file, place, Number(known), options);
    if (answer.status === 201) return answer.body as FileOut;
    // Somebody was faster, or an answer was lost; or nothing is known of it any more.
    if (answer.status !== 404 && answer.status !== 409) throw problemFromXhr(answer);
  }
  throw new Error("no progress");
}

/** Sends all that the server does not know and has it made a file; or the first answer that is none of it. */
async function finished(file: File, place: string, known: number, options: PartsOptions): Promise<Answer> {
  const { onProgress, signal } = options;
  let size = FIRST_PART;
  for (let from = known; from < file.size; ) {
    onProgress(from / file.size);
    const body = await bytesOf(file.slice(from, from + size));
    const started = performance.now();
    const answer = await uploadRequest("PATCH", place, {
      headers: { ...TUS, "Upload-Offset": `${from}`, "Content-Type": "application/offset+octet-stream" },
      body,
      onProgress: (share) => onProgress((from + share * body.byteLength) / file.size),
      signal,
    });
    if (answer.status !== 204) return answer;
    from += body.byteLength;
    size = next(size, performance.now() - started);
  }
  onProgress(1);
  return uploadRequest("POST", `${place}/file`, { signal });
}

/** Whoever lets go of a file tells the server, which would keep it for a day. */
export function abandonUpload(place: string): void {
  const signal = new AbortController().signal;
  uploadRequest("DELETE", place, { headers: TUS, signal }).catch(() => undefined);
}

async function begin(file: File, signal: AbortSignal): Promise<string> {
  const told = { "Upload-Length": `${file.size}`, "Upload-Metadata": `filename ${base64(file.name)}` };
  const answer = await uploadRequest("POST", "/api/v1/uploads", { headers: { ...TUS, ...told }, signal });
  const place = answer.header("Location");
  if (answer.status !== 201 || !place) throw problemFromXhr(answer);
  return place;
}

/** How much of it is there; null where nothing is known of it any more. */
async function arrived(place: string, signal: AbortSignal): Promise<number | null> {
  const answer = await uploadRequest("HEAD", place, { headers: TUS, signal });
  if (answer.status === 404 || answer.status === 410) return null;
  if (answer.status !== 200) throw problemFromXhr(answer);
  return Number(answer.header("Upload-Offset"));
}

async function bytesOf(part: Blob): Promise<ArrayBuffer> {
  try {
    return await part.arrayBuffer();
  } catch (error) {
    throw new FileUnreadableError("unreadable", { cause: error });
  }
}

function next(size: number, took: number): number {
  if (took < QUICK_MS) return Math.min(size * 2, LARGEST_PART);
  return took > SLOW_MS ? Math.max(size / 2, SMALLEST_PART) : size;
}

function base64(name: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(name)));
}
