import { Trans, useLingui } from "@lingui/react/macro";
import { useMemo, useState } from "react";
import type { Place } from "@/lib/degrees";
import { Button } from "@/ui/button";
import { CoordinateFields } from "./coordinate-fields";
import classes from "./coordinate-fields.module.css";
import { NOT_TYPED, placeTyped, type Typed, useWritten } from "./coordinates";
import { HereButton } from "./here-button";
import { LocalMap } from "./local-map";
import { useLandmarks } from "./use-landmarks";

interface SpotFieldsProps {
  groupId: string;
  typed: Typed;
  onChange: (typed: Typed) => void;
  tried: boolean;
  problem: unknown;
}

/** Where on the map something is: chosen there, taken from the device, or typed. */
export function SpotFields({ groupId, typed, onChange, tried, problem }: SpotFieldsProps) {
  const { t } = useLingui();
  const written = useWritten();
  const landmarks = useLandmarks(groupId);
  const { latitude, longitude } = typed;
  const place = useMemo(() => placeTyped({ latitude, longitude }), [latitude, longitude]);
  // What is in view at first; a press on the map does not move it away under the finger.
  const [begin, setBegin] = useState(place);
  const frame = useMemo(() => (begin ? [begin] : landmarks), [begin, landmarks]);
  const choose = (chosen: Place) => onChange(written(chosen));
  const find = (found: Place) => {
    setBegin(found);
    choose(found);
  };
  return (
    <div className={classes.spot}>
      <p className="v-small v-t2">
        <Trans>Торкніться мапи, наблизьте її й уточніть, або впишіть координати.</Trans>
      </p>
      <LocalMap
        label={t`Мапа: де виконується доручення`}
        frame={frame}
        landmarks={landmarks}
        place={place}
        onChoose={choose}
      />
      <CoordinateFields typed={typed} onChange={onChange} tried={tried} problem={problem} />
      <div className="v-row v-wrap">
        <HereButton onFound={find} />
        {(latitude || longitude) && (
          <Button kind="ghost" onClick={() => onChange(NOT_TYPED)}>
            <Trans>Прибрати з мапи</Trans>
          </Button>
        )}
      </div>
    </div>
  );
}
