import { Trans } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { useLocale } from "@/lib/locale";
import { CreateActionDialog } from "@/modules/actions/create-action-dialog";
import { groupsQuery } from "@/queries/groups";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";

/** Makes an action item in the group of the board, or first asks in which. */
export function NewActionButton({ groupId }: { groupId?: string }) {
  const { localize: say } = useLocale();
  const router = useRouter();
  const { data: groups = [] } = useQuery(groupsQuery);
  const [chosen, setChosen] = useState<string | null>(null);
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
        <Button onClick={() => setChosen(only.id)}>{words}</Button>
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
              <Menu.Item key={group.id} onClick={() => setChosen(group.id)}>
                {say(group.name)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {chosen && (
        <CreateActionDialog
          origin={{ groupId: chosen }}
          onClose={() => setChosen(null)}
          onMade={(action) => void router.navigate({ href: `/actions/${action.id}` })}
        />
      )}
    </>
  );
}
