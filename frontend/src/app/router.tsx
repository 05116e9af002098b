import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute, createRouter, redirect } from "@tanstack/react-router";
import { type ComponentType, lazy } from "react";
import type { Me } from "@/api/generated/types.gen";
import { isServerFailure, NetworkError } from "@/api/problem";
import { isInternalPath } from "@/lib/is-internal-path";
import { keptPeople } from "@/lib/kept-people";
import { loadPart } from "@/lib/language";
import { isOnline, markOffline, onConnectivityChange, serverIsDown } from "@/lib/online";
import { type Ending, isEnding, lastEnding } from "@/lib/session-ending";
import { type Asked, isAsked } from "@/modules/reminders/deep-link-actions";
import { meOnPagesQuery, meQuery } from "@/queries/me";
import {
  publicGroupQuery,
  publicMessagesQuery,
  publicPromisesQuery,
  publicThreadQuery,
  publicThreadsQuery,
} from "@/queries/public";
import { parseSearchParams } from "@/queries/search";
import { accessRoutes } from "./access-routes";
import { CrashPage } from "./crash-page";
import { lazyPage } from "./lazy-page";
import { linkRoutes } from "./link-routes";
import { NotFoundPage } from "./not-found-page";
import { PendingPage } from "./pending-page";
import { registerRoutes } from "./register-routes";

interface Context {
  client: QueryClient;
}

declare module "@tanstack/react-router" {
  interface StaticDataRouteOption {
    /** On a phone the page has a bar of its own and takes the whole height. */
    bare?: boolean;
    /** Shows a thread on a page of another feature. */
    threadInPlace?: ComponentType<{ threadId: string }>;
  }
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}

const loadSignedIn = () => import("./signed-in");

/**
 * Begin to load what a page shows, by queries that come with the code of all pages inside. The page waits for that code
 * in any case; were it shown before this, it would ask for each part by itself.
 */
async function begin(load: (code: Awaited<ReturnType<typeof loadSignedIn>>) => Promise<unknown>) {
  const code = await loadSignedIn().catch(() => null);
  // Without a line what is kept is shown from where it was left.
  if (code) load(code).catch(() => undefined);
}

/** A thread on the page of what it is about, with the words of threads. */
const threadInPlace = lazy(async () => {
  const [part] = await Promise.all([import("@/features/threads/thread-in-place"), loadPart("threads")]);
  return { default: part.ThreadInPlace };
});

let looked = false;

const root = createRootRouteWithContext<Context>()({
  beforeLoad: ({ context }) => {
    if (looked) return;
    looked = true;
    lookBehind(context.client).catch(() => undefined);
  },
});

function isPast(moment: string | null): boolean {
  return moment !== null && new Date(moment) <= new Date();
}

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search: Record<string, unknown>): { next?: string; ended?: Ending } => ({
    ...(isInternalPath(search.next) ? { next: search.next } : {}),
    ...(isEnding(search.ended) ? { ended: search.ended } : {}),
  }),
  component: lazyPage("sign-in", () => import("@/features/sign-in/sign-in-page"), "SignInPage"),
});

/** Where an organisation's own sign-in sends the browser back. */
const returned = createRoute({
  getParentRoute: () => root,
  path: "/sign-in/return/$provider",
  component: lazyPage("sign-in", () => import("@/features/sign-in/oidc-callback-page"), "OidcCallbackPage"),
});

/** Where a person sets up the second factor that their role needs, before anything else opens. */
const secondFactor = createRoute({
  getParentRoute: () => root,
  path: "/second-factor",
  validateSearch: (search: Record<string, unknown>): { next?: string } =>
    isInternalPath(search.next) ? { next: search.next } : {},
  component: lazyPage(
    "second-factor",
    () => import("@/features/second-factor/second-factor-page"),
    "SecondFactorPage",
  ),
  beforeLoad: async ({ context, location }) => {
    const me = await whoIsHere(context.client);
    if (!me) throw toSignIn(location.href);
  },
});

const publicGroup = createRoute({
  getParentRoute: () => root,
  path: "/public/groups/$groupId",
  loader: ({ context: { client }, params: { groupId } }) => {
    void client.prefetchQuery(publicGroupQuery(groupId));
    void client.prefetchInfiniteQuery(publicPromisesQuery(groupId));
    void client.prefetchInfiniteQuery(publicThreadsQuery(groupId));
  },
  component: lazyPage("public", () => import("@/features/public/public-group-page"), "PublicGroupPage"),
});

