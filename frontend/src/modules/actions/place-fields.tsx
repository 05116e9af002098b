import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { IconMapPin } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { fieldErrorAt } from "@/api/problem";
import type { Typed } from "@/modules/map/coordinates";
import { Button } from "@/ui/button";
import { fieldError } from "@/ui/field-error";
import { Icon } from "@/ui/icon";

/** Few look at it, and it brings a map. */
const SpotFields = lazy(async () => ({ default: (await import("@/modules/map/spot-fields")).SpotFields }));

type Form = Typed & { place: string };

interface PlaceFieldsProps {
  groupId: string;
  form: Form;
  onChange: (part: Partial<Form>) => void;
  /** Whether somebody tried to send it. */
  tried: boolean;
  problem: unknown;
}

/** Where an action item is done, in words and on the map. */
export function PlaceFields({ groupId, form, onChange, tried, problem }: PlaceFieldsProps) {
  const { t } = useLingui();
  const { latitude, longitude } = form;
  const [shown, setShown] = useState(Boolean(latitude || longitude));
  // Not while one of the two is still being typed.
  const [left, setLeft] = useState(false);
  const refused = ["", "/latitude", "/longitude"].some((axis) => fieldErrorAt(problem, `/place${axis}`));
  return (
    <>
      <TextInput
        label={t`Місце`}
        description={t`Вулиця, двір, будівля`}
        maxLength={200}
        value={form.place}
        onChange={(event) => onChange({ place: event.currentTarget.value })}
        error={fieldError(fieldErrorAt(problem, "/place_name"))}
      />
      {shown || refused ? (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a frame and a legend of its own
        <div
          role="group"
          aria-label={t`Місце на мапі`}
          onBlur={({ currentTarget, relatedTarget }) => setLeft(!currentTarget.contains(relatedTarget))}
          onFocus={() => setLeft(false)}
        >
          <Suspense>
            <SpotFields
              groupId={groupId}
              typed={{ latitude, longitude }}
              onChange={onChange}
              tried={tried || left}
              problem={problem}
            />
          </Suspense>
        </div>
      ) : (
        <div>
          <Button kind="quiet" onClick={() => setShown(true)}>
            <Icon of={IconMapPin} />
            <Trans>Показати на мапі</Trans>
          </Button>
        </div>
      )}
    </>
  );
}
