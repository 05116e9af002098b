import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useRouter, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { FactorKind } from "@/api/sign-in";
import { isSharedDevice, setSharedDevice } from "@/lib/shared-device";
import { demoSignInsQuery, meQuery } from "@/queries/me";
import { AppLink } from "@/ui/app-link";
import { useTitle } from "@/ui/page";
import { AuthLayout } from "./auth-layout";
import { DemoPeople } from "./demo-people";
import { EndedSession } from "./ended-session";
import { Providers } from "./providers";
import { SecondStep } from "./second-step";
import classes from "./sign-in.module.css";
import { SignInForm } from "./sign-in-form";
import { useAfterSignIn } from "./use-after-sign-in";

/** The sign-in form, with the people of the demo community below it if there are any. */
export function SignInPage() {
  const { t } = useLingui();
  const { next = "/", ended } = useSearch({ from: "/sign-in" });
  const enter = useAfterSignIn(next);
  useAlreadyIn(next);
  const { data: people } = useQuery(demoSignInsQuery);
  const [kinds, setKinds] = useState<FactorKind[] | null>(null);
  useTitle(t`Вхід`);
  return (
    <AuthLayout title={<Trans>Вхід</Trans>}>
      {kinds ? (
        <SecondStep kinds={kinds} onEntered={enter} onBack={() => setKinds(null)} />
      ) : (
        <>
          <EndedSession ended={ended} />
          <SignInForm onEntered={enter} onSecondStep={setKinds} />
          <SharedDevice />
          <Providers next={next} />
          <p className={classes.aside}>
            <AppLink href="/forgotten-password">
              <Trans>Забули пароль?</Trans>
            </AppLink>
          </p>
          {people && people.length > 0 && <DemoPeople people={people} onEntered={enter} />}
        </>
      )}
    </AuthLayout>
  );
}

/** Said before any of the ways in: it holds for whichever is taken. */
function SharedDevice() {
  const { t } = useLingui();
  const [shared, setShared] = useState(isSharedDevice);
  return (
    <Checkbox
      className={classes.aside}
      label={t`Це не мій пристрій`}
      description={t`Тут нічого не збережеться: ні копій, ні чернеток, ні самого входу, коли закриєте браузер.`}
      checked={shared}
      onChange={(event) => {
        setSharedDevice(event.currentTarget.checked);
        setShared(event.currentTarget.checked);
      }}
    />
  );
}

/** Goes on to where the reader wanted to go at once, when they are signed in already. */
function useAlreadyIn(next: string): void {
  const router = useRouter();
  const { data: me } = useQuery({ ...meQuery, enabled: false });
  useEffect(() => {
    if (me) void router.navigate({ href: next, replace: true });
  }, [me, next, router]);
}
