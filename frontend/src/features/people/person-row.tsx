import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered } from "@/api/answered";
import { deleteDeactivation, postDeactivation, postInvitation } from "@/api/generated/sdk.gen";
import type { PersonOut } from "@/api/generated/types.gen";
import { ApiProblem } from "@/api/problem";
import { keys } from "@/data/keys";
import { Button } from "@/design/button";
import { Dialog } from "@/design/dialog";
import { fieldError } from "@/design/field-error";
import { toast } from "@/design/toast";
import { useReader } from "@/lib/reader";
import { useFailureToast } from "@/widgets/failure-toast";
import classes from "./people.module.css";

function useSteps(person: PersonOut) {
  const { t } = useLingui();
  const client = useQueryClient();
  const failed = useFailureToast();
  const path = { person_id: person.id };
  const onSettled = () => client.invalidateQueries({ queryKey: keys.people });
  const inviting = useMutation({
    mutationFn: () => answered(postInvitation({ path })),
    onSuccess: () => toast(t`Лист із новим посиланням надіслано`),
    onError: failed,
    onSettled,
  });
  const reactivating = useMutation({
    mutationFn: () => answered(deleteDeactivation({ path })),
    onSuccess: () => toast(t`Обліковий запис увімкнено`),
    onError: failed,
    onSettled,
  });
  return { inviting, reactivating };
}

/** One account, how it stands, and what can be done to it now. */
export function PersonRow({ person }: { person: PersonOut }) {
  const { say } = useReader();
  const steps = useSteps(person);
  const [asking, setAsking] = useState(false);
  const { t } = useLingui();
  const name = say(person.name);
  const may = (step: string) => person.allowed.includes(step);
  return (
    <li className={classes.row}>
      <div className={classes.who}>
        <b>{name}</b>
        <p className="v-small v-t2">{person.email}</p>
        <Standing person={person} />
      </div>
      <div className={classes.steps}>
        {may("invite") && (
          <Button
            kind="quiet"
            aria-label={t`Запросити ще раз: ${name}`}
            busy={steps.inviting.isPending}
            onClick={() => steps.inviting.mutate()}
          >
            <Trans>Запросити ще раз</Trans>
          </Button>
        )}
        {may("deactivate") && (
          <Button kind="ghost" aria-label={t`Вимкнути: ${name}`} onClick={() => setAsking(true)}>
            <Trans>Вимкнути</Trans>
          </Button>
        )}
        {may("reactivate") && (
          <Button
            kind="quiet"
            aria-label={t`Увімкнути: ${name}`}
            busy={steps.reactivating.isPending}
            onClick={() => steps.reactivating.mutate()}
          >
            <Trans>Увімкнути</Trans>
          </Button>
        )}
      </div>
      {asking && <DeactivateDialog person={person} onClose={() => setAsking(false)} />}
    </li>
  );
}

function Standing({ person }: { person: PersonOut }) {
  const { t } = useLingui();
  const { dates } = useReader();
  const last = person.last_sign_in_at && dates.full(person.last_sign_in_at);
  const words = [
    person.is_administrator && t`адміністрування`,
    !person.is_active && t`вимкнено: ${person.deactivation_reason}`,
    person.is_active && !person.has_password && t`ще без пароля`,
    last ? t`останній вхід ${last}` : t`ще не було входу`,
  ];
  return <p className={`v-tiny ${classes.standing}`}>{words.filter(Boolean).join(" · ")}</p>;
}

function DeactivateDialog({ person, onClose }: { person: PersonOut; onClose: () => void }) {
  const { t } = useLingui();
  const { say } = useReader();
  const client = useQueryClient();
  const failed = useFailureToast();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const deactivating = useMutation({
    mutationFn: () =>
      answered(postDeactivation({ path: { person_id: person.id }, body: { reason: reason.trim() } })),
    onSuccess: () => {
      toast(t`Обліковий запис вимкнено, усі входи завершено`);
      void client.invalidateQueries({ queryKey: keys.people });
      onClose();
    },
    onError: (error) => {
      if (!(error instanceof ApiProblem && error.fields.length > 0)) failed(error);
    },
  });
  const submit = () => {
    setTried(true);
    if (reason.trim()) deactivating.mutate();
  };
  const refused = deactivating.error instanceof ApiProblem ? deactivating.error.field("/reason") : undefined;
  const name = say(person.name);
  return (
    <Dialog
      opened
      title={t`Вимкнути обліковий запис?`}
      lead={
        <Trans>
          {name}: кожна відкрита сторінка закриється, токени й посилання перестануть діяти тієї ж миті. Усе
          зроблене лишиться. Якщо якась група втратить останнього фасилітатора, ми сповістимо координатора.
        </Trans>
      }
      submit={t`Вимкнути`}
      submitKind="danger"
      busy={deactivating.isPending}
      onClose={onClose}
      onSubmit={submit}
    >
      <Textarea
        label={t`Причина`}
        description={t`Її бачать лише адміністратори`}
        rows={3}
        maxLength={500}
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={fieldError((tried && !reason.trim() && t`Поясніть причину`) || refused)}
      />
    </Dialog>
  );
}
