import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { ButtonLink } from "@/ui/button";

interface VoidInvitationProps {
  why?: ReactNode;
}

/** A link that opens nothing, or nothing any more; `why`, where that is known. */
export function VoidInvitation({ why }: VoidInvitationProps) {
  return (
    <div role="alert" className="v-stack">
      <h2>
        <Trans>Це запрошення не діє</Trans>
      </h2>
      <p>
        {why ?? (
          <Trans>
            Його вже використали, скасували або його строк минув. Попросіть нове в того, хто запросив.
          </Trans>
        )}
      </p>
      <ButtonLink kind="quiet" href="/">
        <Trans>На головну</Trans>
      </ButtonLink>
    </div>
  );
}
