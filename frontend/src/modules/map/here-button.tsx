import { Trans, useLingui } from "@lingui/react/macro";
import { IconCurrentLocation } from "@tabler/icons-react";
import { useState } from "react";
import type { Place } from "@/lib/degrees";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";

const METRE = 1e5;
const PATIENCE_MS = 15_000;
const rounded = (degrees: number) => Math.round(degrees * METRE) / METRE;

/** Takes the place where the device is; it is asked only then, and tells nobody but this page. */
export function HereButton({ onFound }: { onFound: (place: Place) => void }) {
  const { t } = useLingui();
  const [asking, setAsking] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  if (!("geolocation" in navigator)) return null;
  const refused = ({ code }: { code: number }) => {
    setAsking(false);
    setRefusal(
      code === 1
        ? t`Браузер не дозволив дізнатися місце. Дозвольте це для сайту в налаштуваннях браузера або впишіть координати.`
        : t`Пристрій не зміг визначити місце. Спробуйте просто неба або впишіть координати.`,
    );
  };
  const ask = () => {
    setAsking(true);
    setRefusal(null);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setAsking(false);
        onFound({ latitude: rounded(coords.latitude), longitude: rounded(coords.longitude) });
      },
      refused,
      { enableHighAccuracy: true, timeout: PATIENCE_MS },
    );
  };
  return (
    <>
      <Button kind="quiet" busy={asking} onClick={ask}>
        <Icon of={IconCurrentLocation} />
        <Trans>Там, де я зараз</Trans>
      </Button>
      <p className="v-small" role="status">
        {refusal}
      </p>
    </>
  );
}
