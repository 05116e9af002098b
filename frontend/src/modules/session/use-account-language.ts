import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { patchMyAccount } from "@/api/generated/sdk.gen";
import type { Me } from "@/api/generated/types.gen";
import { ifMatch } from "@/api/headers";
import { ApiProblem } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import {
  activateLocale,
  chosenLanguage,
  forgetChosenLanguage,
  isLanguage,
  rememberLanguage,
} from "@/lib/language";
import { keys } from "@/queries/keys";

const STALE = 412;

/**
 * Show the pages in the language of the account. A language that was chosen before sign-in is first stored in the
 * account, so that letters and other devices follow it; what fails to be stored is tried again by the next page.
 */
export function useAccountLanguage(me: Me | null | undefined): void {
  const client = useQueryClient();
  const language = me?.language;
  const version = me?.version;
  useEffect(() => {
    if (!isLanguage(language) || version === undefined) return;
    const chosen = chosenLanguage();
    if (chosen && chosen !== language) {
      unwrap(patchMyAccount({ body: { language: chosen }, headers: ifMatch(version) })).then(
        (changed) => client.setQueryData(keys.me, changed),
        (error) => {
          if (error instanceof ApiProblem && error.status === STALE)
            void client.invalidateQueries({ queryKey: keys.me });
        },
      );
      return;
    }
    forgetChosenLanguage();
    rememberLanguage(language);
    void activateLocale(language);
  }, [client, language, version]);
}
