import { useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import menuClasses from "@/ui/menu.module.css";
import type { Transition } from "./workflow";

interface WorkflowItemsProps<T extends Transition> {
  transitions: T[];
  onChoose: (transition: T) => void;
}

/** Transitions as items of a menu. */
export function WorkflowItems<T extends Transition>({ transitions, onChoose }: WorkflowItemsProps<T>) {
  const { i18n } = useLingui();
  return transitions.map((one) => (
    <Menu.Item
      key={one.name}
      className={one.danger ? menuClasses.danger : undefined}
      leftSection={one.icon}
      onClick={() => onChoose(one)}
    >
      {i18n._(one.label)}
    </Menu.Item>
  ));
}
