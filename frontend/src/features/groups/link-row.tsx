import { Trans, useLingui } from "@lingui/react/macro";
import { deleteInvitationDetails, postInvitationLetters } from "@/api/generated/sdk.gen";
import type { InvitationOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-command";
import { useConfirm } from "@/kit/use-confirm";
import { useEndDateText } from "@/kit/use-end-date-text";
import { useLocale } from "@/lib/locale";
import { continued, DOT } from "@/lib/text";
import { AccessReasonButton } from "@/modules/access/access-reason-button";
import { useRoleName } from "@/modules/groups/words";
import { useBouncedEmailText } from "@/modules/invitations/use-bounced-email-text";
import { SectorLabel } from "@/modules/organisations/sector";
import { keys } from "@/queries/keys";
import { Button } from "@/ui/button";
import { ListRow } from "@/ui/list-row";
import classes from "./joining.module.css";

interface LinkRowProps {
  invitation: InvitationOut;
  groupId: string;
}

/** An invitation: for whom, what became of its letter, and until when it holds. */
export function LinkRow({ invitation, groupId }: LinkRowProps) {
  const { t } = useLingui();
  const { localize: say, dates } = useLocale();
  const last = invitation.ends_on && dates.long(invitation.ends_on);
  const roleName = useRoleName();
  const whom = useWhom();
  const revoke = useRevoking(invitation.id, groupId);
  const { allowed, letter } = invitation;
  const organisation = say(invitation.organisation.short_name);
  const name = invitation.email || organisation;
  return (
    <ListRow
      spaced
      className={invitation.opens ? "" : classes.over}
      title={whom(invitation)}
      actions={
        <>
          {allowed.includes("send") && letter?.state !== "waiting" && (
            <SendButton invitationId={invitation.id} groupId={groupId} name={name} />
          )}
          {allowed.includes("revoke") && (
            <Button kind="ghost" aria-label={t`Скасувати: ${name}`} onClick={revoke.open}>
              <Trans>Скасувати</Trans>
            </Button>
          )}
          <AccessReasonButton kind="invitation" id={invitation.id} name={name} />
        </>
      }
    >
      <p>
        <SectorLabel sector={invitation.organisation.sector}>{organisation}</SectorLabel>
      </p>
      <p className="v-small v-t2">
        {roleName(invitation.role, "either")} · <Standing invitation={invitation} />
      </p>
      {last && (
        <p className="v-small v-t2">
          <Trans>Місце до кінця дня {last}</Trans>
        </p>
      )}
      {invitation.opens && letter && <LetterLine letter={letter} />}
      {revoke.dialog}
    </ListRow>
  );
}

/** Asks whether a link is to open nothing any more. */
function useRevoking(invitationId: string, groupId: string) {
  const { t } = useLingui();
  const command = useCommand({
    run: () => unwrap(deleteInvitationDetails({ path: { invitation_id: invitationId } })),
    success: t`Запрошення більше не діє`,
    invalidates: [keys.invitations(groupId)],
  });
  return useConfirm({
    command,
    title: t`Скасувати запрошення`,
    text: t`Лист і роздруковані QR-коди теж перестануть діяти. Хто вже долучився, лишається.`,
    submit: t`Скасувати запрошення`,
    cancel: t`Не скасовувати`,
    danger: true,
  });
}

function useWhom(): (invitation: InvitationOut) => string {
  const { t } = useLingui();
  return ({ email, for_address }) => {
    if (email) return email;
    return for_address ? t`Одна людина (адресу вже стерто)` : t`Усі, хто має посилання`;
  };
}

function Standing({ invitation }: { invitation: InvitationOut }) {
  const { t } = useLingui();
  const until = useEndDateText();
  const { used, uses } = invitation;
  if (invitation.for_address && used > 0) return t`використано`;
  const holds = invitation.opens ? continued(until(invitation.expires_at)) : t`більше не діє`;
  return (
    <>
      {!invitation.for_address && (
        <>
          <Trans>
            використано: {used} з {uses}
          </Trans>
          {DOT}
        </>
      )}
      {holds}
    </>
  );
}

function LetterLine({ letter }: { letter: NonNullable<InvitationOut["letter"]> }) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const lost = useBouncedEmailText();
  const at = dates.full(letter.at);
  if (letter.state === "failed") return <p className={`v-small ${classes.failed}`}>{lost(letter)}</p>;
  return (
    <p className="v-small v-t2" role="status">
      {letter.state === "sent" ? t`Лист надіслано ${at}` : t`Лист надсилаємо…`}
    </p>
  );
}

interface SendButtonProps {
  invitationId: string;
  groupId: string;
  name: string;
}

function SendButton({ invitationId, groupId, name }: SendButtonProps) {
  const { t } = useLingui();
  const sending = useCommand({
    run: () => unwrap(postInvitationLetters({ path: { invitation_id: invitationId } })),
    success: t`Лист піде за кілька секунд`,
    invalidates: [keys.invitations(groupId)],
    tellsErrors: true,
  });
  return (
    <Button
      kind="quiet"
      busy={sending.isPending}
      aria-label={t`Надіслати ще раз: ${name}`}
      onClick={() => sending.mutate()}
    >
      <Trans>Надіслати ще раз</Trans>
    </Button>
  );
}
