import { useLingui } from "@lingui/react/macro";
import { IconDots } from "@tabler/icons-react";
import type { MessageOut } from "@/api/generated/types.gen";
import { ToolButton } from "@/design/button";
import { LateMenu } from "@/design/late-menu";
import { MessageMenuItems } from "./on-demand";
import type { ThreadDesk } from "./thread-desk";

interface MessageMenuProps {
  message: MessageOut;
  name: string;
  desk: ThreadDesk;
}

/** All that can be done with a message. */
export function MessageMenu({ message, name, desk }: MessageMenuProps) {
  const { t } = useLingui();
  return (
    <LateMenu
      preload={MessageMenuItems.preload}
      button={
        <ToolButton label={t`Дії з повідомленням: ${name}`}>
          <IconDots size={16} stroke={1.75} aria-hidden="true" />
        </ToolButton>
      }
    >
      {(place) => <MessageMenuItems {...place} message={message} desk={desk} />}
    </LateMenu>
  );
}
