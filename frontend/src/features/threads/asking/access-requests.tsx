import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { AccessRequestOut, ThreadOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { Count } from "@/modules/actions/status";
import classes from "@/modules/threads/asking/asking.module.css";
import { accessRequestsQuery } from "@/queries/announced";
import { Button } from "@/ui/button";
import { Card, CardList } from "@/ui/card";
import { useThreadDialog } from "../active-dialog";

/** For those who lead the thread: who waits to be let in, with their words and their seat. */
export function AccessRequests({ thread }: { thread: ThreadOut }) {
  const { data = [] } = useQuery(accessRequestsQuery(thread.id));
  const waiting = data.filter(({ state }) => state === "pending");
  if (waiting.length === 0) return null;
  return (
    <div className={classes.requests}>
      <Card title={<Trans>Просять доступ</Trans>} count={<Count value={waiting.length} />}>
        <CardList>
          {waiting.map((request) => (
            <Waiting key={request.id} request={request} />
          ))}
        </CardList>
      </Card>
    </div>
  );
}

function Waiting({ request }: { request: AccessRequestOut }) {
  const { t } = useLingui();
  const { localize: say, dates } = useLocale();
  const open = useThreadDialog();
  const { person, organisation, position } = request.asker;
  const name = say(person.name);
  const seat = [organisation?.short_name, position].flatMap((one) => (one ? say(one) : [])).join(", ");
  return (
    <li className={classes.row}>
      <div className={classes.about}>
        <div>
          <b>{name}</b>
        </div>
        <p className="v-small v-t2">
          {seat}&nbsp;· {dates.full(request.asked_at)}
        </p>
        <p className={`v-small ${classes.quote}`}>{request.reason}</p>
      </div>
      <div className={classes.buttons}>
        {request.allowed.includes("grant") && (
          <Button aria-label={t`Дати доступ: ${name}`} onClick={() => open({ kind: "grant", request, name })}>
            <Trans>Дати доступ</Trans>
          </Button>
        )}
        {request.allowed.includes("decline") && (
          <Button
            kind="quiet"
            aria-label={t`Відмовити: ${name}`}
            onClick={() => open({ kind: "decline", request, name })}
          >
            <Trans>Відмовити</Trans>
          </Button>
        )}
      </div>
    </li>
  );
}
