import { Trans, useLingui } from "@lingui/react/macro";
import { Radio } from "@mantine/core";
import { useState } from "react";
import { answered } from "@/api/answered";
import { postOffices } from "@/api/generated/sdk.gen";
import type { GiveOfficeInRequest, OfficeOut, TerritoryRef } from "@/api/generated/types.gen";
import { once } from "@/api/headers";
import { fieldError } from "@/design/field-error";
import { PersonDialog } from "./person-dialog";
import { TerritoryField } from "./territory-field";
import { refusedAt, useRegisterChange } from "./use-register-change";
import { OFFICES } from "./words";

interface GiveOfficeDialogProps {
  /** Where; without it the dialog asks. */
  territory?: TerritoryRef;
  onClose: () => void;
}

/** Puts somebody in charge of a territory, or of personal data there. */
export function GiveOfficeDialog({ territory, onClose }: GiveOfficeDialogProps) {
  const { t, i18n } = useLingui();
  const [kind, setKind] = useState<OfficeOut["kind"]>("coordinator");
  const [place, setPlace] = useState(territory?.id ?? "");
  const giving = useRegisterChange({
    ask: (body: GiveOfficeInRequest) => answered(postOffices({ body, headers: once() })),
    said: t`Роль надано. Особа вже отримала сповіщення`,
    onDone: onClose,
  });
  return (
    <PersonDialog
      title={t`Надати роль`}
      lead={<Trans>Собі роль надати не можна. Розмов у групах вона не відкриває.</Trans>}
      submit={t`Надати роль`}
      busy={giving.isPending}
      error={giving.error}
      ready={place !== ""}
      onClose={onClose}
      onSubmit={(said) => giving.mutate({ ...said, kind, territory: place })}
    >
      {(tried) => (
        <>
          <Radio.Group
            label={t`Роль`}
            value={kind}
            onChange={(chosen) =>
              setKind(chosen === "coordinator" ? "coordinator" : "data_protection_officer")
            }
          >
            <Radio value="coordinator" label={i18n._(OFFICES.coordinator)} />
            <Radio value="data_protection_officer" label={i18n._(OFFICES.data_protection_officer)} />
          </Radio.Group>
          {!territory && (
            <TerritoryField
              label={t`Територія`}
              description={t`Роль діє в ній і в усьому, що до неї входить`}
              value={null}
              onChange={setPlace}
              error={fieldError(
                (tried && !place && t`Виберіть територію`) || refusedAt(giving.error, "/territory"),
              )}
            />
          )}
        </>
      )}
    </PersonDialog>
  );
}
