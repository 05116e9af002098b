import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { FactorKind } from "@/api/sign-in";
import { demoSignInsQuery, meQuery } from "@/data/me";
import { SkipLink } from "@/design/frame";
import { Wordmark } from "@/design/mark";
import { useTitle } from "@/design/page";
import { currentLanguage, type Language, speak } from "@/lib/language";
import { DemoPeople } from "./demo-people";
import { SecondStep } from "./second-step";
import classes from "./sign-in.module.css";
import { SignInArt } from "./sign-in-art";
import { SignInForm } from "./sign-in-form";

const LANGUAGES: [Language, string][] = [
  ["uk", "Українська"],
  ["en", "English"],
];

/** Where everybody comes in: the form first, people of the demo community below it where there are any. */
export function SignInPage() {
  const { t } = useLingui();
  const enter = useEnter();
  const { data: people } = useQuery(demoSignInsQuery);
  const [kinds, setKinds] = useState<FactorKind[] | null>(null);
  useTitle(t`Вхід`);
  return (
    <>
      <SkipLink />
      <div className={classes.gate}>
        <header className={classes.left}>
          <Wordmark height={54} />
          <div className={classes.art}>
            <SignInArt />
          </div>
          <div>
            <p className={classes.motto}>
              <Trans>Домовитись, зробити, перевірити.</Trans>
            </p>
            <p className={classes.lead}>
              <Trans>
                Поліція, школи, рада, рятувальники, бізнес і громадськість однієї громади говорять, вирішують
                і бачать, що зроблено.
              </Trans>
            </p>
          </div>
        </header>
        <main id="main" tabIndex={-1} className={classes.right}>
          <LanguageChoice />
          <div className={classes.main}>
            <h1>
              <Trans>Вхід</Trans>
            </h1>
            {kinds ? (
              <SecondStep kinds={kinds} onEntered={enter} onBack={() => setKinds(null)} />
            ) : (
              <SignInForm onEntered={enter} onSecondStep={setKinds} />
            )}
            {!kinds && people && people.length > 0 && <DemoPeople people={people} onEntered={enter} />}
          </div>
        </main>
      </div>
    </>
  );
}

function LanguageChoice() {
  const { t } = useLingui();
  const now = currentLanguage();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a frame and a legend of its own
    <div className={classes.languages} role="group" aria-label={t`Мова`}>
      {LANGUAGES.map(([language, name]) => (
        <button
          key={language}
          type="button"
          lang={language}
          aria-pressed={language === now}
          onClick={() => void speak(language)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}

/** Goes on to where the reader wanted to go; at once, when they are signed in already. */
function useEnter(): () => Promise<void> {
  const client = useQueryClient();
  const router = useRouter();
  const { next = "/" } = useSearch({ from: "/sign-in" });
  const { data: me } = useQuery({ ...meQuery, enabled: false });
  const enter = async () => {
    client.clear();
    await router.navigate({ href: next, replace: true });
  };
  useEffect(() => {
    if (me) void router.navigate({ href: next, replace: true });
  }, [me, next, router]);
  return enter;
}
