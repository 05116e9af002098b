import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { deleteJoinRequestDetails } from "@/api/generated/sdk.gen";
import type { JoinRequestOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { OlderPage } from "@/kit/paged-list";
import { useCommand } from "@/kit/use-command";
import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";
import { PlainPill } from "@/modules/actions/status";
import { myJoinRequestsQuery } from "@/queries/joining";
import { keys } from "@/queries/keys";
import { flattenPages } from "@/queries/pages";
import { Button } from "@/ui/button";
import { Card, CardFoot, CardList } from "@/ui/card";
import { ListRow } from "@/ui/list-row";
import classes from "./joining.module.css";
import { REQUEST_STATES } from "./request-states";

const FEW = 5;

const isToldOf = ({ state, reason }: JoinRequestOut) =>
  state === "pending" || state === "declined" || (state === "admitted" && reason !== "");

/** Where the reader asks for a seat: what waits, what was declined, and what was said to a yes. */
export function MyRequestsCard() {
  const requests = useInfiniteQuery(myJoinRequestsQuery);
  const [all, setAll] = useState(false);
  const told = requests.data ? flattenPages(requests.data).filter(isToldOf) : [];
  if (told.length === 0 && !requests.hasNextPage) return null;
  const shown = all ? told : told.slice(0, FEW);
  return (
    <div className={classes.above}>
      <Card title={<Trans>Ваші прохання про місце</Trans>}>
        <CardList>
          {shown.map((request) => (
            <Row key={request.id} request={request} />
          ))}
        </CardList>
        {shown.length < told.length ? (
          <CardFoot>
            <Button kind="ghost" onClick={() => setAll(true)}>
              <Trans>Показати давніші</Trans>
            </Button>
          </CardFoot>
        ) : (
          <OlderPage query={requests} />
        )}
      </Card>
    </div>
  );
}

function Row({ request }: { request: JoinRequestOut }) {
  const { i18n, t } = useLingui();
  const { localize: say, dates } = useLocale();
  const withdrawing = useCommand({
    run: () => unwrap(deleteJoinRequestDetails({ path: { join_request_id: request.id } })),
    success: t`Прохання відкликано`,
    invalidates: [keys.myJoinRequests],
    tellsErrors: true,
  });
  const group = say(request.group.name);
  const asked = dates.full(request.asked_at);
  return (
    <ListRow
      spaced
      title={group}
      meta={[say(request.organisation.short_name), say(request.position), asked].join(DOT)}
      status={<PlainPill>{i18n._(REQUEST_STATES[request.state])}</PlainPill>}
      actions={
        request.allowed.includes("withdraw") && (
          <Button
            kind="ghost"
            aria-label={t`Відкликати прохання: ${group}`}
            busy={withdrawing.isPending}
            onClick={() => withdrawing.mutate()}
          >
            <Trans>Відкликати</Trans>
          </Button>
        )
      }
    >
      {request.reason && (
        <p className="v-small">
          <Trans context="request">Відповідь: {request.reason}</Trans>
        </p>
      )}
    </ListRow>
  );
}
