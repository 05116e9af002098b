import { IconBulb } from "@tabler/icons-react";
import { lazyCards } from "@/kit/lazy-cards";
import { registerDossierKind } from "@/modules/dossier/kinds";
import { LACKING_RECOMMENDATIONS } from "@/modules/recommendations/anchors";

/** Add dossiers of recommendations: loaded with the shell, since manifests are loaded by visitors, too. */
registerDossierKind("recommendations", {
  icon: IconBulb,
  cards: lazyCards("recommendations", async () => (await import("./dossier-cards")).DossierCards),
  broughtAt: LACKING_RECOMMENDATIONS,
});
