import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { SeatAtMeeting } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import classes from "@/modules/meetings/meetings.module.css";
import { Sending, useOwnEntries } from "@/modules/meetings/own-entries";
import type { MeetingProps } from "@/modules/meetings/use-meeting-command";
import { ANSWERS, type Answer } from "@/modules/meetings/words";
import { Button } from "@/ui/button";
import { Card, CardBody } from "@/ui/card";

/** Return the seats that the reader occupies at a meeting. */
export function ownSeats({ seats, mine }: MeetingProps["meeting"]): SeatAtMeeting[] {
  return seats.filter(({ membership_id }) => mine.includes(membership_id));
}

/** Whether the reader comes, seat by seat: honey while it waits for them. */
export function AnswerCard({ meeting }: MeetingProps) {
  const seats = ownSeats(meeting);
  if (!meeting.allowed.includes("answer") || seats.length === 0) return null;
  return seats.map((seat) => <SeatAnswer key={seat.membership_id} meeting={meeting} seat={seat} />);
}

function SeatAnswer({ meeting, seat }: MeetingProps & { seat: SeatAtMeeting }) {
  const { i18n } = useLingui();
  const { localize } = useLocale();
  const [isChanging, setChanging] = useState(false);
  const entries = useOwnEntries(meeting, seat);
  const given = entries.reply?.answer ?? seat.answer;
  const waits = given === null;
  const organisation = localize(seat.organisation.on_behalf);
  const choose = (answer: Answer) => {
    setChanging(false);
    void entries.answer(answer);
  };
  return (
    <div className={waits ? classes.call : ""}>
      <Card title={waits ? <Trans>Ви прийдете?</Trans> : <Trans>Ваша відповідь</Trans>}>
        <CardBody>
          <p className="v-small v-t2">
            <Trans>Від імені {organisation}</Trans>
          </p>
          <p role="status">
            {given && <b>{i18n._(ANSWERS[given])}</b>} {entries.reply && <Sending />}
          </p>
          {given && !isChanging ? (
            <Button kind="quiet" onClick={() => setChanging(true)}>
              <Trans>Змінити</Trans>
            </Button>
          ) : (
            <Choices waits={waits} onChoose={choose} />
          )}
        </CardBody>
      </Card>
    </div>
  );
}

interface ChoicesProps {
  waits: boolean;
  onChoose: (answer: Answer) => void;
}

function Choices({ waits, onChoose }: ChoicesProps) {
  const { i18n } = useLingui();
  return (
    <div className={classes.buttons}>
      {(Object.keys(ANSWERS) as Answer[]).map((answer) => (
        <Button
          key={answer}
          kind={waits && answer === "comes" ? "call" : "quiet"}
          onClick={() => onChoose(answer)}
        >
          {i18n._(ANSWERS[answer])}
        </Button>
      ))}
    </div>
  );
}
