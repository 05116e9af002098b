import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered } from "@/api/answered";
import { deleteOneRequest, postApproval, postRefusal } from "@/api/generated/sdk.gen";
import type { EmergencyRequestOut } from "@/api/generated/types.gen";
import { once } from "@/api/headers";
import { ApiProblem } from "@/api/problem";
import { keys } from "@/data/keys";
import { Dialog } from "@/design/dialog";
import { fieldError } from "@/design/field-error";
import { useReader } from "@/lib/reader";
import { useFailureToast } from "@/widgets/failure-toast";

export type Step = "approve" | "refuse" | "end";

interface AnswerDialogProps {
  request: EmergencyRequestOut;
  step: Step;
  onClose: () => void;
}

function send({ id }: EmergencyRequestOut, step: Step, note: string): Promise<unknown> {
  const path = { break_glass_id: id };
  if (step === "end") return answered(deleteOneRequest({ path }));
  const asked = { path, body: { note }, headers: once() };
  return step === "approve" ? answered(postApproval(asked)) : answered(postRefusal(asked));
}

/** The last word before a step: what it opens and whom it tells. */
export function AnswerDialog({ request, step, onClose }: AnswerDialogProps) {
  const { t } = useLingui();
  const { say } = useReader();
  const client = useQueryClient();
  const failed = useFailureToast();
  const [note, setNote] = useState("");
  const answering = useMutation({
    mutationFn: () => send(request, step, note),
    onSuccess: onClose,
    onError: (error) => {
      if (!(error instanceof ApiProblem && error.fields.length > 0)) failed(error);
    },
    onSettled: () => void client.invalidateQueries({ queryKey: keys.emergencies }),
  });
  const refused = answering.error instanceof ApiProblem ? answering.error.field("/note") : undefined;
  const name = say(request.asked_by.name);
  const waits = request.standing === "asked";
  const titles = {
    approve: t`Погодити на годину`,
    refuse: t`Відмовити`,
    end: waits ? t`Відкликати запит` : t`Завершити зараз`,
  };
  const leads = {
    approve: (
      <Trans>
        {name} зможе лише читати, одну годину. Учасники й ті, хто відповідає за захист даних, дізнаються про
        це одразу: з причиною та вашим ім’ям.
      </Trans>
    ),
    refuse: <Trans>{name} побачить, чому ви відмовили.</Trans>,
    end: waits ? (
      <Trans>Відповіді вже ніхто не даватиме.</Trans>
    ) : (
      <Trans>Доступ закриється тієї ж миті.</Trans>
    ),
  };
  return (
    <Dialog
      opened
      title={titles[step]}
      lead={leads[step]}
      submit={titles[step]}
      submitKind={step === "approve" ? "primary" : "danger"}
      busy={answering.isPending}
      onClose={onClose}
      onSubmit={() => answering.mutate()}
    >
      {step !== "end" && (
        <Textarea
          label={step === "refuse" ? t`Чому відмовлено` : t`Що сказати (необов’язково)`}
          rows={3}
          maxLength={1000}
          data-autofocus
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          error={fieldError(refused)}
        />
      )}
    </Dialog>
  );
}
