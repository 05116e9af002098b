import { Trans } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { CreateActionDialog } from "@/modules/actions/create-action-dialog";
import { actionPath } from "@/modules/entities/paths";
import { groupsQuery } from "@/queries/groups";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";

/** Makes an action item in the group of the board, or first asks in which. */
export function NewActionButton({ groupId }: { groupId?: string }) {
  const { localize: say } = useLocale();
  const router = useRouter();
  const { data: groups = [] } = useQuery(groupsQuery);
  const making = useDialog<string>();
  const open = groups.filter(({ id, allowed }) => allowed.includes("make") && (!groupId || id === groupId));
  const [only] = open;
  if (!only) return null;
  const words = (
    <>
      <Icon of={IconPlus} />
      <Trans context="one">Доручення</Trans>
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
            {open.map((group) => (
              <Menu.Item key={group.id} onClick={() => making.open(group.id)}>
                {say(group.name)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {making.render((groupId, close) => (
        <CreateActionDialog
          origin={{ groupId }}
          onClose={close}
          onMade={(action) => void router.navigate({ href: actionPath(action.id) })}
        />
      ))}
    </>
  );
}
