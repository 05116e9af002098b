import { Trans } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { IconPencil, IconTrash } from "@tabler/icons-react";
import type { StatementOut } from "@/api/generated/types.gen";
import type { MenuPlace } from "@/ui/lazy-menu";
import { OpenMenu } from "@/ui/open-menu";
import { useThreadDialog } from "../active-dialog";

const ICON = { size: 20, stroke: 1.75, "aria-hidden": true } as const;

export function StatementMenuItems({ statement, ...place }: MenuPlace & { statement: StatementOut }) {
  const open = useThreadDialog();
  return (
    <OpenMenu {...place}>
      {statement.allowed.includes("edit") && (
        <Menu.Item
          leftSection={<IconPencil {...ICON} />}
          onClick={() => open({ kind: "statement", statement })}
        >
          <Trans>Змінити</Trans>
        </Menu.Item>
      )}
      <Menu.Item
        leftSection={<IconTrash {...ICON} />}
        onClick={() => open({ kind: "removeStatement", statement })}
      >
        <Trans>Видалити тезу…</Trans>
      </Menu.Item>
    </OpenMenu>
  );
}
