import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { deleteMandateDeputy, putMandateDeputy } from "@/api/generated/sdk.gen";
import type { MandateDetails } from "@/api/generated/types.gen";
import { ifMatch } from "@/api/headers";
import { fieldErrorAt } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { FormErrors } from "@/kit/form-errors";
import { QueryBoundary } from "@/kit/query-boundary";
import { useLocale } from "@/lib/locale";
import { mandateQuery } from "@/queries/mandates";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { EMPTY_PERSON, named, WhoField } from "./person-field";
import { useSeatChange } from "./use-seat-change";

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
  const [who, setWho] = useState(EMPTY_PERSON);
  const [tried, setTried] = useState(false);
  const about = { path: { mandate_id: mandateId }, headers: ifMatch(mandate.data?.version ?? 0) };
  const naming = useSeatChange(
    (body: { person: string } | { email: string }) => unwrap(putMandateDeputy({ ...about, body })),
    t`Постійного заступника призначено`,
    onClose,
  );
  const removing = useSeatChange(
    () => unwrap(deleteMandateDeputy(about)),
    t`Постійного заступника більше немає`,
    onClose,
  );
  const send = () => {
    setTried(true);
    const person = named(who);
    if (person) naming.mutate(person);
  };
  return (
    <Dialog
      opened
      title={t`Постійний заступник: ${name}`}
      lead={<Trans>Хто зазвичай заступає. Діятиме лише на час відсутності, який називають окремо.</Trans>}
      submit={t`Призначити`}
      busy={naming.isPending || removing.isPending || !mandate.data}
      onClose={onClose}
      onSubmit={send}
    >
      <QueryBoundary query={mandate} loading={<Trans>Завантажуємо…</Trans>}>
        {({ deputy }) => deputy && <Now deputy={deputy} onRemove={() => removing.mutate(undefined)} />}
      </QueryBoundary>
      <WhoField
        organisationId={organisationId}
        label={t`Хто заступає`}
        who={who}
        onChange={setWho}
        tried={tried}
        refused={(pointer) => fieldErrorAt(naming.error, pointer)}
      />
      <FormErrors error={naming.error} />
      <FormErrors error={removing.error} />
    </Dialog>
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
