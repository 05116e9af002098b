import { Trans } from "@lingui/react/macro";
import { IconFileSpreadsheet } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { groupsQuery } from "@/queries/groups";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { ImportDialog } from "./import-dialog";

/** Brings action items from a table, for those who make items of the group. */
export function ImportItemsButton({ groupId }: { groupId: string }) {
  const { data: groups = [] } = useQuery(groupsQuery);
  const [opened, setOpened] = useState(false);
  const group = groups.find(({ id }) => id === groupId);
  if (!group?.allowed.includes("make")) return null;
  return (
    <>
      <Button kind="quiet" onClick={() => setOpened(true)}>
        <Icon of={IconFileSpreadsheet} />
        <Trans>З таблиці</Trans>
      </Button>
      {opened && <ImportDialog groupId={groupId} onClose={() => setOpened(false)} />}
    </>
  );
}
