import { currentLanguage } from "@/lib/language";
import { csrfToken } from "./csrf";
import type { CreateClientConfig } from "./generated/client.gen";

const SAFE = new Set(["GET", "HEAD"]);

/** Every request speaks the reader's language; every change proves that it comes from this page. */
export async function ownFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init);
  request.headers.set("Accept-Language", currentLanguage());
  if (!SAFE.has(request.method)) request.headers.set("X-CSRFToken", csrfToken());
  return fetch(request);
}

export const createClientConfig: CreateClientConfig = (config) => ({
  ...config,
  baseUrl: window.location.origin,
  credentials: "same-origin",
  fetch: ownFetch,
});
