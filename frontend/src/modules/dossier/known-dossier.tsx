import { Trans } from "@lingui/react/macro";
import { IconUser } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { DossierCardOut } from "@/api/generated/types.gen";
import { QueryBoundary } from "@/kit/query-boundary";
import { useLocale } from "@/lib/locale";
import { NoSuchPage } from "@/modules/access/no-access";
import { ItemNumber, useItemNumber } from "@/modules/actions/item-number";
import { AskingRow } from "@/modules/asking/asking-row";
import { SectorLabel } from "@/modules/organisations/sector";
import { dossierCardQuery } from "@/queries/dossiers";
import { Card } from "@/ui/card";
import { MetaItem } from "@/ui/meta-item";
import { PageHeader, useTitle } from "@/ui/page";
import { useDossierAsking } from "./use-dossier-asking";
import { useDossierCrumbs } from "./use-dossier-crumbs";
import { useProgrammeWords } from "./words";

/** In place of a dossier that the reader does not read: what they may know of it, if anything. */
export function KnownDossier({ dossierId }: { dossierId: string }) {
  const card = useQuery(dossierCardQuery(dossierId));
  return (
    <QueryBoundary query={card} missing={<NoSuchPage />} loading={<Trans>Завантажуємо справу…</Trans>}>
      {(data) => <KnownPage card={data} />}
    </QueryBoundary>
  );
}

function KnownPage({ card }: { card: DossierCardOut }) {
  const { localize: say } = useLocale();
  const words = useProgrammeWords();
  const numbered = useItemNumber();
  const { id, kind, number, group, lead, request, allowed } = card;
  const title = say(card.title);
  useTitle(`${numbered(number)} ${title}`);
  return (
    <>
      <PageHeader
        {...useDossierCrumbs(group)}
        title={
          <>
            <ItemNumber className="v-t2" number={number} /> {title}
          </>
        }
      >
        <div className="v-meta">
          {words.noun(kind) && <span>{words.noun(kind)}</span>}
          <SectorLabel sector={lead.organisation.sector}>{say(lead.organisation.short_name)}</SectorLabel>
          <MetaItem icon={IconUser}>{say(lead.person.name)}</MetaItem>
        </div>
      </PageHeader>
      <Card label={title}>
        <AskingRow
          title={title}
          asking={useDossierAsking(id)}
          request={request}
          mayAsk={allowed.includes("ask_for_access")}
          mayTakeBack={allowed.includes("withdraw")}
          isMain
        >
          <p>
            <Trans>Група знає, що справа є і хто її веде. Зміст бачать лише учасники.</Trans>
          </p>
        </AskingRow>
      </Card>
    </>
  );
}
