import { Trans, useLingui } from "@lingui/react/macro";
import { deleteOneRequest, postApproval, postRefusal } from "@/api/generated/sdk.gen";
import type { EmergencyRequestOut } from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import { unwrap } from "@/api/unwrap";
import { FormErrors } from "@/kit/form-errors";
import { ReasonDialog } from "@/kit/reason-dialog";
import { useCommand } from "@/kit/use-change";
import { useLocale } from "@/lib/locale";
import { keys } from "@/queries/keys";
import { Dialog } from "@/ui/dialog";

export type Step = "approve" | "refuse" | "end";

interface AnswerDialogProps {
  request: EmergencyRequestOut;
  step: Step;
  onClose: () => void;
}

function send({ id }: EmergencyRequestOut, step: Step, note: string): Promise<unknown> {
  const path = { break_glass_id: id };
  if (step === "end") return unwrap(deleteOneRequest({ path }));
  const asked = { path, body: { note }, headers: idempotencyKey() };
  return step === "approve" ? unwrap(postApproval(asked)) : unwrap(postRefusal(asked));
}

/** The last word before a step: what it opens and whom it tells. */
export function AnswerDialog({ request, step, onClose }: AnswerDialogProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const answering = useCommand({
    ask: (note: string) => send(request, step, note),
    onDone: onClose,
    forget: (client) =>
      [keys.emergencies, keys.today].map((queryKey) => client.invalidateQueries({ queryKey })),
  });
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
  const asked = {
    title: titles[step],
    lead: leads[step],
    submit: titles[step],
    submitKind: step === "approve" ? ("primary" as const) : ("danger" as const),
    busy: answering.isPending,
    onClose,
  };
  if (step === "end") {
    return (
      <Dialog opened {...asked} onSubmit={() => answering.mutate("")}>
        <FormErrors error={answering.error} />
      </Dialog>
    );
  }
  return (
    <ReasonDialog
      {...asked}
      label={step === "refuse" ? t`Чому відмовлено` : t`Що сказати (необов’язково)`}
      missing={step === "refuse" ? t`Поясніть причину` : undefined}
      most={1000}
      problem={answering.error}
      pointer="/note"
      onSubmit={(note) => answering.mutate(note)}
    />
  );
}
