import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { ActionPageOut, RelatedOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { useItemNumber } from "@/modules/actions/item-number";
import { actionPath } from "@/modules/entities/paths";
import { AppLink } from "@/ui/app-link";

/** What is done instead of a cancelled item; and instead of what this one is. */
export function Supersession({ action }: { action: ActionPageOut }) {
  return (
    <>
      {action.superseded_by && (
        <p>
          <Trans>Замість нього: {<Named item={action.superseded_by} />}</Trans>
        </p>
      )}
      {action.supersedes.map((item, place) => (
        <p key={item.id ?? place}>
          <Trans>Замінює скасоване: {<Named item={item} />}</Trans>
        </p>
      ))}
    </>
  );
}

/** An item by its number and title; whoever does not see it learns only that it is there. */
function Named({ item: { id, number, title } }: { item: RelatedOut }): ReactNode {
  const { localize: say } = useLocale();
  const numbered = useItemNumber();
  if (id === null || number === null || title === null) return <Trans>доручення з обмеженим доступом</Trans>;
  return (
    <AppLink className="v-reach" href={actionPath(id)}>
      {numbered(number)} {say(title)}
    </AppLink>
  );
}
