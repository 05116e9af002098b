import { Trans, useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { IconDots, IconUserCheck, IconUserX } from "@tabler/icons-react";
import { type Ref, useRef } from "react";
import { deleteMeetingPresence } from "@/api/generated/sdk.gen";
import type { SeatAtMeeting } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { useConfirm } from "@/kit/use-confirm";
import { useLocale } from "@/lib/locale";
import { useOnline } from "@/lib/online";
import { DOT } from "@/lib/text";
import { useKeptFocus } from "@/lib/use-kept-focus";
import { QuorumRing } from "@/modules/decisions/seat-ring";
import seatClasses from "@/modules/decisions/seats.module.css";
import classes from "@/modules/meetings/meetings.module.css";
import { type MeetingProps, useMeetingCommand } from "@/modules/meetings/use-meeting-command";
import { SECTOR_LABELS, SectorShape, sectorClass } from "@/modules/organisations/sector";
import { SECTOR_PATHS, SECTORS } from "@/modules/organisations/sector-shapes";
import type { OutgoingPresence } from "@/outbox/items";
import { useOutgoingRecords } from "@/outbox/outbox-provider";
import { Button, ToolButton } from "@/ui/button";
import { Card, CardBody, CardList } from "@/ui/card";
import { Disclosure } from "@/ui/disclosure";
import { Icon } from "@/ui/icon";
import { ListRow } from "@/ui/list-row";

/** The quorum as it is now: a ring that closes with it, what it lacks, and every seat by name. */
export function PresenceCard({ meeting, opened = false }: MeetingProps & { opened?: boolean }) {
  const { i18n, t } = useLingui();
  const { quorum } = meeting;
  const lacking = quorum.sectors
    .filter(({ is_met }) => !is_met)
    .map(({ sector }) => i18n._(SECTOR_LABELS[sector]))
    .join(", ");
  return (
    <Card title={quorum.is_met ? t`Кворум є` : t`Кворуму немає`}>
      <CardBody>
        <Ring meeting={meeting} />
        <p className="v-small v-t2">
          <Trans>Треба щонайменше {quorum.needed}.</Trans>{" "}
          {lacking && (
            <b>
              <Trans>Бракує: {lacking}.</Trans>
            </b>
          )}
        </p>
      </CardBody>
      <div className={classes.byName}>
        <Disclosure label={t`Поіменно`} opened={opened}>
          <CardList>
            {meeting.seats.map((seat) => (
              <SeatRow key={seat.membership_id} meeting={meeting} seat={seat} />
            ))}
          </CardList>
        </Disclosure>
      </div>
    </Card>
  );
}

function Ring({ meeting: { seats, quorum } }: MeetingProps) {
  const { t } = useLingui();
  const ordered = seats.toSorted(
    (one, other) => SECTORS.indexOf(one.organisation.sector) - SECTORS.indexOf(other.organisation.sector),
  );
  const lacking = new Set(quorum.sectors.filter(({ is_met }) => !is_met).map(({ sector }) => sector));
  const here = new Set(seats.filter((one) => one.is_present).map(({ organisation }) => organisation.sector));
  const [present, all] = [quorum.present, seats.length];
  const state = quorum.is_met ? t`кворум є` : t`кворуму немає`;
  return (
    <QuorumRing
      seats={ordered.map(({ membership_id, organisation: { sector }, is_present }) => ({
        key: membership_id,
        sector,
        shape: (
          <g className={sectorClass(sector)}>
            <path d={SECTOR_PATHS[sector]} className={is_present ? seatClasses.filled : seatClasses.dashed} />
          </g>
        ),
      }))}
      lookOf={(sector) => {
        if (lacking.has(sector)) return null;
        return here.has(sector) ? seatClasses.spoken : seatClasses.quiet;
      }}
      label={t`Присутні ${present} із ${all}, ${state}`}
      lines={[t`${present} із ${all}`, t`тут`, state]}
    />
  );
}

/** What waits to be sent of a seat, the last of it. */
function useSeat(meetingId: string, seat: SeatAtMeeting) {
  const { records, outbox } = useOutgoingRecords(meetingId);
  const own = records
    .filter((one): one is OutgoingPresence => "presence" in one && one.refusal === null)
    .filter(({ presence }) => presence.membership_id === seat.membership_id);
  return { last: own.at(-1), outbox };
}

function SeatRow({ meeting, seat }: MeetingProps & { seat: SeatAtMeeting }) {
  const { t } = useLingui();
  const { localize, dates } = useLocale();
  const { last, outbox } = useSeat(meeting.id, seat);
  const { person, organisation, checked_in_at, left_at, way, deputy } = seat;
  const isPresent = last ? last.presence.is_present : seat.is_present;
  const name = localize((deputy ?? person).name);
  const since = checked_in_at && dates.time(checked_in_at);
  const until = left_at && dates.time(left_at);
  const video = way === "video" ? t`на відеозв’язку` : t`тут`;
  const stored = seat.is_present ? `${video} ${t`з ${since}`}` : until ? t`вийшли о ${until}` : t`не тут`;
  const sending = useOnline() ? t`надсилаємо…` : t`чекає зв’язку`;
  const words = last ? sending : stored;
  return (
    <ListRow
      lead={<SectorShape sector={organisation.sector} size={24} empty={!isPresent} named />}
      title={name}
      meta={localize(organisation.short_name) + DOT + words}
      actions={
        meeting.allowed.includes("record_presence") && (
          <SeatActions {...{ meeting, seat, name, isPresent, outbox }} isSending={last !== undefined} />
        )
      }
    />
  );
}

interface SeatActionsProps extends MeetingProps {
  seat: SeatAtMeeting;
  name: string;
  isPresent: boolean;
  isSending: boolean;
  outbox: ReturnType<typeof useSeat>["outbox"];
}

/** Check somebody in or out: the deputy where the seat has answered that the deputy comes. */
function SeatActions({ meeting, seat, name, isPresent, isSending, outbox }: SeatActionsProps) {
  const { localize } = useLocale();
  const { membership_id, checked_in_at, deputy } = seat;
  // Whoever came once comes back; before that counts what the seat has answered.
  const byDeputy = checked_in_at ? deputy !== null : seat.answer === "deputy";
  const first = useRef<HTMLButtonElement>(null);
  const keepFocus = useKeptFocus(String(isPresent));
  const enter = (is_present: boolean, how?: "secretary" | "video", by_deputy = byDeputy) => {
    if (first.current) keepFocus(first.current);
    void outbox?.enter({
      meeting_id: meeting.id,
      group_id: meeting.group.id,
      presence: {
        ...{ membership_id, is_present },
        ...(how ? { way: how } : {}),
        ...(is_present && by_deputy ? { by_deputy } : {}),
      },
    });
  };
  return (
    <>
      <PresenceButtons
        {...{ first, name, isPresent, byDeputy }}
        holder={localize(seat.person.name)}
        onEnter={enter}
      />
      {!isSending && (checked_in_at || !isPresent) && (
        <MoreMenu
          {...{ meeting, seat, name, byDeputy }}
          onOther={isPresent ? undefined : () => enter(true, "secretary", !byDeputy)}
        />
      )}
    </>
  );
}

interface MoreProps extends MeetingProps {
  seat: SeatAtMeeting;
  name: string;
  byDeputy: boolean;
  /** Check in the deputy in place of the holder, or the other way round; not for who is here. */
  onOther?: () => void;
}

/** What is done rarely: another one came than was said, or a check-in was a mistake: the seat was never there. */
function MoreMenu({ meeting, seat, name, byDeputy, onOther }: MoreProps) {
  const { t } = useLingui();
  const { membership_id, checked_in_at } = seat;
  const command = useMeetingCommand(meeting, {
    run: () => unwrap(deleteMeetingPresence({ path: { meeting_id: meeting.id, membership_id } })),
    success: t`Позначку знято`,
  });
  const removing = useConfirm({
    title: t`Зняти позначку: ${name}?`,
    text: <Trans>Час приходу й те, хто був замість цієї людини, не збережуться.</Trans>,
    submit: t`Зняти позначку`,
    danger: true,
    command,
  });
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ToolButton label={t`Ще: ${name}`}>
            <Icon of={IconDots} />
          </ToolButton>
        </Menu.Target>
        <Menu.Dropdown>
          {onOther && (
            <Menu.Item leftSection={<Icon of={IconUserCheck} />} onClick={onOther}>
              {byDeputy ? t`Тут сама людина, не заступник` : t`Тут заступник`}
            </Menu.Item>
          )}
          {checked_in_at && (
            <Menu.Item leftSection={<Icon of={IconUserX} />} onClick={removing.open}>
              {t`Позначили помилково: зняти…`}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {removing.dialog}
    </>
  );
}

interface ButtonsProps {
  /** The button that stays in place, and has the focus afterwards, whatever was chosen. */
  first: Ref<HTMLButtonElement>;
  name: string;
  holder: string;
  isPresent: boolean;
  /** The deputy is expected back, or to come. */
  byDeputy: boolean;
  onEnter: (isPresent: boolean, way?: "secretary" | "video") => void;
}

function PresenceButtons({ first, name, holder, isPresent, byDeputy, onEnter }: ButtonsProps) {
  const { t } = useLingui();
  const checkIn = byDeputy ? t`Тут заступник, місце: ${holder}` : t`Позначити тут: ${name}`;
  const label = isPresent ? t`Позначити вихід: ${name}` : checkIn;
  return (
    <>
      <Button
        ref={first}
        kind={isPresent ? "ghost" : "quiet"}
        aria-label={label}
        onClick={() => (isPresent ? onEnter(false) : onEnter(true, "secretary"))}
      >
        {isPresent ? <Trans>Вийшли</Trans> : byDeputy ? <Trans>Тут заступник</Trans> : <Trans>Тут</Trans>}
      </Button>
      {!isPresent && (
        <Button
          kind="ghost"
          aria-label={t`Позначити на відеозв’язку: ${name}`}
          onClick={() => onEnter(true, "video")}
        >
          <Trans>Відео</Trans>
        </Button>
      )}
    </>
  );
}
