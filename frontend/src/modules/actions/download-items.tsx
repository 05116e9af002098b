import { Trans } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { useLocale } from "@/lib/locale";
import type { ActionFilter } from "@/queries/keys";

export interface DownloadItemsProps {
  groupId: string;
  /** The filter of the list beside it. */
  filter?: ActionFilter;
}

/** Menu items to download the action items of a group. */
export function DownloadItems({ groupId, filter = {} }: DownloadItemsProps) {
  const { language } = useLocale();
  const { group: _group, ...narrowed } = filter;
  const table = (kind: string) =>
    `/api/v1/groups/${groupId}/action-items/export?${new URLSearchParams({ ...narrowed, kind, language })}`;
  const sheet = `/api/v1/groups/${groupId}/action-items/sheet?language=${language}`;
  return (
    <>
      <Menu.Item component="a" href={table("xlsx")} download>
        <Trans>Таблиця XLSX</Trans>
      </Menu.Item>
      <Menu.Item component="a" href={table("csv")} download>
        <Trans>Таблиця CSV</Trans>
      </Menu.Item>
      <Menu.Item component="a" href={sheet} download>
        <Trans>Аркуш для засідання (PDF)</Trans>
      </Menu.Item>
    </>
  );
}
