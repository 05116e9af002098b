import { Trans, useLingui } from "@lingui/react/macro";
import { useMemo, useState } from "react";
import { patchTerritoryDetails } from "@/api/generated/sdk.gen";
import type { TerritoryDetails } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormErrors } from "@/kit/form-errors";
import { useEdit } from "@/kit/use-edit";
import type { Place } from "@/lib/degrees";
import { useLocale } from "@/lib/locale";
import { CoordinateFields } from "@/modules/map/coordinate-fields";
import { isNoPlace, NOT_TYPED, placeTyped, useWritten } from "@/modules/map/coordinates";
import { PlaceMap } from "@/modules/map/place-map";
import { useRegisterChange } from "@/modules/registers/use-register-change";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";

/** Where the territory stands on a map: chosen there, or typed. */
export function PlaceDialog({ territory, onClose }: { territory: TerritoryDetails; onClose: () => void }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const written = useWritten();
  const { form, touched, change, send } = useEdit(written(territory), territory.version);
  const [tried, setTried] = useState(false);
  const { latitude, longitude } = form;
  const place = useMemo(() => placeTyped({ latitude, longitude }), [latitude, longitude]);
  const changing = useRegisterChange({
    ask: (chosen: Place | null) =>
      send((headers) =>
        unwrap(
          patchTerritoryDetails({ path: { territory_id: territory.id }, body: { place: chosen }, headers }),
        ),
      ),
    said: t`Збережено`,
    onDone: onClose,
  });
  const submit = () => {
    setTried(true);
    if (!touched) return onClose();
    if (!isNoPlace(form)) changing.mutate(place);
  };
  const name = say(territory.name);
  return (
    <Dialog
      opened
      title={t`Місце на мапі`}
      lead={<Trans>Виберіть місце на мапі або впишіть координати.</Trans>}
      submit={t`Зберегти`}
      busy={changing.isPending}
      onClose={onClose}
      onSubmit={submit}
    >
      <PlaceMap label={t`Мапа: ${name}`} place={place} onChoose={(chosen) => change(written(chosen))} />
      <CoordinateFields typed={form} onChange={change} tried={tried} problem={changing.error} />
      {(form.latitude || form.longitude) && (
        <Button kind="ghost" onClick={() => change(NOT_TYPED)}>
          <Trans>Прибрати з мапи</Trans>
        </Button>
      )}
      <FormErrors error={changing.error} />
    </Dialog>
  );
}
