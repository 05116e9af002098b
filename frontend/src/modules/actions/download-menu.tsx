import { Trans } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { DownloadItems, type DownloadItemsProps } from "./download-items";

/** The action items of a group as files to take along. */
export function DownloadMenu(props: DownloadItemsProps) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button kind="quiet">
          <Icon of={IconDownload} />
          <Trans>Завантажити</Trans>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <DownloadItems {...props} />
      </Menu.Dropdown>
    </Menu>
  );
}
