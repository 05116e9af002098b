import { Trans } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { IconTag } from "@tabler/icons-react";
import { useLocale } from "@/lib/locale";
import { tableAddress } from "@/modules/recommendations/table-address";
import type { RecommendationFilter } from "@/queries/keys";
import { DotsMenu } from "@/ui/dots-menu";
import { Icon } from "@/ui/icon";

interface RegisterMenuProps {
  /** The filter of the register: the table has the same rows. */
  filter: RecommendationFilter;
  onChoose: () => void;
}

/** What is done rarely with the register: change the theme of several, or take it along as a table. */
export function RegisterMenu({ filter, onChoose }: RegisterMenuProps) {
  const { language } = useLocale();
  return (
    <DotsMenu>
      <Menu.Item leftSection={<Icon of={IconTag} />} onClick={onChoose}>
        <Trans>Змінити тему кількох</Trans>
      </Menu.Item>
      <Menu.Label>
        <Trans>Завантажити</Trans>
      </Menu.Label>
      <Menu.Item component="a" href={tableAddress(filter, "xlsx", language)} download>
        <Trans>Таблиця XLSX</Trans>
      </Menu.Item>
      <Menu.Item component="a" href={tableAddress(filter, "csv", language)} download>
        <Trans>Таблиця CSV</Trans>
      </Menu.Item>
    </DotsMenu>
  );
}