const publicThread = createRoute({
  getParentRoute: () => root,
  path: "/public/threads/$threadId",
  loader: ({ context: { client }, params: { threadId } }) => {
    void client.prefetchQuery(publicThreadQuery(threadId));
    void client.prefetchInfiniteQuery(publicMessagesQuery(threadId));
  },
  component: lazyPage("public", () => import("@/features/public/public-thread-page"), "PublicThreadPage"),
});

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

// Loaders only start to load: the page is shown at once, and shows by itself what is not there yet.
const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  component: lazyPage("shell", loadSignedIn, "Shell"),
  beforeLoad: async ({ context, location }) => {
    const me = await whoIsHere(context.client, meOnPagesQuery);
    if (!me) throw toSignIn(location.href);
    if (isPast(me.factor_due_at)) throw redirect({ to: "/second-factor", search: { next: location.href } });
  },
});

const today = createRoute({
  getParentRoute: () => inside,
  path: "/",
  loader: ({ context: { client } }) => begin(({ todayQuery }) => client.prefetchQuery(todayQuery)),
  component: lazyPage("shell", loadSignedIn, "TodayPage"),
});

const groups = createRoute({
  getParentRoute: () => inside,
  path: "/groups",
  loader: ({ context: { client } }) => begin(({ groupsQuery }) => client.prefetchQuery(groupsQuery)),
  component: lazyPage("groups", () => import("@/features/groups/groups-page"), "GroupsPage"),
});

const foundGroup = createRoute({
  getParentRoute: () => inside,
  path: "/groups/new",
  validateSearch: (search: Record<string, unknown>): { parent?: string; place?: string } => ({
    ...(typeof search.parent === "string" ? { parent: search.parent } : {}),
    ...(typeof search.place === "string" ? { place: search.place } : {}),
  }),
  component: lazyPage("groups", () => import("@/features/groups/found-group-page"), "FoundGroupPage"),
});

const directory = createRoute({
  getParentRoute: () => inside,
  path: "/groups/directory",
  component: lazyPage("groups", () => import("@/features/groups/directory-page"), "DirectoryPage"),
});

const groupPage = lazyPage("groups", () => import("@/features/groups/group-page"), "GroupPage");

const group = createRoute({
  getParentRoute: () => inside,
  path: "/groups/$groupId",
  loader: ({ context: { client }, params: { groupId } }) =>
    begin(({ groupQuery }) => client.prefetchQuery(groupQuery(groupId))),
  component: groupPage,
});

const groupSection = createRoute({
  getParentRoute: () => inside,
  path: "/groups/$groupId/$section",
  // An address that is read as JSON turns what looks like a number or a truth into one.
  validateSearch: ({ tag }: Record<string, unknown>): { tag?: string } =>
    tag === undefined || typeof tag === "object" ? {} : { tag: String(tag) },
  loader: ({ context: { client }, params: { groupId } }) =>
    begin(({ groupQuery }) => client.prefetchQuery(groupQuery(groupId))),
  component: groupPage,
});

const thread = createRoute({
  getParentRoute: () => inside,
  path: "/threads/$threadId",
  staticData: { bare: true },
  validateSearch: (search: Record<string, unknown>): { message?: number } =>
    Number.isInteger(search.message) ? { message: search.message as number } : {},
  loaderDeps: ({ search }) => ({ message: search.message }),
  loader: ({ context: { client }, params: { threadId }, deps: { message } }) =>
    begin(({ openMessages, openThread }) =>
      Promise.all([openThread(client, threadId), openMessages(client, threadId, message)]),
    ),
  component: lazyPage("threads", () => import("@/features/threads/thread-page"), "ThreadPage"),
});

const actions = createRoute({
  getParentRoute: () => inside,
  path: "/actions",
  validateSearch: (search: Record<string, unknown>): { group?: string; show?: "waiting" | "own" } => ({
    ...(typeof search.group === "string" ? { group: search.group } : {}),
    ...(search.show === "waiting" || search.show === "own" ? { show: search.show } : {}),
  }),
  loader: ({ context: { client } }) => begin(({ actionsQuery }) => client.prefetchQuery(actionsQuery({}))),
  component: lazyPage("actions", () => import("@/features/actions/board-page"), "BoardPage"),
});

