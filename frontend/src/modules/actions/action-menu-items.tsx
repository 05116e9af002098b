import { Trans } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import {
  IconClockPause,
  IconExternalLink,
  IconLifebuoy,
  IconPaperclip,
  IconPencil,
} from "@tabler/icons-react";
import { useRouter } from "@tanstack/react-router";
import type { ActionOut } from "@/api/generated/types.gen";
import { WorkflowItems } from "@/kit/workflow/workflow-items";
import { Icon } from "@/ui/icon";
import type { MenuPlace } from "@/ui/lazy-menu";
import { OpenMenu } from "@/ui/open-menu";
import type { CardDialogName } from "./card-dialog";
import { StatusGlyph } from "./status";
import { openSteps, type Step } from "./steps";

interface ActionMenuItemsProps extends MenuPlace {
  action: ActionOut;
  onStep: (step: Step) => void;
  onAsk: (dialog: CardDialogName) => void;
}

/** All actions of a card: moving it to a column, the steps without a column, and the rest. */
export function ActionMenuItems({ action, onStep, onAsk, ...place }: ActionMenuItemsProps) {
  const router = useRouter();
  const steps = openSteps(action.allowed).map((step) => ({
    ...step,
    icon: <StatusGlyph state={step.after} size={20} />,
  }));
  return (
    <OpenMenu {...place} position="bottom-end">
      <Menu.Item
        leftSection={<Icon of={IconExternalLink} />}
        onClick={() => void router.navigate({ to: "/actions/$actionId", params: { actionId: action.id } })}
      >
        <Trans>Відкрити</Trans>
      </Menu.Item>
      <WorkflowItems transitions={steps} onChoose={onStep} />
      <OtherItems action={action} onAsk={onAsk} />
    </OpenMenu>
  );
}

function OtherItems({ action, onAsk }: Pick<ActionMenuItemsProps, "action" | "onAsk">) {
  const may = (name: ActionOut["allowed"][number]) => action.allowed.includes(name);
  const help = may("ask_help") && !action.help_asked;
  if (!may("edit") && !may("add_evidence") && !may("remind_me") && !help) return null;
  return (
    <>
      <Menu.Divider />
      {may("edit") && (
        <Menu.Item leftSection={<Icon of={IconPencil} />} onClick={() => onAsk("edit")}>
          <Trans>Змінити</Trans>
        </Menu.Item>
      )}
      {may("add_evidence") && (
        <Menu.Item leftSection={<Icon of={IconPaperclip} />} onClick={() => onAsk("evidence")}>
          <Trans>Додати доказ</Trans>
        </Menu.Item>
      )}
      {help && (
        <Menu.Item leftSection={<Icon of={IconLifebuoy} />} onClick={() => onAsk("help")}>
          <Trans>Потрібна допомога</Trans>
        </Menu.Item>
      )}
      {may("remind_me") && (
        <Menu.Item leftSection={<Icon of={IconClockPause} />} onClick={() => onAsk("snooze")}>
          <Trans>Нагадати пізніше</Trans>
        </Menu.Item>
      )}
    </>
  );
}
