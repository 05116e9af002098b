import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answered } from "@/api/answered";
import { deleteJoinRequestDetails } from "@/api/generated/sdk.gen";
import type { JoinRequestOut } from "@/api/generated/types.gen";
import { myJoinRequestsQuery } from "@/data/joining";
import { keys } from "@/data/keys";
import { Button } from "@/design/button";
import { Card, CardList } from "@/design/card";
import { PlainPill } from "@/design/status";
import { toast } from "@/design/toast";
import { useReader } from "@/lib/reader";
import { useFailureToast } from "@/widgets/failure-toast";
import classes from "./joining.module.css";

/** Where the reader asks for a seat: only while there is something to wait for or to know. */
export function MyRequestsCard() {
  const { data: requests = [] } = useQuery(myJoinRequestsQuery);
  const told = requests.filter(({ state }) => state === "pending" || state === "declined").slice(0, 5);
  if (told.length === 0) return null;
  return (
    <div className={classes.above}>
      <Card title={<Trans>Ваші прохання про місце</Trans>}>
        <CardList>
          {told.map((request) => (
            <Row key={request.id} request={request} />
          ))}
        </CardList>
      </Card>
    </div>
  );
}

function Row({ request }: { request: JoinRequestOut }) {
  const { t } = useLingui();
  const { say, dates } = useReader();
  const client = useQueryClient();
  const failed = useFailureToast();
  const withdrawing = useMutation({
    mutationFn: () => answered(deleteJoinRequestDetails({ path: { join_request_id: request.id } })),
    onSuccess: () => toast(t`Прохання відкликано`),
    onError: failed,
    onSettled: () => client.invalidateQueries({ queryKey: keys.myJoinRequests }),
  });
  const group = say(request.group.name);
  const asked = dates.full(request.asked_at);
  return (
    <li className={classes.row}>
      <div className={classes.who}>
        <b>{group}</b>
        <p className="v-small v-t2">
          {say(request.organisation.short_name)} · {say(request.position)} · {asked}
        </p>
        {request.state === "declined" && (
          <p className="v-small">
            <Trans>Відповідь: {request.reason}</Trans>
          </p>
        )}
      </div>
      <PlainPill>{request.state === "pending" ? t`Чекає на відповідь` : t`Відхилено`}</PlainPill>
      {request.allowed.includes("withdraw") && (
        <Button
          kind="ghost"
          aria-label={t`Відкликати прохання: ${group}`}
          busy={withdrawing.isPending}
          onClick={() => withdrawing.mutate()}
        >
          <Trans>Відкликати</Trans>
        </Button>
      )}
    </li>
  );
}
