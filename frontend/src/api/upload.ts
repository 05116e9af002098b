import { csrfToken } from "@/api/csrf";
import type { FileOut } from "@/api/generated/types.gen";
import { once } from "@/api/headers";
import { NoConnection, problemFrom } from "@/api/problem";
import { currentLanguage } from "@/lib/language";

/** What the server takes at most, in bytes. */
export const LARGEST_FILE = 20 * 1024 * 1024;

interface UploadOptions {
  /** Hears how much of the file has gone, from 0 to 1. */
  onProgress: (share: number) => void;
  signal: AbortSignal;
}

function answerOf(request: XMLHttpRequest): FileOut {
  const body: unknown = parsed(request.responseText);
  if (request.status === 201) return body as FileOut;
  const headers = new Headers();
  const wait = request.getResponseHeader("Retry-After");
  if (wait) headers.set("Retry-After", wait);
  throw problemFrom(new Response(null, { status: request.status, headers }), body);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * Sends a file and says how far it is; `fetch` cannot tell. Throws ApiProblem when it is refused, NoConnection when
 * the line is cut, and the reason of the signal when it is called off.
 */
export function uploadFile(file: File, { onProgress, signal }: UploadOptions): Promise<FileOut> {
  const form = new FormData();
  form.append("file", file);
  const request = new XMLHttpRequest();
  return new Promise((resolve, reject) => {
    const callOff = () => request.abort();
    request.upload.onprogress = ({ lengthComputable, loaded, total }) => {
      if (lengthComputable && total > 0) onProgress(loaded / total);
    };
    request.onload = () => {
      try {
        resolve(answerOf(request));
      } catch (error) {
        reject(error);
      }
    };
    request.onerror = () => reject(new NoConnection());
    request.onabort = () => reject(signal.reason);
    request.onloadend = () => signal.removeEventListener("abort", callOff);
    request.open("POST", "/api/v1/files");
    for (const [name, value] of Object.entries(once())) request.setRequestHeader(name, value);
    request.setRequestHeader("Accept-Language", currentLanguage());
    request.setRequestHeader("X-CSRFToken", csrfToken());
    signal.addEventListener("abort", callOff);
    request.send(form);
  });
}
