import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { IconMapPin } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { fieldErrorAt } from "@/api/problem";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import type { DetailsPart } from "./details-form";

/** Few look at it, and it brings a map. */
const SpotFields = lazy(async () => ({ default: (await import("@/modules/map/spot-fields")).SpotFields }));

interface PlaceFieldsProps {
  groupId: string;
  form: DetailsPart;
}

/** Where an action item is done, in words and on the map. */
export function PlaceFields({ groupId, form }: PlaceFieldsProps) {
  const { t } = useLingui();
  const { latitude, longitude } = form.values;
  const problem = form.command.error;
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
        {...form.text("place")}
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
              onChange={form.change}
              tried={form.tried || left}
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
