import { Trans } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { IconPencil, IconTrash } from "@tabler/icons-react";
import type { StatementOut } from "@/api/generated/types.gen";
import type { MenuPlace } from "@/ui/lazy-menu";
import { OpenMenu } from "@/ui/open-menu";

const ICON = { size: 20, stroke: 1.75, "aria-hidden": true } as const;

interface StatementMenuItemsProps extends MenuPlace {
  statement: StatementOut;
  onAsk: (asking: "edit" | "remove") => void;
}

export function StatementMenuItems({ statement, onAsk, ...place }: StatementMenuItemsProps) {
  return (
    <OpenMenu {...place}>
      {statement.allowed.includes("edit") && (
        <Menu.Item leftSection={<IconPencil {...ICON} />} onClick={() => onAsk("edit")}>
          <Trans>Змінити</Trans>
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconTrash {...ICON} />} onClick={() => onAsk("remove")}>
        <Trans>Видалити тезу…</Trans>
      </Menu.Item>
    </OpenMenu>
  );
}
