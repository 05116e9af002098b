import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { QueryBoundary } from "@/kit/query-boundary";
import { useLocale } from "@/lib/locale";
import { pathTo } from "@/lib/paths";
import { NoSuchPage } from "@/modules/access/no-access";
import { EditionSheet } from "@/modules/editions/edition-sheet";
import { dossierEditionQuery } from "@/queries/editions";
import { useTopic } from "@/realtime/realtime-provider";
import { AppLink } from "@/ui/app-link";
import { Page, useTitle } from "@/ui/page";

/** One edition, for those who read its dossier. */
export function EditionPage() {
  const { t } = useLingui();
  const { language } = useLocale();
  const { dossierId = "", editionId = "" } = useParams({ strict: false });
  const lost = useTopic(`dossier:${dossierId}`);
  const edition = useQuery({ ...dossierEditionQuery(dossierId, editionId), enabled: !lost });
  useTitle(edition.data?.reports[language].title ?? t`Редакція звіту`);
  return (
    <Page>
      {lost ? (
        <NoSuchPage />
      ) : (
        <QueryBoundary
          query={edition}
          missing={<NoSuchPage />}
          loading={<Trans>Завантажуємо редакцію…</Trans>}
        >
          {(data) => (
            <>
              <p>
                <AppLink className="v-reach" href={pathTo("/dossiers/$dossierId", { dossierId })}>
                  <Trans>До справи</Trans>
                </AppLink>
              </p>
              <EditionSheet
                edition={data}
                paper={`/api/v1/dossiers/${dossierId}/editions/${editionId}/pdf`}
              />
            </>
          )}
        </QueryBoundary>
      )}
    </Page>
  );
}
