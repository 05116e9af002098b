import { useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import type { MessageOut } from "@/api/generated/types.gen";
import type { MenuPlace } from "@/ui/lazy-menu";
import { OpenMenu } from "@/ui/open-menu";
import { useMessageActions } from "./message-actions";
import classes from "./must-read.module.css";
import { LOOKS } from "./reaction-looks";
import { REACTIONS } from "./use-reactions";

const ICON = { size: 20, stroke: 1.75, "aria-hidden": true } as const;

/** What nobody has said to a message yet. */
export function ReactionMenuItems({ message, ...place }: { message: MessageOut } & MenuPlace) {
  const { i18n } = useLingui();
  const desk = useMessageActions();
  return (
    <OpenMenu {...place}>
      {REACTIONS.filter((one) => one !== "support").map((one) => {
        const { name: words, icon: Icon } = LOOKS[one];
        const on = desk.reactedTo(message, one).includes(desk.personId);
        return (
          <Menu.CheckboxItem
            key={one}
            checked={on}
            closeMenuOnClick
            onChange={() => desk.react(message, one, !on)}
          >
            <span className={classes.said}>
              <Icon {...ICON} /> {i18n._(words)}
            </span>
          </Menu.CheckboxItem>
        );
      })}
    </OpenMenu>
  );
}
