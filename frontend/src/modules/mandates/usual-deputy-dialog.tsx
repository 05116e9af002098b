import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { deleteMandateDeputy, putMandateDeputy } from "@/api/generated/sdk.gen";
import type { MandateDetails } from "@/api/generated/types.gen";
import { ifMatch } from "@/api/headers";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { QueryBoundary } from "@/kit/query-boundary";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { useOutcome } from "@/modules/approvals/use-outcome";
import { invalidateSeats } from "@/queries/keys";
import { mandateQuery } from "@/queries/mandates";
import { Button } from "@/ui/button";
import { EMPTY_PERSON, personOf, useWhoProblem, WHO_POINTERS, type Who, WhoField } from "./person-field";

interface UsualDeputyDialogProps {
  mandateId: string;
  organisationId: string;
  name: string;
  onClose: () => void;
}

/** Names who usually stands in; they act only in an absence, which is named for itself. */
export function UsualDeputyDialog({ mandateId, organisationId, name, onClose }: UsualDeputyDialogProps) {
  const { t } = useLingui();
  const mandate = useQuery(mandateQuery(mandateId));
  const whoProblem = useWhoProblem();
  const about = { path: { mandate_id: mandateId }, headers: ifMatch(mandate.data?.version ?? 0) };
  const naming = useCommand({
    run: ({ who }: { who: Who }) => unwrap(putMandateDeputy({ ...about, body: personOf(who) })),
    invalidates: invalidateSeats,
    onSuccess: useOutcome(t`Постійного заступника призначено`, onClose),
  });
  const removing = useCommand({
    run: () => unwrap(deleteMandateDeputy(about)),
    success: t`Постійного заступника більше немає`,
    invalidates: invalidateSeats,
    onSuccess: onClose,
  });
  const form = useForm({
    initial: { who: EMPTY_PERSON },
    command: naming,
    validate: ({ who }) => ({ who: whoProblem(who) }),
    pointers: { who: WHO_POINTERS },
    refusal: removing.error,
  });
  return (
    <FormDialog
      form={form}
      title={t`Постійний заступник: ${name}`}
      lead={<Trans>Хто зазвичай заступає. Діятиме лише на час відсутності, який називають окремо.</Trans>}
      submit={t`Призначити`}
      busy={removing.isPending || !mandate.data}
      onClose={onClose}
    >
      <QueryBoundary query={mandate} loading={<Trans>Завантажуємо…</Trans>}>
        {({ deputy }) => deputy && <Now deputy={deputy} onRemove={() => removing.mutate()} />}
      </QueryBoundary>
      <WhoField organisationId={organisationId} label={t`Хто заступає`} {...form.value("who")} />
    </FormDialog>
  );
}

function Now({ deputy, onRemove }: { deputy: NonNullable<MandateDetails["deputy"]>; onRemove: () => void }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const name = say(deputy.name);
  return (
    <div>
      <p>{t`Зараз: ${name}`}</p>
      <Button kind="quiet" onClick={onRemove}>
        <Trans>Прибрати заступника</Trans>
      </Button>
    </div>
  );
}
