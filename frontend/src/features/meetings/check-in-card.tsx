import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { useState } from "react";
import type { SeatAtMeeting } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import classes from "@/modules/meetings/meetings.module.css";
import { Sending, useOwnEntries } from "@/modules/meetings/own-entries";
import type { MeetingProps } from "@/modules/meetings/use-meeting-command";
import { SectorShape } from "@/modules/organisations/sector";
import { Button } from "@/ui/button";
import { Card, CardBody } from "@/ui/card";
import { ownSeats } from "./answer-card";

const DIGITS = 4;

interface SeatProps extends MeetingProps {
  seat: SeatAtMeeting;
}

/** Whoever is here checks in by the code that the room shows, seat by seat. */
export function CheckInCard({ meeting }: MeetingProps) {
  const { dates } = useLocale();
  const own = ownSeats(meeting);
  const seat = own.find(({ is_present }) => !is_present);
  if (own.length === 0 || !meeting.allowed.includes("check_in")) return null;
  if (seat) return <SeatCheckIn key={seat.membership_id} meeting={meeting} seat={seat} />;
  const since = dates.time(own[0]?.checked_in_at ?? meeting.starts_at);
  return (
    <p className={`${classes.here} v-small v-t2`} role="status">
      <Trans>Вашу присутність позначено, ви тут з {since}.</Trans>
    </p>
  );
}

function SeatCheckIn({ meeting, seat }: SeatProps) {
  const { checkIn, checkInBy, cancel } = useOwnEntries(meeting, seat);
  if (!checkIn) return <CodeForm seat={seat} onEnter={checkInBy} />;
  const { code } = checkIn.check_in;
  return (
    <div className={classes.stackBelow}>
      <Card title={<Trans>Позначаємо вашу присутність</Trans>}>
        <CardBody>
          <p role="status">
            <Trans>Код {code}</Trans> <Sending />
          </p>
          <Button kind="quiet" onClick={() => void cancel(checkIn)}>
            <Trans>Ввести інший код</Trans>
          </Button>
        </CardBody>
      </Card>
    </div>
  );
}

function CodeForm({ seat, onEnter }: { seat: SeatAtMeeting; onEnter: (code: string) => void }) {
  const { t } = useLingui();
  const [code, setCode] = useState("");
  return (
    <div className={classes.call}>
      <Card title={<Trans>Введіть код з екрана зали</Trans>}>
        <CardBody>
          <p>
            <Trans>Він змінюється щопівхвилини, тож позначитися може лише той, хто тут.</Trans>
          </p>
          <form
            className={classes.fields}
            onSubmit={(event) => {
              event.preventDefault();
              if (code.length === DIGITS) onEnter(code);
            }}
          >
            <TextInput
              label={t`Код`}
              classNames={{ input: classes.digits }}
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={DIGITS}
              value={code}
              onChange={(event) => setCode(event.currentTarget.value.replace(/\D/g, ""))}
            />
            <ForSeat seat={seat} />
            <Button type="submit" kind="call" wide disabled={code.length < DIGITS}>
              <Trans>Позначити присутність</Trans>
            </Button>
          </form>
          <p className="v-small v-t2">
            <Trans>Ви на відеозв’язку? Вас позначить секретар.</Trans>
          </p>
        </CardBody>
      </Card>
    </div>
  );
}

/** For whom one checks in. */
function ForSeat({ seat }: { seat: SeatAtMeeting }) {
  const { localize } = useLocale();
  const organisation = localize(seat.organisation.on_behalf);
  return (
    <div className={classes.speaking}>
      <SectorShape sector={seat.organisation.sector} size={32} />
      <div>
        <b>{localize(seat.person.name)}</b>
        <p className="v-small v-t2">
          <Trans>від імені {organisation}</Trans>
        </p>
      </div>
    </div>
  );
}
