import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { deleteControlLink, postControlLink } from "@/api/generated/sdk.gen";
import type { DossierPageOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { GuestLinkCard } from "@/modules/guest-links/guest-link-card";
import { controlLinkQuery } from "@/queries/controls";
import { keys } from "@/queries/keys";

/** The link by which an authority without an account reads the report and replies, for who leads. */
export function LinkCard({ dossier }: { dossier: DossierPageOut }) {
  const { t } = useLingui();
  const query = useQuery(controlLinkQuery(dossier.id));
  const path = { dossier_id: dossier.id };
  return (
    <GuestLinkCard
      title={t`Посилання для органу`}
      groupId={dossier.group.id}
      query={query}
      state={keys.controlLink(dossier.id)}
      purpose={<Trans>За посиланням орган прочитає звіт і відповість без облікового запису.</Trans>}
      warning={
        <Trans>Покажемо це посилання лише зараз. Хто його має, той читає звіт і відповідає за орган.</Trans>
      }
      letter={() => ({ label: t`Надіслати листа органові` })}
      make={({ send, until }) =>
        unwrap(postControlLink({ path, body: { send, ...(until ? { until } : {}) } }))
      }
      revoke={() => unwrap(deleteControlLink({ path }))}
    />
  );
}
