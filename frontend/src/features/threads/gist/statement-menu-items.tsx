import { Trans } from "@lingui/react/macro";
import { IconPencil, IconTrash } from "@tabler/icons-react";
import type { StatementOut } from "@/api/generated/types.gen";
import type { MenuPlace } from "@/ui/lazy-menu";
import { OpenMenu } from "@/ui/open-menu";
import { DialogItem } from "../menu-item";

export function StatementMenuItems({ statement, ...place }: MenuPlace & { statement: StatementOut }) {
  return (
    <OpenMenu {...place}>
      {statement.allowed.includes("edit") && (
        <DialogItem icon={IconPencil} opens={{ kind: "statement", statement }}>
          <Trans>Змінити</Trans>
        </DialogItem>
      )}
      <DialogItem icon={IconTrash} opens={{ kind: "removeStatement", statement }}>
        <Trans>Видалити тезу…</Trans>
      </DialogItem>
    </OpenMenu>
  );
}
