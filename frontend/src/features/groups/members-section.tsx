import { Trans, useLingui } from "@lingui/react/macro";
import { IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { GroupOut, MembershipOut } from "@/api/generated/types.gen";
import { QueryBoundary } from "@/kit/query-boundary";
import { useDialog } from "@/kit/use-dialog";
import { byName } from "@/lib/dates";
import { useLocale } from "@/lib/locale";
import { GiveMandateDialog } from "@/modules/mandates/give-mandate-dialog";
import { MandateDialog } from "@/modules/mandates/step-dialog";
import { SECTOR_LABELS, SectorShape } from "@/modules/organisations/sector";
import { SECTORS } from "@/modules/organisations/sector-shapes";
import { APPOINTED } from "@/modules/registers/organisation-field";
import { membersQuery } from "@/queries/groups";
import { organisationsFoundQuery } from "@/queries/registers";
import { Button } from "@/ui/button";
import { Card, CardList } from "@/ui/card";
import { Icon } from "@/ui/icon";
import { EndSeatDialog } from "./end-seat-dialog";
import classes from "./groups.module.css";
import { MemberLine } from "./member-line";
import { isMandateStep, MemberMenu, type MemberStep, stepsOf } from "./member-menu";
import { NobodyYet } from "./members-card";
import { RoleDialog } from "./role-dialog";
import { RoleHistoryCard } from "./role-history-card";
import { SeatDialog } from "./seat-dialog";
import { SeatsCard } from "./seats-card";

type SectorSeats = GroupOut["sectors"][number];

/** Everybody at the table by sector and organisation, with the seats that nobody takes, and who sat here before. */
export function MembersSection({ group }: { group: GroupOut }) {
  const members = useQuery(membersQuery(group.id));
  return (
    <div className={classes.cards}>
      <Giving group={group} />
      <QueryBoundary query={members} loading={<Trans>Завантажуємо учасників…</Trans>}>
        {(list) => <Table group={group} members={list} />}
      </QueryBoundary>
      <SeatsCard groupId={group.id} />
      <RoleHistoryCard groupId={group.id} />
    </div>
  );
}

/** What whoever leads or coordinates a group begins with: a seat, and before it a mandate. */
function Giving({ group }: { group: GroupOut }) {
  const seat = useDialog();
  const mandate = useDialog();
  const seats = group.allowed.includes("add_member");
  const { data: own } = useInfiniteQuery({ ...organisationsFoundQuery(APPOINTED), enabled: seats });
  const [first, second] = own?.pages[0]?.items ?? [];
  if (!seats) return null;
  return (
    <div className={classes.giving}>
      <Button onClick={() => seat.open()}>
        <Icon of={IconPlus} />
        <Trans>Додати учасника</Trans>
      </Button>
      {first && (
        <Button kind="quiet" onClick={() => mandate.open()}>
          <Trans>Надати повноваження</Trans>
        </Button>
      )}
      {seat.render((_, close) => (
        <SeatDialog groupId={group.id} timeZone={group.time_zone} onClose={close} />
      ))}
      {mandate.render((_, close) => (
        <GiveMandateDialog only={second ? undefined : first} onClose={close} />
      ))}
    </div>
  );
}

function Table({ group, members }: { group: GroupOut; members: MembershipOut[] }) {
  const take = useDialog<{ id: string; step: MemberStep }>();
  if (members.length === 0 && group.sectors.length === 0) {
    return (
      <Card title={<Trans>За столом</Trans>}>
        <NobodyYet />
      </Card>
    );
  }
  return (
    <>
      {SECTORS.map((sector) => (
        <SectorCard
          key={sector}
          // Whoever only watches takes no seat of a sector, and is shown all the same.
          seats={group.sectors.find((row) => row.sector === sector) ?? { sector, seated: 0, required: 0 }}
          members={members.filter((one) => one.organisation.sector === sector)}
          looksUp={group.allowed.includes("see_sight")}
          onChoose={(id, step) => take.open({ id, step })}
        />
      ))}
      {take.render(({ id, step }, close) => {
        // As it is now: whoever was refused because somebody was faster goes on with the new version.
        const member = members.find((one) => one.id === id);
        return member && <StepDialog groupId={group.id} member={member} step={step} onClose={close} />;
      })}
    </>
  );
}

interface SectorCardProps {
  seats: SectorSeats;
  members: MembershipOut[];
  looksUp: boolean;
  onChoose: (id: string, step: MemberStep) => void;
}

function SectorCard({ seats, members, looksUp, onChoose }: SectorCardProps) {
  const { i18n, t } = useLingui();
  const { localize: say, language } = useLocale();
  const compare = byName(language);
  const sorted = [...members].sort((a, b) => compare(say(a.organisation.name), say(b.organisation.name)));
  const free = Math.max(0, seats.required - seats.seated);
  const { seated, required } = seats;
  if (required === 0 && members.length === 0) return null;
  return (
    <Card
      title={
        <span className={classes.sectorTitle}>
          <SectorShape sector={seats.sector} size={20} />
          {i18n._(SECTOR_LABELS[seats.sector])}
        </span>
      }
      aside={
        <span className="v-small v-t2">
          {required > 0 && t`зайнято ${seated} з ${required}`}
          {required === 0 && (seated > 0 ? t`зайнято ${seated}` : t`лише спостерігають`)}
        </span>
      }
    >
      <CardList>
        {sorted.map((member) => {
          const steps = stepsOf(member, looksUp);
          const menu = steps.length > 0 && (
            <MemberMenu member={member} steps={steps} onChoose={(step) => onChoose(member.id, step)} />
          );
          return <MemberLine key={member.id} member={member} menu={menu} />;
        })}
        {Array.from({ length: free }, (_, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one empty seat is like another
          <li key={`free-${place}`} className={`${classes.person} ${classes.freeSeat}`}>
            <SectorShape sector={seats.sector} size={32} empty />
            <div className="v-t2">
              <Trans>Вільне місце</Trans>
            </div>
          </li>
        ))}
      </CardList>
    </Card>
  );
}

interface StepDialogProps {
  groupId: string;
  member: MembershipOut;
  step: MemberStep;
  onClose: () => void;
}

function StepDialog({ groupId, member, step, onClose }: StepDialogProps) {
  if (isMandateStep(step)) {
    return <MandateDialog mandate={{ ...member, id: member.mandate_id }} step={step} onClose={onClose} />;
  }
  const Seat = step === "change_role" ? RoleDialog : EndSeatDialog;
  return <Seat groupId={groupId} member={member} onClose={onClose} />;
}
