import { Trans, useLingui } from "@lingui/react/macro";
import { useMemo } from "react";
import { patchTerritoryDetails } from "@/api/generated/sdk.gen";
import type { TerritoryDetails } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { CoordinateFields } from "@/modules/map/coordinate-fields";
import { NOT_TYPED, placeTyped, type Typed, useFault, useWritten } from "@/modules/map/coordinates";
import { PlaceMap } from "@/modules/map/place-map";
import { invalidateRegisters } from "@/queries/keys";
import { Button } from "@/ui/button";

interface PlaceDialogProps {
  territory: TerritoryDetails;
  onClose: () => void;
}

function usePlaceForm({ territory, onClose }: PlaceDialogProps) {
  const { t } = useLingui();
  const written = useWritten();
  const fault = useFault();
  const command = useCommand({
    run: (typed: Typed, { ifMatch }) =>
      unwrap(
        patchTerritoryDetails({
          path: { territory_id: territory.id },
          body: { place: placeTyped(typed) },
          headers: ifMatch,
        }),
      ),
    version: territory.version,
    success: t`Збережено`,
    invalidates: invalidateRegisters,
    onSuccess: onClose,
  });
  return useForm({
    initial: written(territory),
    command,
    validate: (typed) => ({ latitude: fault(typed, "latitude"), longitude: fault(typed, "longitude") }),
    pointers: { latitude: [], longitude: [] },
  });
}

/** The dialog for the place of a territory: chosen on a map, or typed as coordinates. */
export function PlaceDialog(props: PlaceDialogProps) {
  const { territory, onClose } = props;
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const written = useWritten();
  const form = usePlaceForm(props);
  const { latitude, longitude } = form.values;
  const place = useMemo(() => placeTyped({ latitude, longitude }), [latitude, longitude]);
  const submit = () => (Object.keys(form.own).length === 0 ? onClose() : form.submit());
  const name = say(territory.name);
  return (
    <FormDialog
      form={form}
      title={t`Місце на мапі`}
      lead={<Trans>Виберіть місце на мапі або впишіть координати.</Trans>}
      submit={t`Зберегти`}
      onClose={onClose}
      onSubmit={submit}
    >
      <PlaceMap label={t`Мапа: ${name}`} place={place} onChoose={(chosen) => form.change(written(chosen))} />
      <CoordinateFields
        typed={form.values}
        onChange={form.change}
        tried={form.tried}
        problem={form.command.error}
      />
      {(latitude || longitude) && (
        <Button kind="ghost" onClick={() => form.change(NOT_TYPED)}>
          <Trans>Прибрати з мапи</Trans>
        </Button>
      )}
    </FormDialog>
  );
}
