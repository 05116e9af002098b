import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams, useRouter } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { postReturnedIdentity } from "@/api/generated/sdk.gen";
import type { Me } from "@/api/generated/types.gen";
import { ApiProblem } from "@/api/problem";
import { type FactorKind, type Returned, signInThrough } from "@/api/sign-in";
import { unwrap } from "@/api/unwrap";
import { QueryBoundary } from "@/kit/query-boundary";
import { useTransportError } from "@/kit/use-transport-error";
import { externalRedirect } from "@/lib/external-redirect";
import { isInternalPath } from "@/lib/is-internal-path";
import { keys } from "@/queries/keys";
import { meQuery } from "@/queries/me";
import { ButtonLink } from "@/ui/button";
import { LoadingState } from "@/ui/feedback";
import { useTitle } from "@/ui/page";
import { toast } from "@/ui/toast";
import { AuthLayout } from "./auth-layout";
import { FormProblem } from "./refusal";
import { SecondStep } from "./second-step";
import { useAfterSignIn } from "./use-after-sign-in";

interface Brought extends Returned {
  /** Why the organisation signed nobody in (RFC 6749 §4.1.2.1). */
  error: string;
}

/** What stands in the address, taken out of it so that it stays in no history. */
function useBrought(): Brought {
  const { provider } = useParams({ from: "/sign-in/return/$provider" });
  const [brought] = useState(() => {
    const query = new URLSearchParams(window.location.search);
    const word = (name: string) => query.get(name) ?? "";
    return { provider, state: word("state"), code: word("code"), iss: word("iss"), error: word("error") };
  });
  useEffect(() => {
    window.history.replaceState(window.history.state, "", window.location.pathname);
  }, []);
  return brought;
}

/** Back from an organisation's own sign-in: to come in, or to link an account there with one's own. */
export function OidcCallbackPage() {
  const { t } = useLingui();
  const brought = useBrought();
  const me = useQuery(meQuery);
  // Who is signed in now may have become so by this very page: what counts is how it began.
  const [began, setBegan] = useState<{ me: Me | null }>();
  if (me.isSuccess && !began) setBegan({ me: me.data });
  useTitle(t`Вхід`);
  return (
    <AuthLayout title={<Trans>Вхід</Trans>}>
      {brought.error || !brought.code ? (
        <NotSignedIn linking={Boolean(me.data)} />
      ) : began ? (
        began.me ? (
          <Linking brought={brought} />
        ) : (
          <Entering brought={brought} />
        )
      ) : (
        <QueryBoundary query={me}>{() => null}</QueryBoundary>
      )}
    </AuthLayout>
  );
}

/** Once, whatever is drawn anew or forgotten meanwhile: what was brought back is good for one try. */
function useOnce<T>(brought: Returned, work: () => Promise<T>) {
  const tried = useRef<Promise<T>>(undefined);
  const attempt = () => {
    tried.current ??= work();
    return tried.current;
  };
  return useQuery({
    queryKey: ["returned", brought.state],
    queryFn: attempt,
    retry: false,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

function Entering({ brought: { error: _error, ...returned } }: { brought: Brought }) {
  const [next] = useState(() => externalRedirect.next());
  const enter = useAfterSignIn(isInternalPath(next) ? next : "/");
  const [kinds, setKinds] = useState<FactorKind[]>();
  const entering = useOnce(returned, async () => {
    const wanted = await signInThrough(returned);
    if (wanted) setKinds(wanted);
    else await enter();
    return true;
  });
  const router = useRouter();
  if (kinds)
    return (
      <SecondStep kinds={kinds} onEntered={enter} onBack={() => void router.navigate({ to: "/sign-in" })} />
    );
  if (entering.error) return <Refused error={entering.error} linking={false} />;
  return (
    <LoadingState>
      <Trans>Впускаємо…</Trans>
    </LoadingState>
  );
}

function Linking({ brought: { error: _error, ...returned } }: { brought: Brought }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const router = useRouter();
  const linking = useOnce(returned, async () => {
    await unwrap(postReturnedIdentity({ body: returned }));
    void client.invalidateQueries({ queryKey: keys.identities });
    toast(t`Вхід через організацію додано`);
    await router.navigate({ to: "/settings/security", replace: true });
    return true;
  });
  if (linking.error) return <Refused error={linking.error} linking />;
  return (
    <LoadingState>
      <Trans>Додаємо вхід…</Trans>
    </LoadingState>
  );
}

function Refused({ error, linking }: { error: Error; linking: boolean }) {
  const { t } = useLingui();
  const unheard = useTransportError();
  const said = error instanceof ApiProblem ? error.message : undefined;
  return (
    <div className="v-stack">
      <FormProblem>{said || unheard(error) || t`Не вдалося. Спробуйте ще.`}</FormProblem>
      <WayBack linking={linking} />
    </div>
  );
}

function NotSignedIn({ linking }: { linking: boolean }) {
  return (
    <div role="alert" className="v-stack">
      <p>
        <Trans>Організація нікого не впустила: вхід там перервано або не дозволено.</Trans>
      </p>
      <WayBack linking={linking} />
    </div>
  );
}

function WayBack({ linking }: { linking: boolean }) {
  return linking ? (
    <ButtonLink kind="quiet" href="/settings/security">
      <Trans>До налаштувань</Trans>
    </ButtonLink>
  ) : (
    <ButtonLink kind="quiet" href="/sign-in">
      <Trans>Увійти інакше</Trans>
    </ButtonLink>
  );
}
