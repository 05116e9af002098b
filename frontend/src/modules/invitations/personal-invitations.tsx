import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import { deleteOnePersonalInvitation, postPersonalLetters } from "@/api/generated/sdk.gen";
import type { PersonalInvitationOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { SectionCard } from "@/kit/section-card";
import { useCommand } from "@/kit/use-command";
import { useEndDateText } from "@/kit/use-end-date-text";
import { useLocale } from "@/lib/locale";
import { continued, DOT } from "@/lib/text";
import { AccessReasonButton } from "@/modules/access/access-reason-button";
import classes from "@/modules/registers/registers.module.css";
import { keys } from "@/queries/keys";
import { type PersonalAsked, personalInvitationsQuery } from "@/queries/personal-invitations";
import { Button } from "@/ui/button";
import { ListRow } from "@/ui/list-row";
import { useBouncedEmailText } from "./use-bounced-email-text";
import { useInvitationText } from "./use-invitation-text";

/** What was offered here to addresses, by the reader or others who may give it; nothing where that is nothing. */
export function PersonalInvitations(asked: PersonalAsked) {
  const made = useInfiniteQuery(personalInvitationsQuery(asked));
  return (
    <SectionCard title={<Trans>Запрошення листом</Trans>} query={made} older>
      {(row) => <Line key={row.id} row={row} />}
    </SectionCard>
  );
}

function Line({ row }: { row: PersonalInvitationOut }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const offered = useInvitationText();
  const lost = useBouncedEmailText();
  const name = row.email || t`Адресу вже стерто`;
  const by = say(row.invited_by.name);
  return (
    <ListRow
      title={name}
      meta={offered(row)}
      actions={
        <>
          {row.allowed.includes("send") && row.letter?.state !== "waiting" && (
            <SendAgain row={row} name={name} />
          )}
          {row.allowed.includes("revoke") && <Revoke row={row} name={name} />}
          <AccessReasonButton kind="personal-invitation" id={row.id} name={name} />
        </>
      }
    >
      <p className="v-tiny v-t2">
        <Trans>Запрошує: {by}</Trans>&nbsp;· <Standing row={row} />
      </p>
      {row.opens && row.letter?.state === "failed" && (
        <p className={`v-small ${classes.failed}`}>{lost(row.letter)}</p>
      )}
    </ListRow>
  );
}

function Standing({ row }: { row: PersonalInvitationOut }) {
  const { t } = useLingui();
  const until = useEndDateText();
  if (row.used_at) return t`погодилися`;
  if (!row.opens) return t`більше не діє`;
  const letters = { waiting: t`лист надсилаємо`, sent: t`лист надіслано`, failed: t`лист не доставлено` };
  return [row.letter && letters[row.letter.state], continued(until(row.expires_at))]
    .filter(Boolean)
    .join(DOT);
}

interface StepProps {
  row: PersonalInvitationOut;
  name: string;
}

/** The link of the earlier letter opens nothing more then. */
function SendAgain({ row, name }: StepProps) {
  const { t } = useLingui();
  const sending = useCommand({
    run: () => unwrap(postPersonalLetters({ path: { personal_invitation_id: row.id } })),
    success: t`Лист піде за кілька секунд. Посилання з попереднього більше не діє.`,
    invalidates: [keys.personalInvitations],
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

function Revoke({ row, name }: StepProps) {
  const { t } = useLingui();
  const revoking = useCommand({
    run: () => unwrap(deleteOnePersonalInvitation({ path: { personal_invitation_id: row.id } })),
    success: t`Запрошення скасовано`,
    invalidates: [keys.personalInvitations],
    tellsErrors: true,
  });
  return (
    <Button
      kind="ghost"
      busy={revoking.isPending}
      aria-label={t`Скасувати: ${name}`}
      onClick={() => revoking.mutate()}
    >
      <Trans>Скасувати</Trans>
    </Button>
  );
}
