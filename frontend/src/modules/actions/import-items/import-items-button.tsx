import { Trans } from "@lingui/react/macro";
import { IconFileSpreadsheet } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useDialog } from "@/kit/use-dialog";
import { groupsQuery } from "@/queries/groups";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { ImportDialog } from "./import-dialog";

/** Brings action items from a table, for those who make items of the group. */
export function ImportItemsButton({ groupId }: { groupId: string }) {
  const { data: groups = [] } = useQuery(groupsQuery);
  const importing = useDialog();
  const group = groups.find(({ id }) => id === groupId);
  if (!group?.allowed.includes("make")) return null;
  return (
    <>
      <Button kind="quiet" onClick={() => importing.open()}>
        <Icon of={IconFileSpreadsheet} />
        <Trans>З таблиці</Trans>
      </Button>
      {importing.render((_, close) => (
        <ImportDialog groupId={groupId} onClose={close} />
      ))}
    </>
  );
}
