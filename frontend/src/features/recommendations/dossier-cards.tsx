import { Trans, useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { IconChartBar, IconDots, IconFileSpreadsheet, IconPlus } from "@tabler/icons-react";
import { useRouter } from "@tanstack/react-router";
import type { DossierPageOut } from "@/api/generated/types.gen";
import { useDialog } from "@/kit/use-dialog";
import { givenPath } from "@/lib/paths";
import { recommendationPath } from "@/modules/entities/paths";
import { DraftDialog } from "@/modules/recommendations/draft-dialog";
import { RecommendationsCard } from "@/modules/recommendations/recommendations-card";
import { AppLink } from "@/ui/app-link";
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
          <>
            {mayDraft && (
              <Button kind="ghost" onClick={() => drafting.open()}>
                <Icon of={IconPlus} />
                <Trans>Нова рекомендація</Trans>
              </Button>
            )}
            <CardMenu dossier={dossier} mayDraft={mayDraft} />
          </>
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

interface CardMenuProps {
  dossier: DossierPageOut;
  mayDraft: boolean;
}

/** What is done rarely with the recommendations of a dossier: their figures; drafts come from a table. */
function CardMenu({ dossier, mayDraft }: CardMenuProps) {
  const { t } = useLingui();
  const importing = useDialog();
  const search = new URLSearchParams({ group: dossier.group.id, dossier: dossier.id });
  const scorecard = givenPath(`/recommendations/scorecard?${search}`);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button kind="ghost" icon aria-label={t`Ще: рекомендації`}>
            <Icon of={IconDots} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component={AppLink} href={scorecard} leftSection={<Icon of={IconChartBar} />}>
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
