import { Trans, useLingui } from "@lingui/react/macro";
import { IconHandStop } from "@tabler/icons-react";
import { deleteOneMeetingSpeaker, postMeetingSpeakers, putMeetingFloor } from "@/api/generated/sdk.gen";
import type { AgendaItemOut, MeetingSpeakerOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { useLocale } from "@/lib/locale";
import { useOnline } from "@/lib/online";
import { useNow } from "@/lib/use-now";
import { clockText, floorOf, spokenBySector } from "@/modules/meetings/clock";
import classes from "@/modules/meetings/meetings.module.css";
import { type MeetingProps, useMeetingCommand } from "@/modules/meetings/use-meeting-command";
import { SECTOR_LABELS, SectorShape } from "@/modules/organisations/sector";
import { Button } from "@/ui/button";
import { Card, CardBody } from "@/ui/card";
import { Icon } from "@/ui/icon";

interface ItemProps extends MeetingProps {
  item: AgendaItemOut;
}

const seatOf = (meeting: MeetingProps["meeting"], { membership_id }: MeetingSpeakerOut) =>
  meeting.seats.find((seat) => seat.membership_id === membership_id);

/** Who speaks now, and for how long. */
export function Speaking({ meeting, item }: ItemProps) {
  const { localize } = useLocale();
  const now = useNow();
  const { speaking } = floorOf(item);
  const seat = speaking && seatOf(meeting, speaking);
  if (!seat || !speaking?.began_at) return null;
  const organisation = localize(seat.organisation.on_behalf);
  const seconds = Math.max(0, Math.floor((now - Date.parse(speaking.began_at)) / 1000));
  return (
    <div className={classes.speaking}>
      <SectorShape sector={seat.organisation.sector} size={32} />
      <div>
        <b>{localize(seat.person.name)}</b>
        <p className="v-small v-t2">
          <Trans>говорить від імені {organisation}</Trans>
        </p>
      </div>
      <b className="v-num">{clockText(seconds)}</b>
    </div>
  );
}

/** The speakers' list: who keeps it gives the floor, others ask for it or take that back. */
export function FloorCard({ meeting, item }: ItemProps) {
  const { speaking, waiting } = floorOf(item);
  const give = useMeetingCommand<string | null>(meeting, {
    run: (speaker_id) => unwrap(putMeetingFloor({ path: { meeting_id: meeting.id }, body: { speaker_id } })),
    tellsErrors: true,
  });
  const keeps = meeting.allowed.includes("keep_floor");
  return (
    <Card
      title={<Trans>Черга на слово</Trans>}
      aside={<span className="v-small v-t2">{waiting.length}</span>}
    >
      <WaitingList meeting={meeting} item={item} onGive={give.mutate} />
      <CardBody>
        <p className="v-tiny v-t2">
          {waiting.length === 0 ? (
            <Trans>Слова поки ніхто не просить.</Trans>
          ) : (
            <Trans>Спершу ті, хто сьогодні ще не говорив.</Trans>
          )}
        </p>
        {keeps && speaking && (
          <Button kind="quiet" onClick={() => give.mutate(null)}>
            <Trans>Завершити виступ</Trans>
          </Button>
        )}
        <OwnTurn meeting={meeting} item={item} />
      </CardBody>
    </Card>
  );
}

interface WaitingProps extends ItemProps {
  onGive: (speakerId: string) => void;
}

function WaitingList({ meeting, item, onGive }: WaitingProps) {
  const { t } = useLingui();
  const { localize } = useLocale();
  const keeps = meeting.allowed.includes("keep_floor");
  return (
    <ol className={classes.queue}>
      {floorOf(item).waiting.map((one) => {
        const seat = seatOf(meeting, one);
        const name = seat ? localize(seat.person.name) : "";
        return (
          <li key={one.id}>
            {seat && <SectorShape sector={seat.organisation.sector} size={24} named />}
            <div>
              <b>{name}</b>
              <p className="v-tiny v-t2">{seat && localize(seat.organisation.short_name)}</p>
            </div>
            {keeps && (
              <Button kind="quiet" aria-label={t`Дати слово: ${name}`} onClick={() => onGive(one.id)}>
                <Trans>Слово</Trans>
              </Button>
            )}
          </li>
        );
      })}
    </ol>
  );
}

function OwnTurn({ meeting, item }: ItemProps) {
  const online = useOnline();
  const { waiting, speaking } = floorOf(item);
  const own = waiting.find(({ membership_id }) => meeting.mine.includes(membership_id));
  const path = { meeting_id: meeting.id };
  const command = useMeetingCommand<MeetingSpeakerOut | undefined>(meeting, {
    run: (asked, { idempotencyKey: headers }) =>
      asked
        ? unwrap(deleteOneMeetingSpeaker({ path: { ...path, speaker_id: asked.id } }))
        : unwrap(postMeetingSpeakers({ path, body: { membership_id: meeting.mine[0] ?? null }, headers })),
    tellsErrors: true,
  });
  const speaks = speaking && meeting.mine.includes(speaking.membership_id);
  if (!meeting.allowed.includes("ask_floor") || meeting.mine.length === 0 || speaks) return null;
  if (!online) {
    return (
      <p className="v-small">
        <Trans>Немає зв’язку: про слово попросіть рукою.</Trans>
      </p>
    );
  }
  return (
    <Button kind="quiet" wide busy={command.isPending} onClick={() => command.mutate(own)}>
      <Icon of={IconHandStop} />
      {own ? <Trans>Зняти прохання</Trans> : <Trans>Попросити слово</Trans>}
    </Button>
  );
}

/** For how long each sector spoke at the item. */
export function SpokenCard({ meeting, item }: ItemProps) {
  const { i18n } = useLingui();
  const spoken = [...spokenBySector(item, meeting.seats, useNow())];
  if (spoken.length === 0) return null;
  const most = Math.max(...spoken.map(([, seconds]) => seconds), 1);
  return (
    <Card title={<Trans>Скільки говорили</Trans>} padded>
      <ul className={classes.spoken}>
        {spoken.map(([sector, seconds]) => (
          <li key={sector}>
            <SectorShape sector={sector} size={14} />
            <span>{i18n._(SECTOR_LABELS[sector])}</span>
            <span className="v-num">{clockText(seconds)}</span>
            <i style={{ width: `${(100 * seconds) / most}%` }} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