const action = createRoute({
  getParentRoute: () => inside,
  path: "/actions/$actionId",
  staticData: { threadInPlace },
  validateSearch: (search: Record<string, unknown>): { do?: Asked } =>
    isAsked(search.do) ? { do: search.do } : {},
  loader: ({ context: { client }, params: { actionId } }) =>
    begin(({ actionQuery }) => client.prefetchQuery(actionQuery(actionId))),
  component: lazyPage("actions", () => import("@/features/actions/action-page"), "ActionPage"),
});

const inbox = createRoute({
  getParentRoute: () => inside,
  path: "/inbox",
  loader: ({ context: { client } }) =>
    begin(({ answersQuery, newsQuery }) =>
      Promise.all([answersQuery, newsQuery].map((query) => client.prefetchInfiniteQuery(query))),
    ),
  component: lazyPage("inbox", () => import("@/features/inbox/inbox-page"), "InboxPage"),
});

const search = createRoute({
  getParentRoute: () => inside,
  path: "/search",
  validateSearch: parseSearchParams,
  component: lazyPage("search", () => import("@/features/search/search-page"), "SearchPage"),
});

const settings = createRoute({
  getParentRoute: () => inside,
  path: "/settings",
  component: lazyPage("settings", () => import("@/features/settings/profile-page"), "ProfilePage"),
});

const notificationSettings = createRoute({
  getParentRoute: () => inside,
  path: "/settings/notifications",
  component: lazyPage(
    "settings",
    () => import("@/features/settings/notification-settings-page"),
    "NotificationSettingsPage",
  ),
});

const security = createRoute({
  getParentRoute: () => inside,
  path: "/settings/security",
  component: lazyPage("settings", () => import("@/features/settings/security-page"), "SecurityPage"),
});

const system = createRoute({
  getParentRoute: () => inside,
  path: "/system",
  component: lazyPage("system", () => import("@/features/system/system-page"), "SystemPage"),
});

const people = createRoute({
  getParentRoute: () => inside,
  path: "/people",
  component: lazyPage("people", () => import("@/features/people/people-page"), "PeoplePage"),
});

const providers = createRoute({
  getParentRoute: () => inside,
  path: "/identity-providers",
  component: lazyPage("providers", () => import("@/features/providers/providers-page"), "ProvidersPage"),
});

const nowhere = createRoute({ getParentRoute: () => inside, path: "$", component: NotFoundPage });

const pages = inside.addChildren([
  today,
  groups,
  foundGroup,
  directory,
  group,
  groupSection,
  thread,
  actions,
  action,
  inbox,
  search,
  settings,
  notificationSettings,
  security,
  system,
  people,
  providers,
  ...accessRoutes(() => inside),
  ...registerRoutes(() => inside),
  nowhere,
]);

/** The look on one page: for those who build, so it is not part of what is delivered. */
function workshop() {
  if (!import.meta.env.DEV && !import.meta.env.VITE_WORKSHOP) return [];
  return [
    createRoute({
      getParentRoute: () => root,
      path: "/style",
      component: lazyPage("shell", () => import("@/style/style-page"), "StylePage"),
    }),
  ];
}

/** Ask who is here, where the address leads to a page of signed-in people: before the words of that page are there. */
export function askWhoIsHere(client: QueryClient, router: ReturnType<typeof makeRouter>): void {
  const [routes] = router.getMatchedRoutes(router.latestLocation.pathname);
  if (routes.some(({ id }) => id === inside.id)) void client.prefetchQuery(meOnPagesQuery);
}

export function makeRouter(client: QueryClient) {
  return createRouter({
    routeTree: root.addChildren([
      pages,
      signIn,
      returned,
      secondFactor,
      publicGroup,
      publicThread,
      ...linkRoutes(() => root),
      ...workshop(),
    ]),
    context: { client },
    // A thread finds its own place: the first unread message.
    scrollRestoration: ({ location }) => !location.pathname.startsWith("/threads/"),
    defaultPendingMs: 300,
    defaultPendingComponent: PendingPage,
    defaultErrorComponent: CrashPage,
    defaultNotFoundComponent: NotFoundPage,
  });
}
