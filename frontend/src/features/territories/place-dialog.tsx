import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { useMemo, useState } from "react";
import { answered } from "@/api/answered";
import { patchTerritoryDetails } from "@/api/generated/sdk.gen";
import type { TerritoryDetails } from "@/api/generated/types.gen";
import { refusedAt } from "@/api/problem";
import { Button } from "@/design/button";
import { Dialog } from "@/design/dialog";
import { fieldError } from "@/design/field-error";
import { isOnSheet } from "@/design/outline-geometry";
import { type Place, typedDegrees, typedPair, writtenDegrees } from "@/lib/degrees";
import { useReader } from "@/lib/reader";
import { useRegisterChange } from "@/widgets/registers/use-register-change";
import { Unclaimed } from "@/widgets/unclaimed";
import { useEdit } from "@/widgets/use-edit";
import classes from "./place-dialog.module.css";
import { PlaceMap } from "./place-map";

type Axis = keyof Place;

const MOST: Place = { latitude: 90, longitude: 180 };
const EMPTY = { latitude: "", longitude: "" };

/** What is typed as a place: null while it is none. */
function placeTyped(form: Record<Axis, string>): Place | null {
  const [latitude, longitude] = [typedDegrees(form.latitude), typedDegrees(form.longitude)];
  if (latitude === null || longitude === null) return null;
  const fits = Math.abs(latitude) <= MOST.latitude && Math.abs(longitude) <= MOST.longitude;
  return fits ? { latitude, longitude } : null;
}

/** Where the territory stands on a map: chosen there, or typed. */
export function PlaceDialog({ territory, onClose }: { territory: TerritoryDetails; onClose: () => void }) {
  const { t } = useLingui();
  const { say } = useReader();
  const written = useWritten();
  const { form, touched, change, send } = useEdit(written(territory), territory.version);
  const [tried, setTried] = useState(false);
  const fault = useFault(form);
  const { latitude, longitude } = form;
  const place = useMemo(() => placeTyped({ latitude, longitude }), [latitude, longitude]);
  const changing = useRegisterChange({
    ask: (chosen: Place | null) =>
      send((headers) =>
        answered(
          patchTerritoryDetails({ path: { territory_id: territory.id }, body: { place: chosen }, headers }),
        ),
      ),
    said: t`Збережено`,
    onDone: onClose,
  });
  const submit = () => {
    setTried(true);
    if (!touched) return onClose();
    if (!fault("latitude") && !fault("longitude")) changing.mutate(place);
  };
  const field = (axis: Axis) => ({
    inputMode: "decimal" as const,
    maxLength: 40,
    value: form[axis],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      const [north, east] = typedPair(value) ?? [];
      change(north && east ? { latitude: north, longitude: east } : { ...form, [axis]: value });
    },
    error: fieldError((tried && fault(axis)) || refusedAt(changing.error, `/place/${axis}`)),
  });
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
      <div className={classes.fields}>
        <TextInput label={t`Широта`} placeholder={written(KYIV).latitude} {...field("latitude")} />
        <TextInput label={t`Довгота`} placeholder={written(KYIV).longitude} {...field("longitude")} />
      </div>
      <Hint place={place} />
      {(form.latitude || form.longitude) && (
        <Button kind="ghost" onClick={() => change(EMPTY)}>
          <Trans>Прибрати з мапи</Trans>
        </Button>
      )}
      <Unclaimed error={changing.error} />
    </Dialog>
  );
}

const KYIV: Place = { latitude: 50.4501, longitude: 30.5234 };

/** Both coordinates as the reader writes numbers. */
function useWritten() {
  const { language } = useReader();
  return ({ latitude, longitude }: Record<Axis, number | null>) => ({
    latitude: latitude === null ? "" : writtenDegrees(latitude, language),
    longitude: longitude === null ? "" : writtenDegrees(longitude, language),
  });
}

/** What has to be repaired in a field, if anything. */
function useFault(form: Record<Axis, string>) {
  const { t } = useLingui();
  const words = {
    latitude: { missing: t`Впишіть широту`, far: t`Широта буває від −90 до 90` },
    longitude: { missing: t`Впишіть довготу`, far: t`Довгота буває від −180 до 180` },
  };
  const none = !form.latitude.trim() && !form.longitude.trim();
  return (axis: Axis): string | undefined => {
    const degrees = typedDegrees(form[axis]);
    if (degrees === null) return none ? undefined : words[axis].missing;
    if (Number.isNaN(degrees)) return t`Впишіть градуси числом, наприклад 50,45`;
    return Math.abs(degrees) > MOST[axis] ? words[axis].far : undefined;
  };
}

function Hint({ place }: { place: Place | null }) {
  return (
    <p className="v-small v-t2" aria-live="polite">
      {place && !isOnSheet(place) ? (
        <Trans>Це місце за межами України. Чи не переплутано широту й довготу?</Trans>
      ) : (
        <Trans>У градусах. На південь і на захід — зі знаком мінус.</Trans>
      )}
    </p>
  );
}
