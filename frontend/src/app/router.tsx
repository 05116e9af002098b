import type { QueryClient } from "@tanstack/react-query";
import { createRoute, createRouter, redirect } from "@tanstack/react-router";
import { lazy } from "react";
import type { Me } from "@/api/generated/types.gen";
import { isServerFailure, NetworkError } from "@/api/problem";
import { type Gate, rootRoute, shellRoute, signedInRoute } from "@/kit/routes";
import { provideShell } from "@/kit/shell-code";
import { keptPeople } from "@/lib/kept-people";
import { loadPart } from "@/lib/language";
import { isOnline, markOffline, onConnectivityChange, serverIsDown } from "@/lib/online";
import { lastEnding } from "@/lib/session-ending";
import { meOnPagesQuery, meQuery } from "@/queries/me";
import { publicGroupQuery } from "@/queries/public";
import { workshop } from "@/style/manifest";
import { CrashPage } from "./crash-page";
import { KINDS, ROUTES } from "./manifests";
import { NotFoundPage } from "./not-found-page";
import { PendingPage } from "./pending-page";

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}

const loadSignedIn = () => import("./signed-in");
provideShell(loadSignedIn);

/** A thread on the page of what it is about, with the words of threads. */
const threadInPlace = lazy(async () => {
  const [part] = await Promise.all([import("@/features/threads/thread-in-place"), loadPart("threads")]);
  return { default: part.ThreadInPlace };
});

let looked = false;

function isPast(moment: string | null): boolean {
  return moment !== null && new Date(moment) <= new Date();
}

/** Who was found here last, as far as this page has put in order what was kept before. */
let settledFor: string | null = null;

async function settleOnce(me: Me | null): Promise<void> {
  if (me && me.id === settledFor) return;
  settledFor = me?.id ?? null;
  if ((await keptPeople()).length === 0) return;
  const { isLeaving, settleLeftBehind } = await loadSignedIn();
  if (!isLeaving()) await settleLeftBehind(settledFor, lastEnding()).catch(() => undefined);
}

/** What was left here by a page that was closed is put in order by whichever page opens next. */
async function lookBehind(client: QueryClient): Promise<void> {
  if ((await keptPeople()).length === 0) return;
  const { purgeOverdue } = await loadSignedIn();
  await purgeOverdue();
  if ((await keptPeople()).length > 0) await settleOnce(await client.ensureQueryData(meQuery));
}

/** Return the way to the sign-in page. Of a browser that the server does not know it says no reason. */
function toSignIn(next: string) {
  const ended = lastEnding();
  return redirect({ to: "/sign-in", search: { next, ...(ended === "unknown" ? {} : { ended }) } });
}

const GROUP_PAGE = /^\/groups\/([0-9a-f-]{36})\/?$/;

/** Return the way to the public page of a group for a visitor who follows a link to it, where it has one. */
async function findPublicPage(client: QueryClient, path: string) {
  const groupId = GROUP_PAGE.exec(path)?.[1];
  // A person who was signed in on this browser came for the group itself, not for its public page.
  if (!groupId || lastEnding() !== "unknown") return null;
  const page = await client.ensureQueryData(publicGroupQuery(groupId)).catch(() => null);
  return page && redirect({ to: "/public/groups/$groupId", params: { groupId } });
}

/** Who is signed in; where no server answers, who was here last, with what they had seen. */
async function whoIsHere(client: QueryClient, query = meQuery): Promise<Me | null> {
  try {
    const me = await client.ensureQueryData(query);
    await settleOnce(me);
    return me;
  } catch (error) {
    const serverFails = isServerFailure(error);
    if (!serverFails && !(error instanceof NetworkError)) throw error;
    const { restoreCopies } = await loadSignedIn();
    const since = await restoreCopies(client);
    const me = client.getQueryData(meQuery.queryKey);
    if (!since || !me) throw error;
    if (serverFails) serverIsDown(since);
    else markOffline(since);
    const stop = onConnectivityChange(() => {
      if (!isOnline()) return;
      stop();
      void client.invalidateQueries();
    });
    return me;
  }
}

const nowhere = createRoute({ getParentRoute: () => shellRoute, path: "$", component: NotFoundPage });

function gateOf(client: QueryClient): Gate {
  return {
    onOpen: () => {
      if (looked) return;
      looked = true;
      lookBehind(client).catch(() => undefined);
    },
    requireSignIn: async (href) => {
      if (!(await whoIsHere(client))) throw toSignIn(href);
    },
    requireSetup: async (href) => {
      const me = await whoIsHere(client, meOnPagesQuery);
      if (!me) throw (await findPublicPage(client, href)) ?? toSignIn(href);
      if (isPast(me.factor_due_at)) throw redirect({ to: "/second-factor", search: { next: href } });
    },
  };
}

/** Ask who is here, where the address leads to a page of signed-in people: before the words of that page are there. */
export function askWhoIsHere(client: QueryClient, router: ReturnType<typeof makeRouter>): void {
  const [routes] = router.getMatchedRoutes(router.latestLocation.pathname);
  if (routes.some(({ id }) => id === shellRoute.id)) void client.prefetchQuery(meOnPagesQuery);
}

export function makeRouter(client: QueryClient) {
  return createRouter({
    routeTree: rootRoute.addChildren([
      shellRoute.addChildren([...ROUTES.shellPages, nowhere]),
      signedInRoute.addChildren(ROUTES.signedInPages),
      ...ROUTES.publicPages,
      ...workshop(),
    ]),
    context: { client, gate: gateOf(client), threadInPlace, ...KINDS },
    // A thread finds its own place: the first unread message.
    scrollRestoration: ({ location }) => !location.pathname.startsWith("/threads/"),
    defaultPendingMs: 300,
    defaultPendingComponent: PendingPage,
    defaultErrorComponent: CrashPage,
    defaultNotFoundComponent: NotFoundPage,
  });
}
