import { Trans, useLingui } from "@lingui/react/macro";
import { Radio } from "@mantine/core";
import { useState } from "react";
import { postOfficeInvitations, postOffices } from "@/api/generated/sdk.gen";
import type { GiveOfficeInRequest, InviteToOfficeInRequest, TerritoryRef } from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import { fieldErrorAt } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { useInviting } from "@/modules/invitations/use-inviting";
import { fieldError } from "@/ui/field-error";
import { PersonDialog } from "./person-dialog";
import { TerritoryField } from "./territory-field";
import { useRegisterChange } from "./use-register-change";
import { OFFICES } from "./words";

type Office = Pick<GiveOfficeInRequest, "kind" | "territory">;

interface GiveOfficeDialogProps {
  /** Where; without it the dialog asks. */
  territory?: TerritoryRef;
  onClose: () => void;
}

/** Puts somebody in charge of a territory, or of personal data there. */
export function GiveOfficeDialog({ territory, onClose }: GiveOfficeDialogProps) {
  const { t } = useLingui();
  const [office, setOffice] = useState<Office>({ kind: "coordinator", territory: territory?.id ?? "" });
  const giving = useRegisterChange({
    ask: (body: GiveOfficeInRequest) => unwrap(postOffices({ body, headers: idempotencyKey() })),
    said: t`Роль надано. Особа вже отримала сповіщення`,
    onDone: onClose,
  });
  const inviting = useInviting(
    (body: InviteToOfficeInRequest) => unwrap(postOfficeInvitations({ body, headers: idempotencyKey() })),
    onClose,
  );
  return (
    <PersonDialog
      title={t`Надати роль`}
      lead={<Trans>Собі роль надати не можна. Розмов у групах вона не відкриває.</Trans>}
      submit={t`Надати роль`}
      busy={giving.isPending}
      error={giving.error}
      invitation={{
        busy: inviting.isPending,
        error: inviting.error,
        send: (said) => inviting.mutate({ ...said, ...office }),
        forget: inviting.reset,
      }}
      ready={office.territory !== ""}
      onClose={onClose}
      onSubmit={(said) => giving.mutate({ ...said, ...office })}
    >
      {(tried) => (
        <OfficeFields
          office={office}
          onChange={setOffice}
          asksWhere={!territory}
          tried={tried}
          refused={(pointer) => fieldErrorAt(inviting.error, pointer) || fieldErrorAt(giving.error, pointer)}
        />
      )}
    </PersonDialog>
  );
}

interface OfficeFieldsProps {
  office: Office;
  onChange: (office: Office) => void;
  asksWhere: boolean;
  tried: boolean;
  /** What the server says of a field. */
  refused: (pointer: string) => string | undefined;
}

function OfficeFields({ office, onChange, asksWhere, tried, refused }: OfficeFieldsProps) {
  const { t, i18n } = useLingui();
  const missing = tried && !office.territory && t`Виберіть територію`;
  return (
    <>
      <Radio.Group
        label={t`Роль`}
        value={office.kind}
        onChange={(kind) =>
          onChange({ ...office, kind: kind === "coordinator" ? "coordinator" : "data_protection_officer" })
        }
        error={fieldError(refused("/kind"))}
      >
        <Radio value="coordinator" label={i18n._(OFFICES.coordinator)} />
        <Radio value="data_protection_officer" label={i18n._(OFFICES.data_protection_officer)} />
      </Radio.Group>
      {asksWhere && (
        <TerritoryField
          label={t`Територія`}
          description={t`Роль діє в ній і в усьому, що до неї входить`}
          value={null}
          onChange={(territory) => onChange({ ...office, territory })}
          error={fieldError(missing || refused("/territory"))}
        />
      )}
    </>
  );
}
