import { useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { IconDots, IconDotsVertical, IconExternalLink } from "@tabler/icons-react";
import { useRouter } from "@tanstack/react-router";
import type { ActionOut } from "@/api/generated/types.gen";
import { WorkflowItems } from "@/kit/workflow/workflow-items";
import { ToolButton } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { StatusGlyph } from "./status";
import { openSteps, type Step } from "./steps";

interface ActionMenuProps {
  action: ActionOut;
  onStep: (step: Step) => void;
  vertical?: boolean;
}

/** Everything that dragging a card does, and the steps that no column stands for. */
export function ActionMenu({ action, onStep, vertical = false }: ActionMenuProps) {
  const { t } = useLingui();
  const router = useRouter();
  const Dots = vertical ? IconDotsVertical : IconDots;
  return (
    <Menu>
      <Menu.Target>
        <ToolButton label={t`Дії з дорученням № ${action.number}`}>
          <Icon of={Dots} />
        </ToolButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<Icon of={IconExternalLink} />}
          onClick={() => void router.navigate({ href: `/actions/${action.id}` })}
        >
          {t`Відкрити`}
        </Menu.Item>
        <WorkflowItems
          transitions={openSteps(action.allowed).map((step) => ({
            ...step,
            icon: <StatusGlyph state={step.after} size={20} />,
          }))}
          onChoose={onStep}
        />
      </Menu.Dropdown>
    </Menu>
  );
}
