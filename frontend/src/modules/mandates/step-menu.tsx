import { useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import type { Transition } from "@/kit/workflow/workflow";
import { WorkflowItems } from "@/kit/workflow/workflow-items";
import { ToolButton } from "@/ui/button";
import { Icon } from "@/ui/icon";

interface StepMenuProps<T extends Transition> {
  /** Whose steps they are. */
  name: string;
  steps: T[];
  onChoose: (step: T) => void;
}

/** What can be done with somebody’s seat or mandate. */
export function StepMenu<T extends Transition>({ name, steps, onChoose }: StepMenuProps<T>) {
  const { t } = useLingui();
  return (
    <Menu>
      <Menu.Target>
        <ToolButton label={t`Дії: ${name}`}>
          <Icon of={IconDots} />
        </ToolButton>
      </Menu.Target>
      <Menu.Dropdown>
        <WorkflowItems transitions={steps} onChoose={onChoose} />
      </Menu.Dropdown>
    </Menu>
  );
}
