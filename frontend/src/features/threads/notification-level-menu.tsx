import { useLingui } from "@lingui/react/macro";
import type { ThreadOut } from "@/api/generated/types.gen";
import { ToolButton } from "@/ui/button";
import { LazyMenu } from "@/ui/lazy-menu";
import { LEVELS } from "./attention-levels";
import { AttentionMenuItems } from "./on-demand";

/** What the reader is told of in a thread. */
export function NotificationLevelMenu({ thread }: { thread: ThreadOut }) {
  const { t, i18n } = useLingui();
  const now = i18n._(LEVELS[thread.attention].name);
  const Icon = LEVELS[thread.attention].icon;
  return (
    <LazyMenu
      preload={AttentionMenuItems.preload}
      button={
        <ToolButton label={t`Сповіщення з теми: ${now}`}>
          <Icon size={20} stroke={1.75} aria-hidden="true" />
        </ToolButton>
      }
    >
      {(place) => <AttentionMenuItems {...place} thread={thread} />}
    </LazyMenu>
  );
}
