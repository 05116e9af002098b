import { Menu } from "@mantine/core";
import type { ReactNode } from "react";
import { DAYS_OFF, useDaysOffWords, usePuttingOff } from "./use-putting-off";

interface SnoozeMenuProps {
  actionId: string;
  /** The button that opens it. */
  children: ReactNode;
  onDone?: () => void;
}

/** Puts the reminders of an action item off for the reader alone: until a morning of theirs. */
export function SnoozeMenu({ actionId, children, onDone }: SnoozeMenuProps) {
  const puttingOff = usePuttingOff(actionId, onDone);
  const words = useDaysOffWords();
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown>
        {DAYS_OFF.map((days) => (
          <Menu.Item key={days} onClick={() => puttingOff.mutate(days)}>
            {words[days]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
