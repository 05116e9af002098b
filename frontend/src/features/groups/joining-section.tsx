import { Trans, useLingui } from "@lingui/react/macro";
import { IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { GroupOut, JoinRequestOut, MadeInvitationOut } from "@/api/generated/types.gen";
import { SectionCard } from "@/kit/section-card";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { AccessReasonButton } from "@/modules/access/access-reason-button";
import { Count } from "@/modules/actions/status";
import { groupPath } from "@/modules/entities/paths";
import { PersonAvatar } from "@/modules/organisations/person-avatar";
import { SectorLabel } from "@/modules/organisations/sector";
import { invitationsQuery, joinRequestsQuery } from "@/queries/joining";
import { flattenPages } from "@/queries/pages";
import { Button, ButtonLink } from "@/ui/button";
import { ByLine } from "@/ui/by-line";
import { EmptyState } from "@/ui/feedback";
import { Icon } from "@/ui/icon";
import { ListRow } from "@/ui/list-row";
import { AdmitDialog, DeclineDialog } from "./answer-dialogs";
import { AnswersCard } from "./answers-card";
import { InviteDialog } from "./invite-dialog";
import classes from "./joining.module.css";
import { LinkDialog } from "./link-dialog";
import { LinkRow } from "./link-row";

/** Who asks for a seat, the invitations by which people come in, and what was answered to whom. */
export function JoiningSection({ group }: { group: GroupOut }) {
  const invite = useDialog();
  const show = useDialog<MadeInvitationOut>();
  return (
    <div className={classes.sections}>
      <Requests groupId={group.id} />
      <Links group={group} onInvite={() => invite.open()} />
      <AnswersCard groupId={group.id} />
      {invite.render((_, close) => (
        <InviteDialog
          groupId={group.id}
          onClose={close}
          onMade={(invitation) => {
            close();
            show.open(invitation);
          }}
        />
      ))}
      {show.render((made, close) => (
        <LinkDialog group={group} made={made} onClose={close} />
      ))}
    </div>
  );
}

function Requests({ groupId }: { groupId: string }) {
  const requests = useInfiniteQuery(joinRequestsQuery(groupId));
  const waiting = requests.data ? flattenPages(requests.data).length : 0;
  return (
    <SectionCard
      title={<Trans>Просять місце</Trans>}
      count={waiting > 0 && <Count value={waiting} more={requests.hasNextPage} />}
      query={requests}
      loading={<Trans>Завантажуємо прохання…</Trans>}
      older
      empty={
        <EmptyState title={<Trans>Зараз ніхто не просить</Trans>}>
          <Trans>Люди просять місце зі списку «Усі групи» або за посиланням.</Trans>
        </EmptyState>
      }
    >
      {(request) => <RequestRow key={request.id} request={request} groupId={groupId} />}
    </SectionCard>
  );
}

function RequestRow({ request, groupId }: { request: JoinRequestOut; groupId: string }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const admit = useDialog();
  const decline = useDialog();
  const name = say(request.person.name);
  return (
    <ListRow
      spaced
      lead={<PersonAvatar name={name} sector={request.organisation.sector} />}
      title={name}
      actions={
        <>
          {request.allowed.includes("admit") && (
            <Button aria-label={t`Прийняти: ${name}`} onClick={() => admit.open()}>
              <Trans context="person">Прийняти</Trans>
            </Button>
          )}
          {request.allowed.includes("decline") && (
            <Button kind="ghost" aria-label={t`Відмовити: ${name}`} onClick={() => decline.open()}>
              <Trans>Відмовити</Trans>
            </Button>
          )}
          <AccessReasonButton kind="join-request" id={request.id} name={name} />
        </>
      }
    >
      <p>
        <SectorLabel sector={request.organisation.sector}>{say(request.organisation.short_name)}</SectorLabel>
      </p>
      <ByLine actor={say(request.position)} at={request.asked_at} />
      {request.words && <p className={`v-small ${classes.quote}`}>{request.words}</p>}
      {admit.render((_, close) => (
        <AdmitDialog request={request} groupId={groupId} onClose={close} />
      ))}
      {decline.render((_, close) => (
        <DeclineDialog request={request} groupId={groupId} onClose={close} />
      ))}
    </ListRow>
  );
}

function Links({ group, onInvite }: { group: GroupOut; onInvite: () => void }) {
  const links = useInfiniteQuery(invitationsQuery(group.id));
  return (
    <SectionCard
      title={<Trans>Запрошення</Trans>}
      query={links}
      loading={<Trans>Завантажуємо запрошення…</Trans>}
      older
      empty={
        <EmptyState title={<Trans>Запрошень ще немає</Trans>}>
          <Trans>Лист на одну адресу або посилання чи QR-код для багатьох: людина долучається сама.</Trans>
        </EmptyState>
      }
      aside={
        group.allowed.includes("invite") && (
          <div className="v-row v-wrap">
            <Button kind="quiet" onClick={onInvite}>
              <Icon of={IconPlus} />
              <Trans>Запросити</Trans>
            </Button>
            <ButtonLink kind="ghost" href={groupPath(group.id, "member-list")}>
              <Trans>Зі списку</Trans>
            </ButtonLink>
          </div>
        )
      }
    >
      {(invitation) => <LinkRow key={invitation.id} invitation={invitation} groupId={group.id} />}
    </SectionCard>
  );
}
