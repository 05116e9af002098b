import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { chooseLanguage, currentLanguage } from "@/lib/language";
import { pathTo } from "@/lib/paths";
import { SkipLink } from "@/modules/layout/app-layout";
import { AppLink } from "@/ui/app-link";
import { ButtonLink } from "@/ui/button";
import { Wordmark } from "@/ui/logo";
import classes from "./public.module.css";

interface PublicFrameProps {
  place?: ReactNode;
  /** The page for those who sign in here. */
  next?: string;
  children: ReactNode;
}

/** A page that needs no sign-in: whose it is, the other language, and the way in. */
export function PublicFrame({ place, next, children }: PublicFrameProps) {
  const { t } = useLingui();
  const other = currentLanguage() === "uk" ? "en" : "uk";
  return (
    <>
      <SkipLink />
      <header className={classes.bar}>
        <AppLink href="/" className={classes.home} aria-label={t`Віче`}>
          <Wordmark height={34} />
        </AppLink>
        <p className="v-small v-t2">{place}</p>
        <button
          type="button"
          lang={other}
          className={classes.language}
          onClick={() => void chooseLanguage(other)}
        >
          {other === "en" ? "English" : "Українська"}
        </button>
        <ButtonLink kind="quiet" href={next ? pathTo("/sign-in", {}, { next }) : "/sign-in"}>
          <Trans>Увійти</Trans>
        </ButtonLink>
      </header>
      <main id="main" tabIndex={-1} className={classes.page}>
        {children}
      </main>
    </>
  );
}
