import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Disclosure } from "./disclosure";

interface EnglishProps {
  /** Something is written there already, or waits for a repair: it is in sight from the start. */
  opened: boolean;
  children: ReactNode;
}

/** The same words in English, for those who need them. */
export function EnglishFields(props: EnglishProps) {
  return <Disclosure label={<Trans>Англійською</Trans>} {...props} />;
}
