import { Trans } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { GroupOut } from "@/api/generated/types.gen";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { groupsQuery } from "@/queries/groups";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";

interface NewInGroupButtonProps {
  /** What the reader has to be allowed in the group. */
  action: GroupOut["allowed"][number];
  /** The group of the page; without it the reader is asked in which. */
  groupId?: string;
  /** What is made. */
  children: ReactNode;
  dialog: (groupId: string, close: () => void) => ReactNode;
}

/** Makes something in the group of the page, or first asks in which; nothing for who may in none. */
export function NewInGroupButton({ action, groupId, children, dialog }: NewInGroupButtonProps) {
  const { localize } = useLocale();
  const { data: groups = [] } = useQuery(groupsQuery);
  const making = useDialog<string>();
  const open = groups.filter(({ id, allowed }) => allowed.includes(action) && (!groupId || id === groupId));
  const [only] = open;
  if (!only) return null;
  const words = (
    <>
      <Icon of={IconPlus} />
      {children}
    </>
  );
  return (
    <>
      {open.length === 1 ? (
        <Button onClick={() => making.open(only.id)}>{words}</Button>
      ) : (
        <Menu>
          <Menu.Target>
            <Button>{words}</Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>
              <Trans>У якій групі</Trans>
            </Menu.Label>
            {open.map(({ id, name }) => (
              <Menu.Item key={id} onClick={() => making.open(id)}>
                {localize(name)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {making.render(dialog)}
    </>
  );
}
