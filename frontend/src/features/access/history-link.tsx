import { Trans, useLingui } from "@lingui/react/macro";
import { pathTo } from "@/lib/paths";
import type { EntityRef } from "@/queries/keys";
import { AppLink } from "@/ui/app-link";

/** The way to every reason for which a person sees a thing, and saw it. */
export function HistoryLink({ personId, name, thing }: { personId: string; name: string; thing: EntityRef }) {
  const { t } = useLingui();
  return (
    <AppLink
      className="v-reach v-small"
      href={pathTo("/people/$personId/sight", { personId }, { kind: thing.kind, only: thing.id })}
      aria-label={t`Історія доступу: ${name}`}
    >
      <Trans>Історія доступу</Trans>
    </AppLink>
  );
}
