import { useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Button } from "./button";
import { Icon } from "./icon";

/** What is done rarely, behind «Ще»: its children are the items. */
export function DotsMenu({ children }: { children: ReactNode }) {
  const { t } = useLingui();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button kind="quiet" icon aria-label={t`Ще`}>
          <Icon of={IconDots} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}
