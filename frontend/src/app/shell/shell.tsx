import { useLingui } from "@lingui/react/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Outlet, useMatches, useRouter, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from "react";
import { ownFetch } from "@/api/client-config";
import type { Me } from "@/api/generated/types.gen";
import { needsSecondFactor } from "@/api/problem";
import { reportActivity } from "@/lib/activity";
import { focusComposer } from "@/lib/composer-field";
import { TimeZoneProvider, useLocale } from "@/lib/locale";
import { lastEnding, onUnauthenticated } from "@/lib/session-ending";
import { isSharedDevice } from "@/lib/shared-device";
import { focusFilter, type Shortcut, useShortcuts } from "@/lib/shortcuts";
import { AppLayout, SideNav, TopBar } from "@/modules/layout/app-layout";
import { ConnectionBar } from "@/modules/layout/connection-bar";
import { usePushRenewal } from "@/modules/notifications/push-switch";
import { clearLocalSession, isLeaving } from "@/modules/session/clear-local-session";
import { useAccountLanguage } from "@/modules/session/use-account-language";
import { persistQueries } from "@/offline/query-persistence";
import { OutboxProvider } from "@/outbox/outbox-provider";
import { mandatesQuery, meQuery } from "@/queries/me";
import { RealtimeProvider } from "@/realtime/realtime-provider";
import { FactorBar } from "./factor-bar";
import { useNextUnread } from "./use-next-unread";
import { useNavItems } from "./use-places";

const KeysDialog = lazy(async () => ({ default: (await import("./keys-dialog")).KeysDialog }));

/** Everything that a signed-in person has around a page. */
export function Shell() {
  const { data: me } = useQuery(meQuery);
  const client = useQueryClient();
  const toSecondFactor = useSecondFactor();
  const askWhoIsHere = useSessionEnd();

  useAccountLanguage(me);

  const personId = me?.id;
  useEffect(
    () => (personId && !isSharedDevice() ? persistQueries(client, personId) : undefined),
    [client, personId],
  );
  useEffect(() => reportActivity(() => void ownFetch("/api/v1/me").catch(() => undefined)), []);

  usePushRenewal(personId);

  if (!me) return null;
  return (
    <TimeZoneProvider timeZone={me.time_zone}>
      <RealtimeProvider personId={me.id} onSignedOut={askWhoIsHere} onFactorNeeded={toSecondFactor}>
        <OutboxProvider personId={me.id}>
          <AppShell me={me} />
        </OutboxProvider>
      </RealtimeProvider>
    </TimeZoneProvider>
  );
}

/**
 * Leads to the sign-in as soon as the server says that it has ended, and leaves of the person here what that permits.
 * A refusal is no word of why: who is here is asked once more, with the key that the browser holds by then. Returns
 * that question; its answer is true while the same person is signed in.
 */
function useSessionEnd(): () => Promise<boolean> {
  const client = useQueryClient();
  const router = useRouter();
  const { data: me } = useQuery(meQuery);
  const former = useRef<string | null>(null);
  const ask = useCallback(async () => {
    await client.refetchQueries({ queryKey: meQuery.queryKey, exact: true }, { cancelRefetch: false });
    const now = client.getQueryData(meQuery.queryKey);
    return Boolean(now && now.id === former.current);
  }, [client]);
  useEffect(() => {
    const gone = former.current;
    former.current = me?.id ?? null;
    if (!gone || gone === me?.id || isLeaving()) return;
    const next = router.state.location.href;
    // Somebody else has signed in here meanwhile: of the former nothing stays.
    const ended = me ? "revoked" : lastEnding();
    void clearLocalSession(client, gone, ended).then(() => {
      if (me) client.removeQueries({ queryKey: meQuery.queryKey, exact: true });
      return router.navigate(me ? { to: "/" } : { to: "/sign-in", search: { next, ended } });
    });
  }, [client, me, router]);
  useEffect(() => onUnauthenticated(() => void ask()), [ask]);
  return ask;
}

/** Leads to where a second factor is set up, as soon as the server answers that it is needed; and back. */
function useSecondFactor(): () => void {
  const client = useQueryClient();
  const router = useRouter();
  const lead = useCallback(async () => {
    await client.invalidateQueries({ queryKey: meQuery.queryKey, refetchType: "all" });
    if (router.state.location.pathname === "/second-factor") return;
    await router.navigate({ to: "/second-factor", search: { next: router.state.location.href } });
  }, [client, router]);
  useEffect(
    () =>
      client.getQueryCache().subscribe((event) => {
        if (
          event.type === "updated" &&
          event.action.type === "error" &&
          needsSecondFactor(event.action.error)
        )
          void lead();
      }),
    [client, lead],
  );
  return lead;
}

/** A page changes without a load: the screen reader and the keyboard start anew at its content. */
function useFocusMainOnNavigate(path: string): void {
  const first = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the new path is the reason to start anew
  useEffect(() => {
    if (first.current) first.current = false;
    else document.getElementById("main")?.focus({ preventScroll: true });
  }, [path]);
}

function useKeys(): { helpOpened: boolean; closeHelp: () => void } {
  const [helpOpened, setHelpOpened] = useState(false);
  const goToNextUnread = useNextUnread();
  const router = useRouter();
  const run = useCallback(
    (shortcut: Shortcut) => {
      if (shortcut === "help") setHelpOpened(true);
      else if (shortcut === "composer") focusComposer();
      else if (shortcut === "filter") focusFilter() || void router.navigate({ to: "/search" });
      else void goToNextUnread();
    },
    [goToNextUnread, router],
  );
  useShortcuts(run);
  return { helpOpened, closeHelp: () => setHelpOpened(false) };
}

function AppShell({ me }: { me: Me }) {
  const { t } = useLingui();
  const { localize: say, dates } = useLocale();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const bare = useMatches({ select: (matches) => matches.some((match) => match.staticData.bare) });
  const places = useNavItems(path);
  const { data: mandates } = useQuery(mandatesQuery);
  const { helpOpened, closeHelp } = useKeys();
  useFocusMainOnNavigate(path);

  const organisation = mandates?.[0]?.organisation;
  const rail = (
    <SideNav
      places={places}
      search={{ href: "/search", current: path === "/search" }}
      me={{
        name: say(me.name),
        sector: organisation?.sector ?? null,
        caption: organisation ? say(organisation.short_name) : t`Ви`,
        href: "/settings",
        current: path === "/settings" || path.startsWith("/settings/"),
      }}
    />
  );
  return (
    <AppLayout rail={rail} bare={bare}>
      {!bare && <TopBar places={places} searchHref="/search" settingsHref="/settings" />}
      {!bare && me.factor_due_at && <FactorBar day={dates.long(dates.day(me.factor_due_at))} />}
      {!bare && <ConnectionBar />}
      <Outlet />
      {helpOpened && (
        <Suspense>
          <KeysDialog onClose={closeHelp} />
        </Suspense>
      )}
    </AppLayout>
  );
}
