import { Trans } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useLocale } from "@/lib/locale";
import type { ActionFilter } from "@/queries/keys";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";

interface DownloadMenuProps {
  groupId: string;
  /** What the list beside it is narrowed to. */
  filter?: ActionFilter;
}

/** The action items of a group as files to take along. */
export function DownloadMenu({ groupId, filter = {} }: DownloadMenuProps) {
  const { language } = useLocale();
  const { group: _group, ...narrowed } = filter;
  const table = (kind: string) =>
    `/api/v1/groups/${groupId}/action-items/export?${new URLSearchParams({ ...narrowed, kind, language })}`;
  const sheet = `/api/v1/groups/${groupId}/action-items/sheet?language=${language}`;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button kind="quiet">
          <Icon of={IconDownload} />
          <Trans>Завантажити</Trans>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={table("xlsx")} download>
          <Trans>Таблиця XLSX</Trans>
        </Menu.Item>
        <Menu.Item component="a" href={table("csv")} download>
          <Trans>Таблиця CSV</Trans>
        </Menu.Item>
        <Menu.Item component="a" href={sheet} download>
          <Trans>Аркуш для засідання (PDF)</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
