import { Trans, useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { IconChartBar, IconDots, IconFileSpreadsheet } from "@tabler/icons-react";
import type { DossierPageOut } from "@/api/generated/types.gen";
import { useDialog } from "@/kit/use-dialog";
import { pathTo } from "@/lib/paths";
import { DossierRecommendations } from "@/modules/recommendations/dossier-recommendations";
import { AppLink } from "@/ui/app-link";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { ImportDialog } from "./import-dialog";

/** What a dossier of recommendations holds. */
export function DossierCards({ dossier }: { dossier: DossierPageOut }) {
  // `allowed` of a dossier says nothing of drafts: who edits it may make them.
  const mayDraft = dossier.phase !== "closed" && dossier.allowed.includes("edit");
  return (
    <DossierRecommendations dossier={dossier} more={<CardMenu dossier={dossier} mayDraft={mayDraft} />} />
  );
}

interface CardMenuProps {
  dossier: DossierPageOut;
  mayDraft: boolean;
}

/** What is done rarely with the recommendations of a dossier: their figures; drafts come from a table. */
function CardMenu({ dossier, mayDraft }: CardMenuProps) {
  const { t } = useLingui();
  const importing = useDialog();
  const search = { group: dossier.group.id, dossier: dossier.id };
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button kind="ghost" icon aria-label={t`Ще: рекомендації`}>
            <Icon of={IconDots} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            component={AppLink}
            href={pathTo("/recommendations/scorecard", {}, search)}
            leftSection={<Icon of={IconChartBar} />}
          >
            <Trans context="recommendations">Підсумок</Trans>
          </Menu.Item>
          {mayDraft && (
            <Menu.Item leftSection={<Icon of={IconFileSpreadsheet} />} onClick={() => importing.open()}>
              <Trans>З таблиці</Trans>
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {importing.render((_, close) => (
        <ImportDialog dossierId={dossier.id} onClose={close} />
      ))}
    </>
  );
}
