import { Trans, useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { IconDots, IconFileSpreadsheet } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useDialog } from "@/kit/use-dialog";
import { DownloadItems, type DownloadItemsProps } from "@/modules/actions/download-items";
import { ImportDialog } from "@/modules/actions/import-items/import-dialog";
import { groupsQuery } from "@/queries/groups";
import { ToolButton } from "@/ui/button";
import { Icon } from "@/ui/icon";

/** Import the items of a group from a table, or download them as files. */
export function BoardMenu(props: DownloadItemsProps) {
  const { t } = useLingui();
  const { data: groups = [] } = useQuery(groupsQuery);
  const importing = useDialog();
  const group = groups.find(({ id }) => id === props.groupId);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ToolButton label={t`Ще: таблиця, файли`}>
            <Icon of={IconDots} />
          </ToolButton>
        </Menu.Target>
        <Menu.Dropdown>
          {group?.allowed.includes("make") && (
            <Menu.Item leftSection={<Icon of={IconFileSpreadsheet} />} onClick={() => importing.open()}>
              <Trans>З таблиці</Trans>
            </Menu.Item>
          )}
          <Menu.Label>
            <Trans>Завантажити</Trans>
          </Menu.Label>
          <DownloadItems {...props} />
        </Menu.Dropdown>
      </Menu>
      {importing.render((_, close) => (
        <ImportDialog groupId={props.groupId} onClose={close} />
      ))}
    </>
  );
}
