import { Trans } from "@lingui/react/macro";
import { IconInfoCircle } from "@tabler/icons-react";
import { useState } from "react";
import type { DecisionOut } from "@/api/generated/types.gen";
import classes from "@/modules/decisions/decision.module.css";
import { MissingNote } from "@/modules/decisions/missing-note";
import { SeatRing } from "@/modules/decisions/seat-ring";
import { SeatLegend, SeatTable } from "@/modules/decisions/seat-views";
import { markSeats } from "@/modules/decisions/seats";
import seatClasses from "@/modules/decisions/seats.module.css";
import { Button } from "@/ui/button";
import { Card, CardBody } from "@/ui/card";
import { Icon } from "@/ui/icon";

/** Who answered what, as a ring that closes with the quorum, or as a table. */
export function SeatsCard({ decision }: { decision: DecisionOut }) {
  const [asTable, setAsTable] = useState(false);
  const seats = markSeats(decision);
  if (seats.length === 0) return null;
  return (
    <Card
      title={<Trans>Хто відповів</Trans>}
      aside={
        <Button kind="ghost" className={classes.headButton} onClick={() => setAsTable(!asTable)}>
          {asTable ? <Trans>Колом</Trans> : <Trans>Таблицею</Trans>}
        </Button>
      }
    >
      <CardBody>
        {asTable ? (
          <SeatTable seats={seats} />
        ) : (
          <div className={seatClasses.ring}>
            <SeatRing decision={decision} seats={seats} />
            <SeatLegend seats={seats} />
          </div>
        )}
        <MissingNote decision={decision} />
        {decision.rule.secret && (
          <p className={classes.note}>
            <Icon of={IconInfoCircle} size={16} />
            <Trans>Голосування таємне: видно лише, хто взяв участь.</Trans>
          </p>
        )}
      </CardBody>
    </Card>
  );
}
