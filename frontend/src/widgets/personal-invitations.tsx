import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { answered } from "@/api/answered";
import { deleteOnePersonalInvitation, postPersonalLetters } from "@/api/generated/sdk.gen";
import type { PersonalInvitationOut } from "@/api/generated/types.gen";
import { keys } from "@/data/keys";
import { type PersonalAsked, personalInvitationsQuery } from "@/data/personal-invitations";
import { Button } from "@/design/button";
import { toast } from "@/design/toast";
import { useReader } from "@/lib/reader";
import { continued, DOT } from "@/lib/text";
import { useFailureToast } from "./failure-toast";
import { useLostLetter } from "./lost-letter";
import { useOffered } from "./offered";
import { PagedCard } from "./paged-list";
import classes from "./registers/registers.module.css";
import { useUntil } from "./until";
import { WhyButton } from "./why-button";

/** What was offered here to addresses, by the reader or others who may give it; nothing where that is nothing. */
export function PersonalInvitations(asked: PersonalAsked) {
  const made = useInfiniteQuery(personalInvitationsQuery(asked));
  return (
    <PagedCard title={<Trans>Запрошення листом</Trans>} query={made} older>
      {(row) => <Line key={row.id} row={row} />}
    </PagedCard>
  );
}

function Line({ row }: { row: PersonalInvitationOut }) {
  const { t } = useLingui();
  const { say } = useReader();
  const offered = useOffered();
  const lost = useLostLetter();
  const name = row.email || t`Адресу вже стерто`;
  const by = say(row.invited_by.name);
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <b>{name}</b>
        <p className="v-small v-t2">{offered(row)}</p>
        <p className="v-tiny v-t2">
          <Trans>Запрошує: {by}</Trans>&nbsp;· <Standing row={row} />
        </p>
        {row.opens && row.letter?.state === "failed" && (
          <p className={`v-small ${classes.failed}`}>{lost(row.letter)}</p>
        )}
      </div>
      <span className={classes.steps}>
        {row.allowed.includes("send") && row.letter?.state !== "waiting" && (
          <SendAgain row={row} name={name} />
        )}
        {row.allowed.includes("revoke") && <Revoke row={row} name={name} />}
        <WhyButton kind="personal-invitation" id={row.id} name={name} />
      </span>
    </li>
  );
}

function Standing({ row }: { row: PersonalInvitationOut }) {
  const { t } = useLingui();
  const until = useUntil();
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
  const client = useQueryClient();
  const failed = useFailureToast();
  const sending = useMutation({
    mutationFn: () => answered(postPersonalLetters({ path: { personal_invitation_id: row.id } })),
    onSuccess: () => toast(t`Лист піде за кілька секунд. Посилання з попереднього більше не діє.`),
    onError: failed,
    onSettled: () => client.invalidateQueries({ queryKey: keys.personalInvitations }),
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
  const client = useQueryClient();
  const failed = useFailureToast();
  const revoking = useMutation({
    mutationFn: () => answered(deleteOnePersonalInvitation({ path: { personal_invitation_id: row.id } })),
    onSuccess: () => toast(t`Запрошення скасовано`),
    onError: failed,
    onSettled: () => client.invalidateQueries({ queryKey: keys.personalInvitations }),
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
