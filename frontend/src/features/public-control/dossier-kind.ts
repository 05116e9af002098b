import { msg } from "@lingui/core/macro";
import { IconEyeCheck } from "@tabler/icons-react";
import { lazyCards } from "@/kit/lazy-cards";
import { loadPart } from "@/lib/language";
import { registerDossierKind } from "@/modules/dossier/kinds";
import { LACKING_RECOMMENDATIONS } from "@/modules/recommendations/anchors";
import { onDemand } from "@/ui/on-demand";
import { FACTS } from "./anchors";

const PART = "public-control";

/** Add public controls: loaded with the shell, since manifests are loaded by visitors, too. */
registerDossierKind("public_control", {
  icon: IconEyeCheck,
  lead: msg`Візит або запит, звіт органу, його відповідь`,
  begin: onDemand(async () => {
    const [module] = await Promise.all([import("./begin-dialog"), loadPart(PART)]);
    return module.BeginControlDialog;
  }),
  propose: onDemand(async () => (await import("./propose-dialog")).ProposeDialog),
  cards: lazyCards(PART, async () => (await import("./dossier-cards")).DossierCards),
  aside: lazyCards(PART, async () => (await import("./dossier-aside")).DossierAside),
  audience: lazyCards(PART, async () => (await import("./audience")).Audience),
  moot: ["unannounced", "not_overdue", "replied", "not_the_authority"],
  broughtAt: { no_mandate_letter: FACTS, ...LACKING_RECOMMENDATIONS },
});
