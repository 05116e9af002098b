import { Trans } from "@lingui/react/macro";
import { ButtonLink } from "@/design/button";

/** A link that opens nothing, or nothing any more. */
export function VoidInvitation() {
  return (
    <div role="alert" className="v-stack">
      <h2>
        <Trans>Це запрошення не діє</Trans>
      </h2>
      <p>
        <Trans>
          Його вже використали, скасували або його строк минув. Попросіть нове в того, хто запросив.
        </Trans>
      </p>
      <ButtonLink kind="quiet" href="/">
        <Trans>На головну</Trans>
      </ButtonLink>
    </div>
  );
}
