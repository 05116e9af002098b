import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { JoinRequestOut } from "@/api/generated/types.gen";
import { OlderPage } from "@/kit/paged-list";
import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";
import { AccessReasonButton } from "@/modules/access/access-reason-button";
import { PlainPill } from "@/modules/actions/status";
import { SectorLabel } from "@/modules/organisations/sector";
import { answeredRequestsQuery } from "@/queries/joining";
import { flattenPages } from "@/queries/pages";
import { Card, CardList } from "@/ui/card";
import classes from "./joining.module.css";
import { REQUEST_STATES } from "./request-states";

/** Who asked for a seat and has the answer: which one, by whom and why. */
export function AnswersCard({ groupId }: { groupId: string }) {
  const requests = useInfiniteQuery(answeredRequestsQuery(groupId));
  const rows = requests.data ? flattenPages(requests.data) : [];
  if (rows.length === 0) return null;
  return (
    <Card title={<Trans>Відповіді</Trans>}>
      <CardList>
        {rows.map((request) => (
          <Answer key={request.id} request={request} />
        ))}
      </CardList>
      <OlderPage query={requests} />
    </Card>
  );
}

function Answer({ request }: { request: JoinRequestOut }) {
  const { i18n, t } = useLingui();
  const { localize: say, dates } = useLocale();
  const by = request.decided_by && say(request.decided_by.name);
  const at = request.decided_at && dates.full(request.decided_at);
  const reason = request.reason;
  return (
    <li className={classes.row}>
      <div className={classes.who}>
        <b>{say(request.person.name)}</b>, <span className="v-t2">{say(request.position)}</span>
        <p>
          <SectorLabel sector={request.organisation.sector}>
            {say(request.organisation.short_name)}
          </SectorLabel>
        </p>
        <p className="v-small v-t2">{[by && t`Хто відповів: ${by}`, at].filter(Boolean).join(DOT)}</p>
        {reason && (
          <p className="v-small">
            <Trans>Причина: {reason}</Trans>
          </p>
        )}
      </div>
      <PlainPill>{i18n._(REQUEST_STATES[request.state])}</PlainPill>
      <AccessReasonButton kind="join-request" id={request.id} name={say(request.person.name)} />
    </li>
  );
}
