import { useLingui } from "@lingui/react/macro";
import { IconPlus } from "@tabler/icons-react";
import type { MessageOut } from "@/api/generated/types.gen";
import { useWide } from "@/lib/use-wide";
import { focusMessage } from "@/modules/threads/focus-message";
import { MessageAct } from "@/modules/threads/message-view";
import type { Reaction } from "@/outbox/items";
import { LazyMenu } from "@/ui/lazy-menu";
import { useMessageActions } from "./message-actions";
import { ReactionMenuItems } from "./on-demand";
import { LOOKS } from "./reaction-looks";
import { REACTIONS } from "./use-reactions";

const ICON = { size: 16, stroke: 1.75, "aria-hidden": true } as const;

interface ReactionsProps {
  message: MessageOut;
  name: string;
}

/** What people say to a message with one press; a menu holds what nobody has said yet. */
export function Reactions({ message, name }: ReactionsProps) {
  const desk = useMessageActions();
  const may = desk.can("support");
  const shown = REACTIONS.filter(
    (one) => desk.reactedTo(message, one).length > 0 || (one === "support" && may),
  );
  return (
    <>
      {shown.map((one) => (
        <Said key={one} message={message} reaction={one} />
      ))}
      {may && <More message={message} name={name} />}
    </>
  );
}

function Said({ message, reaction }: { message: MessageOut; reaction: Reaction }) {
  const { t, i18n } = useLingui();
  const wide = useWide();
  const desk = useMessageActions();
  const people = desk.reactedTo(message, reaction);
  const on = people.includes(desk.personId);
  const { name, icon: Icon } = LOOKS[reaction];
  const words = i18n._(name);
  return (
    <MessageAct
      aria-pressed={on}
      disabled={!desk.can("support") || !desk.ready}
      onClick={({ currentTarget }) => {
        if (on && people.length === 1 && reaction !== "support") focusMessage(currentTarget);
        desk.react(message, reaction, !on);
      }}
      aria-label={t`${words}, ${people.length}`}
      title={words}
    >
      <Icon {...ICON} />
      {wide && reaction === "support" && words} {people.length > 0 && people.length}
    </MessageAct>
  );
}

function More({ message, name }: ReactionsProps) {
  const { t } = useLingui();
  const desk = useMessageActions();
  return (
    <LazyMenu
      preload={ReactionMenuItems.preload}
      button={
        <MessageAct disabled={!desk.ready} aria-label={t`Відгукнутися: ${name}`} title={t`Відгукнутися`}>
          <IconPlus {...ICON} />
        </MessageAct>
      }
    >
      {(place) => <ReactionMenuItems {...place} message={message} />}
    </LazyMenu>
  );
}
