import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { postMandateTransitions } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { FormErrors } from "@/kit/form-errors";
import { ReasonDialog } from "@/kit/reason-dialog";
import { useCommand } from "@/kit/use-command";
import { invalidateSeats } from "@/queries/keys";
import { mandateQuery } from "@/queries/mandates";
import { Dialog } from "@/ui/dialog";

export type MandateStep = "rest" | "resume" | "end";

interface Words {
  to: "resting" | "active" | "ended";
  title: (name: string) => MessageDescriptor;
  submit: MessageDescriptor;
  lead: MessageDescriptor;
  said: MessageDescriptor;
  danger: boolean;
}

const STEPS: Record<MandateStep, Words> = {
  rest: {
    to: "resting",
    title: (name) => msg`Призупинити повноваження: ${name}`,
    submit: msg`Призупинити повноваження`,
    lead: msg`Ні ця людина, ні заступник не діятимуть, доки повноваження не поновлять. Місця лишаться. Якщо групу більше ніхто не веде, про це дізнається координатор.`,
    said: msg`Повноваження призупинено`,
    danger: true,
  },
  resume: {
    to: "active",
    title: (name) => msg`Поновити повноваження: ${name}`,
    submit: msg`Поновити повноваження`,
    lead: msg`Місця, заступник і доступ повернуться такими, як були.`,
    said: msg`Повноваження поновлено`,
    danger: false,
  },
  end: {
    to: "ended",
    title: (name) => msg`Завершити повноваження: ${name}`,
    submit: msg`Завершити повноваження`,
    lead: msg`Усі місця й заступництва за ними завершаться цієї ж миті. Написане лишиться з підписом. Якщо групу більше ніхто не веде, про це дізнається координатор.`,
    said: msg`Повноваження завершено. Доступ закрито цієї ж миті`,
    danger: true,
  },
};

interface MandateStepDialogProps {
  mandateId: string;
  name: string;
  step: MandateStep;
  onClose: () => void;
}

/** Lets a mandate rest, resumes it, or ends it. */
export function MandateStepDialog({ mandateId, name, step, onClose }: MandateStepDialogProps) {
  const { i18n, t } = useLingui();
  const { to, title, submit, lead, said, danger } = STEPS[step];
  const { data: mandate } = useQuery(mandateQuery(mandateId));
  const moving = useCommand({
    run: (reason: string, { ifMatch, idempotencyKey }) =>
      unwrap(
        postMandateTransitions({
          path: { mandate_id: mandateId },
          body: { to, reason },
          headers: { ...ifMatch, ...idempotencyKey },
        }),
      ),
    version: mandate?.version ?? 0,
    success: i18n._(said),
    invalidates: invalidateSeats,
    onSuccess: onClose,
  });
  const asked = {
    title: i18n._(title(name)),
    lead: i18n._(lead),
    submit: i18n._(submit),
    busy: moving.isPending || !mandate,
    onClose,
  };
  if (!danger) {
    return (
      <Dialog opened {...asked} onSubmit={() => moving.mutate("")}>
        <FormErrors error={moving.error} />
      </Dialog>
    );
  }
  return (
    <ReasonDialog
      {...asked}
      label={t`Причина`}
      missing={t`Напишіть причину: вона лишиться в журналі`}
      most={1000}
      submitKind="danger"
      problem={moving.error}
      onSubmit={(reason) => moving.mutate(reason)}
    />
  );
}
