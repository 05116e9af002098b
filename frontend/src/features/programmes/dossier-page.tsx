import { Trans } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { IconDots, IconEye, IconPencil, IconSwitchHorizontal, IconUser } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Suspense } from "react";
import type { DossierPageOut } from "@/api/generated/types.gen";
import { QueryBoundary } from "@/kit/query-boundary";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { pathTo } from "@/lib/paths";
import { EmergencyAlert } from "@/modules/access/emergency-alert";
import { AccessLost } from "@/modules/access/no-access";
import { ItemNumber, useItemNumber } from "@/modules/actions/item-number";
import { AccessRequestsCard } from "@/modules/dossier/access-requests-card";
import { AudienceCard, AudienceFact } from "@/modules/dossier/audience-card";
import { DeadlinesCard } from "@/modules/dossier/deadlines-card";
import { EditionsCard } from "@/modules/dossier/editions-card";
import { EvidenceCard } from "@/modules/dossier/evidence-card";
import { FindingsCard } from "@/modules/dossier/findings-card";
import { FormCards } from "@/modules/dossier/forms-card";
import { HistoryCard } from "@/modules/dossier/history-card";
import { type DossierKind, findDossierKind } from "@/modules/dossier/kinds";
import { KnownDossier } from "@/modules/dossier/known-dossier";
import { LifecycleBar } from "@/modules/dossier/lifecycle-bar";
import { NextSteps } from "@/modules/dossier/next-steps";
import { ParticipantsCard } from "@/modules/dossier/participants-card";
import { SignOffs } from "@/modules/dossier/sign-offs";
import { useDossierCrumbs } from "@/modules/dossier/use-dossier-crumbs";
import { useProgrammeWords } from "@/modules/dossier/words";
import { SectorLabel } from "@/modules/organisations/sector";
import { dossierQuery } from "@/queries/dossiers";
import { useTopic } from "@/realtime/realtime-provider";
import { AppLink } from "@/ui/app-link";
import { Button } from "@/ui/button";
import { LoadingState } from "@/ui/feedback";
import { Icon } from "@/ui/icon";
import { MetaItem } from "@/ui/meta-item";
import { onDemand } from "@/ui/on-demand";
import { Page, PageHeader, TwoColumns, useTitle } from "@/ui/page";
import classes from "./programmes.module.css";

const HandOverDialog = onDemand(
  async () => (await import("@/modules/dossier/hand-over-dialog")).HandOverDialog,
);
const RenameDialog = onDemand(async () => (await import("@/modules/dossier/rename-dialog")).RenameDialog);

/** One dossier of any kind: where it is, what comes next, and what its kind adds. */
export function DossierPage() {
  const { dossierId = "" } = useParams({ strict: false });
  const lost = useTopic(`dossier:${dossierId}`);
  const dossier = useQuery({ ...dossierQuery(dossierId), enabled: !lost });
  if (lost) {
    return (
      <Page>
        <AccessLost title={<Trans>Ви більше не маєте доступу до цієї справи</Trans>} />
      </Page>
    );
  }
  return (
    <Page>
      <QueryBoundary
        query={dossier}
        missing={<KnownDossier dossierId={dossierId} />}
        loading={<Trans>Завантажуємо справу…</Trans>}
      >
        {(data) => <DossierView key={data.id} dossier={data} />}
      </QueryBoundary>
    </Page>
  );
}

function DossierView({ dossier }: { dossier: DossierPageOut }) {
  const { localize: say } = useLocale();
  const numbered = useItemNumber();
  const { number, title, visibility } = dossier;
  useTitle([number !== null && numbered(number), say(title)].filter(Boolean).join(" "));
  const kind = findDossierKind(dossier.kind);
  return (
    <>
      {visibility === "participants" && <EmergencyAlert thing={{ kind: "dossier", id: dossier.id }} />}
      <DossierHeader dossier={dossier} />
      <LifecycleBar dossier={dossier}>
        <NextSteps dossier={dossier} />
      </LifecycleBar>
      <TwoColumns
        aside={
          <>
            {kind?.aside && <OfKind of={kind.aside} dossier={dossier} />}
            <DeadlinesCard dossier={dossier} />
            <AudienceCard dossier={dossier} />
          </>
        }
      >
        <AccessRequestsCard dossier={dossier} />
        <SignOffs dossier={dossier} />
        <FormCards dossierId={dossier.id} />
        {kind && <OfKind of={kind.cards} dossier={dossier} />}
        <FindingsCard dossier={dossier} />
        <ParticipantsCard dossier={dossier} />
        <EvidenceCard dossier={dossier} />
        <EditionsCard dossier={dossier} />
        <HistoryCard dossier={dossier} />
      </TwoColumns>
    </>
  );
}

/** What the kind adds comes in a file of its own; the rest of the page does not wait for it. */
function OfKind({ of: Cards, dossier }: { of: DossierKind["cards"]; dossier: DossierPageOut }) {
  return (
    <Suspense fallback={<LoadingState />}>
      <Cards dossier={dossier} />
    </Suspense>
  );
}

function DossierHeader({ dossier }: { dossier: DossierPageOut }) {
  const { localize: say } = useLocale();
  const words = useProgrammeWords();
  const { number, title, group, lead, kind } = dossier;
  return (
    <PageHeader
      {...useDossierCrumbs(group)}
      title={
        <>
          {number !== null && (
            <>
              <ItemNumber className="v-t2" number={number} />{" "}
            </>
          )}
          {say(title)}
        </>
      }
      actions={<MoreMenu dossier={dossier} />}
    >
      <div className={`v-meta ${classes.facts}`}>
        {words.noun(kind) && <span>{words.noun(kind)}</span>}
        <SectorLabel sector={lead.organisation.sector}>{say(lead.organisation.short_name)}</SectorLabel>
        <MetaItem icon={IconUser}>{say(lead.person.name)}</MetaItem>
        <AudienceFact dossier={dossier} />
      </div>
    </PageHeader>
  );
}

/** What is done seldom; nothing for those who only read. */
function MoreMenu({ dossier }: { dossier: DossierPageOut }) {
  const handing = useDialog();
  const renaming = useDialog();
  const { allowed } = dossier;
  const mayShare = allowed.includes("share") || allowed.includes("see_access");
  if (!mayShare && !allowed.includes("edit") && !allowed.includes("hand_over")) return null;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button kind="quiet">
            <Icon of={IconDots} />
            <Trans context="more">Ще</Trans>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {allowed.includes("edit") && (
            <Menu.Item leftSection={<Icon of={IconPencil} />} onClick={() => renaming.open()}>
              <Trans>Змінити назву…</Trans>
            </Menu.Item>
          )}
          {allowed.includes("hand_over") && (
            <Menu.Item leftSection={<Icon of={IconSwitchHorizontal} />} onClick={() => handing.open()}>
              <Trans>Передати ведення…</Trans>
            </Menu.Item>
          )}
          {mayShare && (
            <Menu.Item
              component={AppLink}
              href={pathTo("/dossiers/$dossierId/access", { dossierId: dossier.id })}
              leftSection={<Icon of={IconEye} />}
            >
              <Trans>Хто це бачить</Trans>
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {handing.render((_, close) => (
        <HandOverDialog dossier={dossier} onClose={close} />
      ))}
      {renaming.render((_, close) => (
        <RenameDialog dossier={dossier} onClose={close} />
      ))}
    </>
  );
}
