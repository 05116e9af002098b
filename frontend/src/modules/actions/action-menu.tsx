import { useLingui } from "@lingui/react/macro";
import { IconDots, IconDotsVertical } from "@tabler/icons-react";
import type { ActionOut } from "@/api/generated/types.gen";
import { useDialog } from "@/kit/use-dialog";
import { ToolButton } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { LazyMenu } from "@/ui/lazy-menu";
import type { CardDialogName } from "./card-dialog";
import { ActionMenuItems, CardDialog } from "./on-demand";
import type { Step } from "./steps";

interface ActionMenuProps {
  action: ActionOut;
  onStep: (step: Step) => void;
  vertical?: boolean;
}

/** The menu of a card. A board has hundreds of cards, so its items are loaded when a menu opens. */
export function ActionMenu({ action, onStep, vertical = false }: ActionMenuProps) {
  const { t } = useLingui();
  const asked = useDialog<CardDialogName>();
  const Dots = vertical ? IconDotsVertical : IconDots;
  return (
    <>
      <LazyMenu
        preload={ActionMenuItems.preload}
        button={
          <ToolButton label={t`Дії з дорученням № ${action.number}`}>
            <Icon of={Dots} />
          </ToolButton>
        }
      >
        {(place) => <ActionMenuItems {...place} action={action} onStep={onStep} onAsk={asked.open} />}
      </LazyMenu>
      {asked.render((name, close) => (
        <CardDialog name={name} action={action} onClose={close} />
      ))}
    </>
  );
}
