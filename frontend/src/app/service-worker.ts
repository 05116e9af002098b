/// <reference lib="webworker" />
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from "workbox-precaching";
import { registerRoute } from "workbox-routing";
import { CacheFirst } from "workbox-strategies";
import { openNews, showNews } from "./push-worker";

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: { url: string; revision: string | null }[] };

// The program itself opens without a connection. What people wrote is never kept here: only the page may keep it,
// and it forgets it at sign-out. Without a directory index, so that `/` is answered by the handler of all pages
// below: the server varies index.html by language and cookie, and the headers of a navigation match no kept copy.
precacheAndRoute(self.__WB_MANIFEST, { directoryIndex: "" });
cleanupOutdatedCaches();

// Files of other pages are kept as they are used. A new version begins with none: each of its names is new.
const USED_FILES = "viche-used-files";
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith("/assets/"),
  new CacheFirst({ cacheName: USED_FILES, matchOptions: { ignoreVary: true } }),
);
self.addEventListener("activate", (event) => event.waitUntil(caches.delete(USED_FILES)));

const page = createHandlerBoundToURL("/index.html");
const SERVER_PATHS = /^\/(api|_allauth|ws|static|unsubscribe|mute|feeds|a|healthz|readyz)(\/|$)/;

/** The server fills these with their content, and answers 404 once they are withdrawn: never from the cache. */
const FILLED_PATHS = /^\/public\/(groups|threads)\//;

self.addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  if (event.request.mode !== "navigate" || SERVER_PATHS.test(pathname)) return;
  const cached = () => page({ event, request: event.request, url: new URL(event.request.url) });
  event.respondWith(FILLED_PATHS.test(pathname) ? fetchFilled(event.request, cached) : cached());
});

/** Fetch a page that the server fills; where it does not answer, the cached page says so. */
async function fetchFilled(request: Request, cached: () => Promise<Response>): Promise<Response> {
  const answer = await fetch(request).catch(() => null);
  return answer && answer.status < 500 ? answer : cached();
}

self.addEventListener("message", (event: ExtendableMessageEvent) => {
  if (event.data === "skip-waiting") void self.skipWaiting();
});

/** How many buttons this browser shows below a notification; some know of no notifications at all. */
const buttons = "Notification" in self ? (Notification as { maxActions?: number }).maxActions : undefined;

self.addEventListener("push", (event) => {
  event.waitUntil(showNews(event.data?.text(), self.registration, buttons));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openNews(event.notification.data, self.clients, event.action));
});
