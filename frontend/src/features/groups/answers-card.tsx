import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { JoinRequestOut } from "@/api/generated/types.gen";
import { SectionCard } from "@/kit/section-card";
import { useLocale } from "@/lib/locale";
import { AccessReasonButton } from "@/modules/access/access-reason-button";
import { PlainPill } from "@/modules/actions/status";
import { SectorLabel } from "@/modules/organisations/sector";
import { answeredRequestsQuery } from "@/queries/joining";
import { ByLine } from "@/ui/by-line";
import { ListRow } from "@/ui/list-row";
import { REQUEST_STATES } from "./request-states";

/** Who asked for a seat and has the answer: which one, by whom and why. */
export function AnswersCard({ groupId }: { groupId: string }) {
  const requests = useInfiniteQuery(answeredRequestsQuery(groupId));
  return (
    <SectionCard title={<Trans>Відповіді</Trans>} query={requests} older>
      {(request) => <Answer key={request.id} request={request} />}
    </SectionCard>
  );
}

function Answer({ request }: { request: JoinRequestOut }) {
  const { i18n, t } = useLingui();
  const { localize: say } = useLocale();
  const name = say(request.person.name);
  const by = request.decided_by && say(request.decided_by.name);
  const reason = request.reason;
  return (
    <ListRow
      spaced
      title={
        <>
          <b>{name}</b>, <span className="v-t2">{say(request.position)}</span>
        </>
      }
      status={<PlainPill>{i18n._(REQUEST_STATES[request.state])}</PlainPill>}
      actions={<AccessReasonButton kind="join-request" id={request.id} name={name} />}
    >
      <p>
        <SectorLabel sector={request.organisation.sector}>{say(request.organisation.short_name)}</SectorLabel>
      </p>
      <ByLine actor={by && t`Хто відповів: ${by}`} at={request.decided_at} />
      {reason && (
        <p className="v-small">
          <Trans>Причина: {reason}</Trans>
        </p>
      )}
    </ListRow>
  );
}
