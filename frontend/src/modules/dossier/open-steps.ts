import type { DossierPageOut, OpenTransition } from "@/api/generated/types.gen";
import { findDossierKind } from "./kinds";

/** Return the steps that the reader may take, now or once something is brought. */
export function openSteps({ kind, transitions }: DossierPageOut): OpenTransition[] {
  const moot = findDossierKind(kind)?.moot ?? [];
  return transitions.filter(({ missing }) => !missing.some(({ code }) => moot.includes(code)));
}
