import { Trans, useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import {
  IconArrowBackUp,
  IconDotsVertical,
  IconDownload,
  IconSnowflake,
  IconWorld,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { putEditionPublication } from "@/api/generated/sdk.gen";
import type { DossierPageOut, EditionOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { SectionCard } from "@/kit/section-card";
import { useCommand } from "@/kit/use-command";
import { useConfirm } from "@/kit/use-confirm";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { pathTo } from "@/lib/paths";
import { dossierEditionsQuery } from "@/queries/editions";
import { invalidateDossier } from "@/queries/keys";
import { AppLink } from "@/ui/app-link";
import { Button, ToolButton } from "@/ui/button";
import { EmptyState } from "@/ui/feedback";
import { Icon } from "@/ui/icon";
import { ListRow } from "@/ui/list-row";
import menuClasses from "@/ui/menu.module.css";
import { onDemand } from "@/ui/on-demand";

const MakeEdition = onDemand(async () => (await import("./edition-dialogs")).MakeEditionDialog);
const WithdrawEdition = onDemand(async () => (await import("./edition-dialogs")).WithdrawEditionDialog);

/** Reports of the dossier that were frozen, the latest first; nothing of a kind that has none. */
export function EditionsCard({ dossier }: { dossier: DossierPageOut }) {
  const editions = useQuery(dossierEditionsQuery(dossier.id));
  const making = useDialog();
  const mayMake = dossier.allowed.includes("make_edition");
  const empty = (
    <EmptyState title={<Trans>Редакцій ще немає</Trans>}>
      <Trans>Редакція — це звіт справи, збережений обома мовами. Змінити його вже не можна.</Trans>
    </EmptyState>
  );
  return (
    <SectionCard
      id="editions"
      title={<Trans>Редакції звіту</Trans>}
      query={editions}
      loading={<Trans>Завантажуємо редакції…</Trans>}
      empty={mayMake ? empty : undefined}
      add={
        mayMake && (
          <Button kind="ghost" onPointerEnter={MakeEdition.preload} onClick={() => making.open()}>
            <Icon of={IconSnowflake} />
            <Trans>Зробити редакцію</Trans>
          </Button>
        )
      }
      dialogs={making.render((_, close) => (
        <MakeEdition dossierId={dossier.id} isFirst={editions.data?.length === 0} onClose={close} />
      ))}
    >
      {(edition) => <EditionRow key={edition.id} dossierId={dossier.id} edition={edition} />}
    </SectionCard>
  );
}

interface EditionProps {
  dossierId: string;
  edition: EditionOut;
}

function EditionRow({ dossierId, edition }: EditionProps) {
  const { dates } = useLocale();
  const { id, number, reason, sha256 } = edition;
  const day = dates.numeric(dates.day(edition.made_at));
  return (
    <ListRow
      title={
        <Trans>
          Редакція {number} від {day}
        </Trans>
      }
      href={pathTo("/dossiers/$dossierId/editions/$editionId", { dossierId, editionId: id })}
      meta={<EditionFate edition={edition} />}
      actions={<EditionMenu dossierId={dossierId} edition={edition} />}
    >
      {reason && <p className="v-small">{reason}</p>}
      <p className="v-tiny v-t2">SHA-256 {sha256.slice(0, 16)}…</p>
    </ListRow>
  );
}

/** Who reads an edition now, and why no longer everybody. */
function EditionFate({ edition }: { edition: EditionOut }) {
  const { dates } = useLocale();
  const last = edition.publications.at(-1);
  if (!edition.for_public) return <Trans>Лише для тих, хто бачить справу</Trans>;
  if (!last) return <Trans>Для всіх, ще не оприлюднено</Trans>;
  const reason = last.withdrawal_reason;
  if (last.withdrawn_at) {
    const day = dates.numeric(dates.day(last.withdrawn_at));
    return (
      <Trans>
        Відкликано {day}: {reason}
      </Trans>
    );
  }
  const day = dates.numeric(dates.day(last.published_at));
  return (
    <AppLink href={pathTo("/public/editions/$editionId", { editionId: edition.id })}>
      <Trans>Оприлюднено {day}</Trans>
    </AppLink>
  );
}

function EditionMenu({ dossierId, edition }: EditionProps) {
  const { t } = useLingui();
  const publishing = usePublishing({ dossierId, edition });
  const withdrawing = useDialog();
  const { id, number, allowed } = edition;
  const paper = (language: string) => `/api/v1/dossiers/${dossierId}/editions/${id}/pdf?language=${language}`;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ToolButton label={t`Дії з редакцією ${number}`}>
            <Icon of={IconDotsVertical} />
          </ToolButton>
        </Menu.Target>
        <Menu.Dropdown>
          {allowed.includes("publish_edition") && (
            <Menu.Item leftSection={<Icon of={IconWorld} />} onClick={publishing.open}>
              <Trans>Оприлюднити…</Trans>
            </Menu.Item>
          )}
          <Menu.Item leftSection={<Icon of={IconDownload} />} component="a" href={paper("uk")} download>
            <Trans>PDF українською</Trans>
          </Menu.Item>
          <Menu.Item leftSection={<Icon of={IconDownload} />} component="a" href={paper("en")} download>
            <Trans>PDF англійською</Trans>
          </Menu.Item>
          {allowed.includes("withdraw_edition") && (
            <Menu.Item
              className={menuClasses.danger}
              leftSection={<Icon of={IconArrowBackUp} />}
              onClick={() => withdrawing.open()}
            >
              <Trans>Відкликати…</Trans>
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {publishing.dialog}
      {withdrawing.render((_, close) => (
        <WithdrawEdition dossierId={dossierId} edition={edition} onClose={close} />
      ))}
    </>
  );
}

function usePublishing({ dossierId, edition }: EditionProps) {
  const { t } = useLingui();
  const { id, number } = edition;
  const command = useCommand({
    run: () => unwrap(putEditionPublication({ path: { dossier_id: dossierId, edition_id: id }, body: {} })),
    success: t`Редакцію оприлюднено`,
    invalidates: (client) => invalidateDossier(client, dossierId),
  });
  return useConfirm({
    command,
    title: t`Оприлюднити редакцію ${number}`,
    text: <Trans>Її прочитає будь-хто в інтернеті. Відкликати можна будь-коли, змінити — ні.</Trans>,
    submit: t`Оприлюднити`,
  });
}
