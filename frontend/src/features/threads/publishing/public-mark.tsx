import { Trans } from "@lingui/react/macro";
import { IconWorld } from "@tabler/icons-react";
import { AppLink } from "@/design/app-link";

/** That anybody reads it, with the way to what they read. */
export function PublicMark({ threadId }: { threadId: string }) {
  return (
    <span>
      <IconWorld size={16} stroke={1.75} aria-hidden="true" />
      <AppLink className="v-reach" href={`/public/threads/${threadId}`}>
        <Trans>Публічна: читає будь-хто</Trans>
      </AppLink>
    </span>
  );
}
