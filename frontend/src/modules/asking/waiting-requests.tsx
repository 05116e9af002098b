import { Trans, useLingui } from "@lingui/react/macro";
import type { AccessRequestFacts } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { Count } from "@/modules/actions/status";
import { Button } from "@/ui/button";
import { Card, CardList } from "@/ui/card";
import classes from "./asking.module.css";

interface RequestsProps<Request> {
  requests: Request[];
  mayAnswer: (request: Request) => boolean;
  onAnswer: (kind: "grant" | "decline", request: Request, name: string) => void;
}

/** For those who lead: who waits to be let in, with their words and their seat. */
export function WaitingRequests<Request extends AccessRequestFacts>(props: RequestsProps<Request>) {
  const { requests } = props;
  return (
    <Card title={<Trans>Просять доступ</Trans>} count={<Count value={requests.length} />}>
      <CardList>
        {requests.map((request) => (
          <Waiting key={request.id} request={request} {...props} />
        ))}
      </CardList>
    </Card>
  );
}

function Waiting<Request extends AccessRequestFacts>({
  request,
  mayAnswer,
  onAnswer,
}: RequestsProps<Request> & { request: Request }) {
  const { t } = useLingui();
  const { localize: say, dates } = useLocale();
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
      {mayAnswer(request) && (
        <div className={classes.buttons}>
          <Button aria-label={t`Дати доступ: ${name}`} onClick={() => onAnswer("grant", request, name)}>
            <Trans>Дати доступ</Trans>
          </Button>
          <Button
            kind="quiet"
            aria-label={t`Відмовити: ${name}`}
            onClick={() => onAnswer("decline", request, name)}
          >
            <Trans>Відмовити</Trans>
          </Button>
        </div>
      )}
    </li>
  );
}
