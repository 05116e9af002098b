import "@/lib/trusted";
import "./styles.css";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ApiProblem } from "@/api/problem";
import { watchServer } from "@/api/server-watch";
import { isInternalPath } from "@/lib/is-internal-path";
import { activateLocale, initialLanguage } from "@/lib/language";
import { isOnline, onConnectivityChange } from "@/lib/online";
import { registerWhenIdle } from "@/lib/registration";
import { readNews } from "./mark-notification-read";
import { NEWS_ID, takeNotificationId } from "./notification-link";
import { Providers } from "./providers";
import { createQueryClient } from "./query-client";
import { loadReplacement } from "./replacement";
import { askWhoIsHere, makeRouter } from "./router";

const host = document.getElementById("root");
if (!host) throw new Error("index.html has no #root");

const RETRIES = 2;

/** An answer is an answer; only silence and a tired server are asked again. */
function mayPass(failures: number, error: Error): boolean {
  const final = error instanceof ApiProblem && error.status < 500;
  return !final && failures < RETRIES;
}

const client = createQueryClient({ retry: mayPass, staleTime: 30_000, refetchOnWindowFocus: true });
watchServer();
onConnectivityChange(() => {
  if (isOnline())
    void client.refetchQueries({ type: "active", predicate: ({ state }) => state.status === "error" });
});
const news = takeNotificationId();
const router = makeRouter(client);

if (news) void readNews(client, news);
askWhoIsHere(client, router);
await activateLocale(initialLanguage());

function render(root: HTMLElement): void {
  createRoot(root).render(
    <StrictMode>
      <Providers queryClient={client}>
        <RouterProvider router={router} />
      </Providers>
    </StrictMode>,
  );
}

// Without `await`: modules of pages import this one, and would wait for it while it waits for them.
if (host.hasChildNodes()) void loadReplacement(router, client).finally(() => render(host));
else render(host);

if (import.meta.env.PROD && "serviceWorker" in navigator) {
  registerWhenIdle();
  // Somebody pressed a notification of this browser: this tab leads there, without a load.
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    if (data?.type !== "open") return;
    if (isInternalPath(data.url)) router.history.push(data.url);
    if (NEWS_ID.test(data.read ?? "")) void readNews(client, data.read);
  });
}
