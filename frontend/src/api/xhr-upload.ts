import { activityHeader } from "@/lib/activity";
import { currentLanguage } from "@/lib/language";
import { reportUnauthenticated } from "@/lib/session-ending";
import { csrfToken } from "./csrf";
import { NetworkError, problemFrom } from "./problem";

/** The line stood still until the server waited no more, or what stands before it does not reach it: as if cut. */
const TIMEOUT_STATUSES = new Set([408, 502, 504]);

interface Sending {
  headers?: Record<string, string>;
  body?: XMLHttpRequestBodyInit;
  /** Hears how much of the body has gone, from 0 to 1; `fetch` cannot tell. */
  onProgress?: (share: number) => void;
  signal: AbortSignal;
}

/** An answer of whatever status. */
export interface Answer {
  status: number;
  header: (name: string) => string | null;
  body: unknown;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The refusal that an answer is. */
export function problemFromXhr({ status, header, body }: Answer) {
  const headers = new Headers();
  const wait = header("Retry-After");
  if (wait) headers.set("Retry-After", wait);
  return problemFrom(new Response(null, { status, headers }), body);
}

/**
 * Sends something large. Throws NoConnection when the line is cut or stands still, and the reason of the signal
 * when it is called off.
 */
export function uploadRequest(method: string, address: string, sending: Sending): Promise<Answer> {
  const { headers = {}, body, onProgress, signal } = sending;
  const request = new XMLHttpRequest();
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const callOff = () => request.abort();
    request.upload.onprogress = ({ lengthComputable, loaded, total }) => {
      if (lengthComputable && total > 0) onProgress?.(loaded / total);
    };
    request.onload = () => {
      if (TIMEOUT_STATUSES.has(request.status)) return reject(new NetworkError());
      if (request.status === 401) reportUnauthenticated();
      resolve({
        status: request.status,
        header: (name) => request.getResponseHeader(name),
        body: parsed(request.responseText),
      });
    };
    request.onerror = () => reject(new NetworkError());
    request.ontimeout = () => reject(new NetworkError());
    request.onabort = () => reject(signal.reason);
    request.onloadend = () => signal.removeEventListener("abort", callOff);
    request.open(method, address);
    request.setRequestHeader("Accept-Language", currentLanguage());
    request.setRequestHeader("X-CSRFToken", csrfToken());
    for (const [name, value] of Object.entries({ ...activityHeader(), ...headers }))
      request.setRequestHeader(name, value);
    signal.addEventListener("abort", callOff);
    request.send(body);
  });
}
