import { IconBulb } from "@tabler/icons-react";
import { lazyPage } from "@/kit/lazy-page";
import { registerDossierKind } from "@/modules/dossier/kinds";

/** Add dossiers of recommendations: loaded with the shell, since manifests are loaded by visitors, too. */
registerDossierKind("recommendations", {
  icon: IconBulb,
  cards: lazyPage("recommendations", () => import("./dossier-cards"), "DossierCards"),
});
