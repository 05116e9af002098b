import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { PublicEditionOut } from "@/api/generated/types.gen";
import { QueryBoundary } from "@/kit/query-boundary";
import { useLocale } from "@/lib/locale";
import { pathTo } from "@/lib/paths";
import { EditionSheet } from "@/modules/editions/edition-sheet";
import { publicEditionQuery } from "@/queries/editions";
import { AppLink } from "@/ui/app-link";
import { EmptyState } from "@/ui/feedback";
import { useTitle } from "@/ui/page";
import { PublicFrame } from "./public-frame";

/** A published edition: what a group froze and lets everybody read. */
export function PublicEditionPage() {
  const { editionId = "" } = useParams({ strict: false });
  const { localize: say } = useLocale();
  const edition = useQuery(publicEditionQuery(editionId));
  return (
    <PublicFrame place={edition.data && say(edition.data.group)}>
      <QueryBoundary
        query={edition}
        missing={<NoSuchEdition />}
        loading={<Trans>Завантажуємо редакцію…</Trans>}
      >
        {(data) => <PublicEdition edition={data} />}
      </QueryBoundary>
    </PublicFrame>
  );
}

function NoSuchEdition() {
  return (
    <EmptyState alone title={<Trans>Такої сторінки немає</Trans>}>
      <Trans>Цю редакцію не оприлюднено, або її відкликали.</Trans>
    </EmptyState>
  );
}

function PublicEdition({ edition }: { edition: PublicEditionOut }) {
  const { language, dates } = useLocale();
  const { id, published_at, later_id: laterId } = edition;
  useTitle(edition.reports[language].title);
  const day = dates.numeric(dates.day(published_at));
  return (
    <>
      <EditionSheet edition={edition} paper={`/api/v1/public/editions/${id}/pdf`}>
        <p className="v-small v-t2">
          <Trans>Оприлюднено {day}</Trans>
        </p>
        {laterId && (
          <p>
            <AppLink className="v-reach" href={pathTo("/public/editions/$editionId", { editionId: laterId })}>
              <Trans>Є новіша редакція</Trans>
            </AppLink>
          </p>
        )}
      </EditionSheet>
      <p className="v-small v-t2">
        <Trans>Вразливі місця та відомості про людей на цій сторінці не показуємо.</Trans>
      </p>
    </>
  );
}
