import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { AccessRequestOut, ThreadOut } from "@/api/generated/types.gen";
import { accessRequestsQuery } from "@/data/announced";
import { Button } from "@/design/button";
import { Card, CardList } from "@/design/card";
import { Dialog } from "@/design/dialog";
import { Count } from "@/design/status";
import { useReader } from "@/lib/reader";
import { AnswerReaders } from "@/widgets/asking/answer-readers";
import classes from "@/widgets/asking/asking.module.css";
import { useAnswerAccess } from "@/widgets/asking/use-asking";
import { TellingDialog } from "@/widgets/telling-dialog";
import { Unclaimed } from "@/widgets/unclaimed";

/** For those who lead the thread: who waits to be let in, with their words and their seat. */
export function AccessRequests({ thread }: { thread: ThreadOut }) {
  const leads = thread.announced && thread.allowed.includes("set_audience");
  const { data = [] } = useQuery({ ...accessRequestsQuery(thread.id), enabled: leads });
  const waiting = data.filter(({ state }) => state === "pending");
  if (!leads || waiting.length === 0) return null;
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
  const { say, dates } = useReader();
  const [answering, setAnswering] = useState<"grant" | "decline" | null>(null);
  const { person, organisation, position } = request.asker;
  const name = say(person.name);
  const seat = [organisation?.short_name, position].flatMap((one) => (one ? say(one) : [])).join(", ");
  const close = () => setAnswering(null);
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
          <Button aria-label={t`Дати доступ: ${name}`} onClick={() => setAnswering("grant")}>
            <Trans>Дати доступ</Trans>
          </Button>
        )}
        {request.allowed.includes("decline") && (
          <Button kind="quiet" aria-label={t`Відмовити: ${name}`} onClick={() => setAnswering("decline")}>
            <Trans>Відмовити</Trans>
          </Button>
        )}
      </div>
      {answering === "grant" && <GrantDialog request={request} name={name} onClose={close} />}
      {answering === "decline" && <DeclineDialog request={request} name={name} onClose={close} />}
    </li>
  );
}

interface AnswerProps {
  request: AccessRequestOut;
  name: string;
  onClose: () => void;
}

function GrantDialog({ request, name, onClose }: AnswerProps) {
  const { t } = useLingui();
  const granting = useAnswerAccess(request, t`Доступ надано`, onClose);
  return (
    <Dialog
      opened
      title={t`Дати доступ: ${name}`}
      lead={
        <Trans>
          Тема назве цю людину поіменно. Вона прочитає все від самого початку й зможе писати, якщо її роль у
          групі це дозволяє.
        </Trans>
      }
      submit={t`Дати доступ`}
      busy={granting.isPending}
      onClose={onClose}
      onSubmit={() => granting.mutate(null)}
    >
      <Unclaimed error={granting.error} />
    </Dialog>
  );
}

function DeclineDialog({ request, name, onClose }: AnswerProps) {
  const { t } = useLingui();
  const declining = useAnswerAccess(request, t`Відповідь надіслано`, onClose);
  return (
    <TellingDialog
      title={t`Відмовити: ${name}`}
      lead={<Trans>Людина прочитає причину й за тиждень зможе попросити ще раз.</Trans>}
      label={t`Причина`}
      missing={t`Напишіть причину: її прочитає людина`}
      most={1000}
      submit={t`Відмовити`}
      submitKind="danger"
      change={{ ...declining, variables: declining.variables ?? undefined }}
      anyway={t`Усе одно надіслати`}
      readers={<AnswerReaders />}
      onClose={onClose}
    />
  );
}
