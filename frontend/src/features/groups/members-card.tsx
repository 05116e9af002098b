import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { Menu, Textarea } from "@mantine/core";
import { IconDots, IconUserMinus } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered } from "@/api/answered";
import { deleteGroupMember } from "@/api/generated/sdk.gen";
import type { MembershipOut } from "@/api/generated/types.gen";
import { membersQuery } from "@/data/groups";
import { keys } from "@/data/keys";
import { AppLink } from "@/design/app-link";
import { ToolButton } from "@/design/button";
import { Card, CardList } from "@/design/card";
import { Dialog } from "@/design/dialog";
import { fieldError } from "@/design/field-error";
import menuClasses from "@/design/menu.module.css";
import { PersonAvatar } from "@/design/person-avatar";
import { SectorLabel } from "@/design/sector";
import { EmptyState } from "@/design/states";
import { toast } from "@/design/toast";
import { useReader } from "@/lib/reader";
import { useFailureToast } from "@/widgets/failure-toast";
import { QueryGate } from "@/widgets/query-gate";
import { useRoleName } from "@/widgets/words";
import classes from "./groups.module.css";

/** From this many days before its end a term is shown as something to act on. */
const SOON_DAYS = 30;

interface MembersCardProps {
  groupId: string;
  most?: number;
  allHref?: string;
}

/** Who sits here, for whom, and until when. */
export function MembersCard({ groupId, most, allHref }: MembersCardProps) {
  const members = useQuery(membersQuery(groupId));
  const [leaving, setLeaving] = useState<MembershipOut | null>(null);
  const total = members.data?.length ?? 0;
  return (
    <Card
      title={<Trans>Учасники за повноваженнями</Trans>}
      aside={
        allHref &&
        most !== undefined &&
        total > most && (
          <AppLink className="v-tiny v-reach" href={allHref}>
            <Trans>Усі {total}</Trans>
          </AppLink>
        )
      }
    >
      <QueryGate query={members} loading={<Trans>Завантажуємо учасників…</Trans>}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState title={<Trans>За столом ще нікого</Trans>}>
              <Trans>Першою людиною має бути фасилітатор чи фасилітаторка.</Trans>
            </EmptyState>
          ) : (
            <CardList>
              {list.slice(0, most).map((member) => (
                <MemberLine
                  key={member.id}
                  member={member}
                  onEnd={most === undefined ? () => setLeaving(member) : undefined}
                />
              ))}
            </CardList>
          )
        }
      </QueryGate>
      {leaving && <EndSeatDialog groupId={groupId} member={leaving} onClose={() => setLeaving(null)} />}
    </Card>
  );
}

function Term({ member }: { member: MembershipOut }) {
  const { t } = useLingui();
  const { dates, say } = useReader();
  if (!member.ends_on) return <span>{t`безстроково`}</span>;
  const days = dates.daysUntil(member.ends_on);
  const until = dates.numeric(member.ends_on);
  const left = plural(days, {
    one: "лишився # день",
    few: "лишилося # дні",
    many: "лишилося # днів",
    other: "лишилося # дня",
  });
  const deputy = member.deputy && say(member.deputy.name);
  return (
    <>
      <span className={days < SOON_DAYS ? classes.late : undefined}>{t`до ${until}`}</span>
      {days >= 0 && days < SOON_DAYS && <div className="v-tiny v-t3">{left}</div>}
      {deputy && <div className="v-tiny v-t3">{t`заступає: ${deputy}`}</div>}
    </>
  );
}

function MemberLine({ member, onEnd }: { member: MembershipOut; onEnd?: () => void }) {
  const { t } = useLingui();
  const { say } = useReader();
  const roleName = useRoleName();
  const name = say(member.person.name);
  const canEnd = onEnd && member.allowed.includes("end_membership");
  return (
    <li className={`${classes.person} ${canEnd ? "" : classes.plainPerson}`}>
      <PersonAvatar name={name} sector={member.organisation.sector} />
      <div>
        <b>{name}</b>
        <br />
        <span className="v-t2">{say(member.position)}</span>
      </div>
      <div>
        <SectorLabel sector={member.organisation.sector}>{say(member.organisation.short_name)}</SectorLabel>
      </div>
      <div className="v-t2">{roleName(member.role, member.person.gender)}</div>
      <div className="v-t2">
        <Term member={member} />
      </div>
      {canEnd && (
        <span className={classes.menu}>
          <Menu>
            <Menu.Target>
              <ToolButton label={t`Дії: ${name}`}>
                <IconDots size={20} stroke={1.75} aria-hidden="true" />
              </ToolButton>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item
                className={menuClasses.danger}
                leftSection={<IconUserMinus size={20} stroke={1.75} aria-hidden="true" />}
                onClick={onEnd}
              >
                <Trans>Припинити участь</Trans>
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </span>
      )}
    </li>
  );
}

function useEnding(groupId: string, onEnded: () => void) {
  const { t } = useLingui();
  const client = useQueryClient();
  const failed = useFailureToast();
  return useMutation({
    mutationFn: ({ membershipId, reason }: { membershipId: string; reason: string }) =>
      answered(
        deleteGroupMember({
          path: { group_id: groupId, membership_id: membershipId },
          body: { reason },
        }),
      ),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.members(groupId) });
      toast(t`Участь припинено. Доступ закрито цієї ж миті`);
      onEnded();
    },
    onError: failed,
  });
}

interface EndSeatDialogProps {
  groupId: string;
  member: MembershipOut;
  onClose: () => void;
}

/** Takes somebody from the table: what they could see and do here ends in the same second. */
function EndSeatDialog({ groupId, member, onClose }: EndSeatDialogProps) {
  const { t } = useLingui();
  const { say } = useReader();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const ending = useEnding(groupId, onClose);
  const name = say(member.person.name);
  const submit = () => {
    setTried(true);
    if (reason.trim()) ending.mutate({ membershipId: member.id, reason: reason.trim() });
  };
  return (
    <Dialog
      opened
      title={t`Припинити участь: ${name}`}
      lead={<Trans>Доступ до групи, тем і доручень закриється одразу. Написане лишиться з підписом.</Trans>}
      submit={t`Припинити участь`}
      submitKind="danger"
      busy={ending.isPending}
      onClose={onClose}
      onSubmit={submit}
    >
      <Textarea
        label={t`Причина`}
        rows={2}
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={tried && !reason.trim() && fieldError(t`Напишіть причину: вона лишиться в журналі`)}
      />
    </Dialog>
  );
}
