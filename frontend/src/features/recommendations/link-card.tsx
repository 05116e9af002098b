import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { deleteRecommendationLink, postRecommendationLink } from "@/api/generated/sdk.gen";
import type { RecommendationPageOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { GuestLinkCard } from "@/modules/guest-links/guest-link-card";
import { keys } from "@/queries/keys";
import { recommendationLinkQuery } from "@/queries/recommendations";

interface LinkCardProps {
  recommendation: RecommendationPageOut;
}

/** The link by which an addressee without an account answers, for who leads. */
export function LinkCard({ recommendation }: LinkCardProps) {
  const { t } = useLingui();
  const { id, allowed, dossier, group } = recommendation;
  const may = allowed.includes("make_link");
  const query = useQuery({ ...recommendationLinkQuery(id), enabled: may });
  if (!may) return null;
  const path = { recommendation_id: id };
  return (
    <GuestLinkCard
      title={t`Посилання для адресата`}
      groupId={group.id}
      query={query}
      state={keys.recommendationLink(id)}
      purpose={<Trans>За посиланням адресат відповість без облікового запису.</Trans>}
      warning={<Trans>Покажемо це посилання лише зараз. Хто його має, той відповідає за адресата.</Trans>}
      letter={() => ({ label: t`Надіслати листа адресатові` })}
      restricted={
        dossier.visibility === "participants" ? t`Показати адресатові, хоча бачить не вся група` : undefined
      }
      make={(body) => unwrap(postRecommendationLink({ path, body }))}
      revoke={() => unwrap(deleteRecommendationLink({ path }))}
    />
  );
}
