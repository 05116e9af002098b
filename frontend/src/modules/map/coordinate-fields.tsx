import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { fieldErrorAt } from "@/api/problem";
import { type Place, typedPair } from "@/lib/degrees";
import { fieldError } from "@/ui/field-error";
import classes from "./coordinate-fields.module.css";
import { type Axis, placeTyped, type Typed, useFault, useWritten } from "./coordinates";
import { isOnSheet } from "./outline-geometry";

const KYIV: Place = { latitude: 50.4501, longitude: 30.5234 };

interface CoordinateFieldsProps {
  typed: Typed;
  onChange: (typed: Typed) => void;
  /** Whether it is time to say what has to be repaired. */
  tried: boolean;
  /** What the server said of the last attempt. */
  problem: unknown;
}

/** Where it is in numbers: for the keyboard, for screen readers, and for who knows them. */
export function CoordinateFields({ typed, onChange, tried, problem }: CoordinateFieldsProps) {
  const { t } = useLingui();
  const written = useWritten();
  const fault = useFault();
  const field = (axis: Axis) => ({
    inputMode: "decimal" as const,
    maxLength: 40,
    value: typed[axis],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      const [north, east] = typedPair(value) ?? [];
      onChange(north && east ? { latitude: north, longitude: east } : { ...typed, [axis]: value });
    },
    error: fieldError((tried && fault(typed, axis)) || fieldErrorAt(problem, `/place/${axis}`)),
  });
  return (
    <>
      <div className={classes.fields}>
        <TextInput label={t`Широта`} placeholder={written(KYIV).latitude} {...field("latitude")} />
        <TextInput label={t`Довгота`} placeholder={written(KYIV).longitude} {...field("longitude")} />
      </div>
      <Hint place={placeTyped(typed)} />
    </>
  );
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
