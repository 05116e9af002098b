import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { TerritoryDetails } from "@/api/generated/types.gen";
import { useDialog } from "@/kit/use-dialog";
import type { Place } from "@/lib/degrees";
import { useLocale } from "@/lib/locale";
import { PlaceLink } from "@/modules/map/place-link";
import { PlaceMap } from "@/modules/map/place-map";
import classes from "@/modules/registers/registers.module.css";
import { territoriesFoundQuery } from "@/queries/registers";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { PlaceDialog } from "./place-dialog";

type Placed = Pick<TerritoryDetails, "latitude" | "longitude">;

export function placeOf({ latitude, longitude }: Placed): Place | null {
  return latitude === null || longitude === null ? null : { latitude, longitude };
}

/** Those of the parts listed on the page that have a place. */
function usePoints(territoryId: string): Place[] {
  const { data } = useInfiniteQuery(territoriesFoundQuery({ within: territoryId }));
  return useMemo(() => {
    const places = (data?.pages ?? []).flatMap(({ items }) => items.map(placeOf));
    return places.filter((place) => place !== null);
  }, [data]);
}

/** Where it is, and where what it holds is. */
export function PlaceCard({ territory }: { territory: TerritoryDetails }) {
  const choosing = useDialog();
  const points = usePoints(territory.id);
  const { latitude, longitude } = territory;
  const place = useMemo(() => placeOf({ latitude, longitude }), [latitude, longitude]);
  const may = territory.allowed.includes("edit");
  if (!place && points.length === 0 && !may) return null;
  return (
    <Card padded title={<Trans>На мапі</Trans>}>
      {place || points.length > 0 ? (
        <Shown territory={territory} place={place} points={points} />
      ) : (
        <p className="v-small v-t2">
          <Trans>Місце ще не вказано.</Trans>
        </p>
      )}
      {may && (
        <div className={classes.buttons}>
          <Button kind="quiet" onClick={() => choosing.open()}>
            {place ? <Trans>Змінити місце</Trans> : <Trans>Вказати місце</Trans>}
          </Button>
        </div>
      )}
      {choosing.render((_, close) => (
        <PlaceDialog territory={territory} onClose={close} />
      ))}
    </Card>
  );
}

interface ShownProps {
  territory: TerritoryDetails;
  place: Place | null;
  points: Place[];
}

function Shown({ territory, place, points }: ShownProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const name = say(territory.name);
  return (
    <>
      <PlaceMap label={t`Мапа: ${name}`} place={place} points={points} />
      <p className={`v-small v-num ${classes.under}`}>
        {place ? <PlaceLink place={place} zoom={12} /> : <Trans>Місце ще не вказано.</Trans>}
      </p>
    </>
  );
}
