import { Trans, useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { IconDots, IconFileSpreadsheet, IconPlus } from "@tabler/icons-react";
import { useRouter } from "@tanstack/react-router";
import type { DossierPageOut } from "@/api/generated/types.gen";
import { useDialog } from "@/kit/use-dialog";
import { recommendationPath } from "@/modules/entities/paths";
import { DraftDialog } from "@/modules/recommendations/draft-dialog";
import { RecommendationsCard } from "@/modules/recommendations/recommendations-card";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { ImportDialog } from "./import-dialog";

/** What a dossier of recommendations holds. */
export function DossierCards({ dossier }: { dossier: DossierPageOut }) {
  const router = useRouter();
  const drafting = useDialog();
  // `allowed` of a dossier says nothing of drafts: who edits it may make them.
  const mayDraft = dossier.phase !== "closed" && dossier.allowed.includes("edit");
  return (
    <>
      <RecommendationsCard
        dossierId={dossier.id}
        add={
          mayDraft && (
            <>
              <Button kind="ghost" onClick={() => drafting.open()}>
                <Icon of={IconPlus} />
                <Trans>Нова рекомендація</Trans>
              </Button>
              <CardMenu dossierId={dossier.id} />
            </>
          )
        }
      />
      {drafting.render((_, close) => (
        <DraftDialog
          groupId={dossier.group.id}
          dossierId={dossier.id}
          onClose={close}
          onMade={({ id }) => void router.navigate({ href: recommendationPath(id) })}
        />
      ))}
    </>
  );
}

/** What is done rarely with the recommendations of a dossier: drafts come from a table. */
function CardMenu({ dossierId }: { dossierId: string }) {
  const { t } = useLingui();
  const importing = useDialog();
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button kind="ghost" icon aria-label={t`Ще: рекомендації`}>
            <Icon of={IconDots} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Icon of={IconFileSpreadsheet} />} onClick={() => importing.open()}>
            <Trans>З таблиці</Trans>
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {importing.render((_, close) => (
        <ImportDialog dossierId={dossierId} onClose={close} />
      ))}
    </>
  );
}
