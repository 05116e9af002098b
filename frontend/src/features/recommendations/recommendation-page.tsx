import { Trans, useLingui } from "@lingui/react/macro";
import { IconMailForward, IconTag, IconUsers } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { RecommendationPageOut } from "@/api/generated/types.gen";
import { QueryBoundary } from "@/kit/query-boundary";
import { useLocale } from "@/lib/locale";
import { AccessLost } from "@/modules/access/no-access";
import { dossierPath } from "@/modules/entities/paths";
import { SectorLabel } from "@/modules/organisations/sector";
import { Age, ImplementationPill, ResponseMark } from "@/modules/recommendations/marks";
import { useRecommendationNumber } from "@/modules/recommendations/use-number";
import { useRecommendationWords } from "@/modules/recommendations/use-words";
import { recommendationQuery } from "@/queries/recommendations";
import { useTopic } from "@/realtime/realtime-provider";
import { NoticeState } from "@/ui/feedback";
import { Icon } from "@/ui/icon";
import { MetaItem } from "@/ui/meta-item";
import { Page, PageHeader, TwoColumns, useTitle } from "@/ui/page";
import { ActionsCard } from "./actions-card";
import { AnswerCard } from "./answer-card";
import { EvidenceCard } from "./evidence-card";
import { LinkCard } from "./link-card";
import { MoreMenu } from "./more-menu";
import { NextStep } from "./next-step";
import { PathCard } from "./path-card";
import { WordsCard } from "./words-card";

/** One recommendation: what was recommended to whom, what they answered, and how everybody knows what came of it. */
export function RecommendationPage() {
  const { recommendationId = "" } = useParams({ strict: false });
  const recommendation = useQuery(recommendationQuery(recommendationId));
  return (
    <Page>
      <QueryBoundary
        query={recommendation}
        loading={<Trans>Завантажуємо рекомендацію…</Trans>}
        missing={
          <NoticeState
            icon={<Icon of={IconTag} size={24} />}
            title={<Trans>Такої рекомендації немає</Trans>}
            alone
          >
            <Trans>Її немає або ви не бачите справи, до якої вона належить.</Trans>
          </NoticeState>
        }
      >
        {(data) => <Heard key={data.id} recommendation={data} />}
      </QueryBoundary>
    </Page>
  );
}

/** Who may no longer read its dossier does not read it either. */
function Heard({ recommendation }: { recommendation: RecommendationPageOut }) {
  const lost = useTopic(`dossier:${recommendation.dossier.id}`);
  if (lost) return <AccessLost title={<Trans>Ви більше не маєте доступу до цієї рекомендації</Trans>} />;
  return <RecommendationView recommendation={recommendation} />;
}

function RecommendationView({ recommendation }: { recommendation: RecommendationPageOut }) {
  const { localize } = useLocale();
  const numbered = useRecommendationNumber();
  useTitle(`${numbered(recommendation)} ${localize(recommendation.title)}`);
  const isIssued = recommendation.stage !== "draft";
  return (
    <>
      <Header recommendation={recommendation} />
      <TwoColumns aside={isIssued && <PathCard recommendation={recommendation} />}>
        <NextStep recommendation={recommendation} />
        <WordsCard recommendation={recommendation} />
        {isIssued && (
          <>
            <AnswerCard recommendation={recommendation} />
            <LinkCard recommendation={recommendation} />
            <EvidenceCard recommendation={recommendation} />
            <ActionsCard recommendation={recommendation} />
          </>
        )}
      </TwoColumns>
    </>
  );
}

function Header({ recommendation }: { recommendation: RecommendationPageOut }) {
  const { t } = useLingui();
  const { localize } = useLocale();
  const numbered = useRecommendationNumber();
  const { dossier, title } = recommendation;
  return (
    <PageHeader
      crumbsLabel={t`Де ви`}
      crumbs={[
        { label: t`Рекомендації`, href: "/recommendations" },
        { label: localize(dossier.title), href: dossierPath(dossier.id) },
      ]}
      title={
        <>
          <span className="v-t2">{numbered(recommendation)}</span> {localize(title)}
        </>
      }
      actions={<MoreMenu recommendation={recommendation} />}
    >
      <HeaderFacts recommendation={recommendation} />
    </PageHeader>
  );
}

/** Both axes apart, whose it is, its age, its theme, and whom it concerns. */
function HeaderFacts({ recommendation }: { recommendation: RecommendationPageOut }) {
  const { localize } = useLocale();
  const words = useRecommendationWords();
  const { stage, response, implementation, addressee, addressee_outside, issued_at } = recommendation;
  return (
    <div className="v-meta">
      {stage !== "draft" && (
        <>
          <ResponseMark response={response} strong />
          <span>
            <ImplementationPill implementation={implementation} />
          </span>
        </>
      )}
      <SectorLabel sector={addressee.sector}>{localize(addressee.name)}</SectorLabel>
      {addressee_outside && (
        <MetaItem icon={IconMailForward}>
          <Trans>Без облікового запису</Trans>
        </MetaItem>
      )}
      <Age issuedAt={issued_at} long />
      <MetaItem icon={IconTag}>{words.theme(recommendation.theme)}</MetaItem>
      {recommendation.target_groups.length > 0 && (
        <MetaItem icon={IconUsers}>{recommendation.target_groups.map(words.targetGroup).join(", ")}</MetaItem>
      )}
    </div>
  );
}
