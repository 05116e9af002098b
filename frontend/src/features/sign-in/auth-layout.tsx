import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { chooseLanguage, currentLanguage, type Language } from "@/lib/language";
import { SkipLink } from "@/modules/layout/app-layout";
import { Wordmark } from "@/ui/logo";
import classes from "./sign-in.module.css";
import { SignInArt } from "./sign-in-art";

const LANGUAGES: [Language, string][] = [
  ["uk", "Українська"],
  ["en", "English"],
];

/** The frame of pages for who is not signed in. */
export function AuthLayout({ title, children }: { title: ReactNode; children: ReactNode }) {
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
            <h1>{title}</h1>
            {children}
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
          onClick={() => void chooseLanguage(language)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
