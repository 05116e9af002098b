import { Menu } from "@mantine/core";
import type { Icon as Glyph } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Icon } from "@/ui/icon";
import { useThreadDialog } from "./active-dialog";
import type { ThreadDialog } from "./thread-dialogs";

interface MenuItemProps {
  icon: Glyph;
  onClick: () => void;
  children: ReactNode;
}

export function MenuItem({ icon, onClick, children }: MenuItemProps) {
  return (
    <Menu.Item leftSection={<Icon of={icon} />} onClick={onClick}>
      {children}
    </Menu.Item>
  );
}

/** An item that opens a dialog of the thread. */
export function DialogItem({ opens, ...item }: Omit<MenuItemProps, "onClick"> & { opens: ThreadDialog }) {
  const open = useThreadDialog();
  return <MenuItem {...item} onClick={() => open(opens)} />;
}
