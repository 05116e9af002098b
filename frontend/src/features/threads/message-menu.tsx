import { useLingui } from "@lingui/react/macro";
import { IconDots } from "@tabler/icons-react";
import type { MessageOut } from "@/api/generated/types.gen";
import { ToolButton } from "@/ui/button";
import { LazyMenu } from "@/ui/lazy-menu";
import { MessageMenuItems } from "./on-demand";

interface MessageMenuProps {
  message: MessageOut;
  name: string;
}

/** All that can be done with a message. */
export function MessageMenu({ message, name }: MessageMenuProps) {
  const { t } = useLingui();
  return (
    <LazyMenu
      preload={MessageMenuItems.preload}
      button={
        <ToolButton label={t`Дії з повідомленням: ${name}`}>
          <IconDots size={16} stroke={1.75} aria-hidden="true" />
        </ToolButton>
      }
    >
      {(place) => <MessageMenuItems {...place} message={message} />}
    </LazyMenu>
  );
}
