import { Trans } from "@lingui/react/macro";
import { IconWorld, IconWorldOff } from "@tabler/icons-react";
import type { ThreadOut } from "@/api/generated/types.gen";
import { pathTo } from "@/lib/paths";
import { AppLink } from "@/ui/app-link";

/** That anybody reads it, with the way to what they read; nobody does while its group has closed its page. */
export function PublicMark({ thread }: { thread: ThreadOut }) {
  if (!thread.public) return null;
  if (!thread.public.open) {
    return (
      <span>
        <IconWorldOff size={16} stroke={1.75} aria-hidden="true" />
        <Trans>Публічна, але сторінку групи закрито</Trans>
      </span>
    );
  }
  return (
    <span>
      <IconWorld size={16} stroke={1.75} aria-hidden="true" />
      <AppLink className="v-reach" href={pathTo("/public/threads/$threadId", { threadId: thread.id })}>
        <Trans>Публічна: читає будь-хто</Trans>
      </AppLink>
    </span>
  );
}
