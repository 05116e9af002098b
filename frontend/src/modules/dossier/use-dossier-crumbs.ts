import { useLingui } from "@lingui/react/macro";
import type { DossierCardOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { groupPath } from "@/modules/entities/paths";

/** Where a dossier stands: in the programmes of its group. */
export function useDossierCrumbs({ id, name }: DossierCardOut["group"]) {
  const { t } = useLingui();
  const { localize } = useLocale();
  return {
    crumbsLabel: t`Де ви`,
    crumbs: [
      { label: t`Програми`, href: "/programmes" as const },
      { label: localize(name), href: groupPath(id, "programmes") },
    ],
  };
}
