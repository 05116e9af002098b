import { Trans } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { recommendationPath } from "@/modules/entities/paths";
import { DraftDialog } from "@/modules/recommendations/draft-dialog";
import { groupsQuery } from "@/queries/groups";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";

/** Drafts a recommendation in the group of the register, or first asks in which. */
export function NewRecommendationButton({ groupId }: { groupId?: string }) {
  const { localize } = useLocale();
  const router = useRouter();
  const { data: groups = [] } = useQuery(groupsQuery);
  const drafting = useDialog<string>();
  const open = groups.filter(
    ({ id, allowed }) => allowed.includes("begin_dossier") && (!groupId || id === groupId),
  );
  const [only] = open;
  if (!only) return null;
  const words = (
    <>
      <Icon of={IconPlus} />
      <Trans>Рекомендація</Trans>
    </>
  );
  return (
    <>
      {open.length === 1 ? (
        <Button onClick={() => drafting.open(only.id)}>{words}</Button>
      ) : (
        <Menu>
          <Menu.Target>
            <Button>{words}</Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>
              <Trans>У якій групі</Trans>
            </Menu.Label>
            {open.map(({ id, name }) => (
              <Menu.Item key={id} onClick={() => drafting.open(id)}>
                {localize(name)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {drafting.render((group, close) => (
        <DraftDialog
          groupId={group}
          onClose={close}
          onMade={({ id }) => void router.navigate({ href: recommendationPath(id) })}
        />
      ))}
    </>
  );
}
