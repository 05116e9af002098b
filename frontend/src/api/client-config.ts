import { activityHeader } from "@/lib/activity";
import { currentLanguage } from "@/lib/language";
import { isSharedDevice } from "@/lib/shared-device";
import { csrfToken } from "./csrf";
import type { CreateClientConfig } from "./generated/client.gen";

const SAFE = new Set(["GET", "HEAD"]);

/** Every request speaks the reader's language and says whether they are here; a change proves that it is ours. */
export async function ownFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init);
  request.headers.set("Accept-Language", currentLanguage());
  if (!SAFE.has(request.method)) request.headers.set("X-CSRFToken", csrfToken());
  if (isSharedDevice()) request.headers.set("Viche-Device", "shared");
  for (const [name, value] of Object.entries(activityHeader())) request.headers.set(name, value);
  return fetch(request);
}

export const createClientConfig: CreateClientConfig = (config) => ({
  ...config,
  baseUrl: window.location.origin,
  credentials: "same-origin",
  fetch: ownFetch,
});
