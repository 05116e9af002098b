import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { deleteActionItemLink } from "@/api/generated/sdk.gen";
import type { ActionOut, LinkOut, OutsideBodyOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { CopyButton } from "@/kit/copy-button";
import { QueryBoundary } from "@/kit/query-boundary";
import { useCommand } from "@/kit/use-command";
import { useDialog } from "@/kit/use-dialog";
import { useEndDateText } from "@/kit/use-end-date-text";
import { useLocale } from "@/lib/locale";
import { linkQuery } from "@/queries/actions";
import { keys } from "@/queries/keys";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import classes from "./action.module.css";
import { EditBodyDialog } from "./edit-external-owner-dialog";
import { LetterState } from "./email-delivery-state";
import { MakeLinkDialog } from "./make-link-dialog";

/** How an owner without an account is reached, and the link by which they answer. */
export function LinkCard({ action }: { action: ActionOut }) {
  const asks = action.owner_outside && action.allowed.includes("see_link");
  const link = useQuery({ ...linkQuery(action.id), enabled: asks });
  const making = useDialog();
  // Kept here alone, and gone with the page: nobody is shown it again.
  const [path, setPath] = useState<string | null>(null);
  if (!asks) return null;
  return (
    <Card padded title={<Trans>Посилання для виконавця</Trans>}>
      <QueryBoundary query={link} loading={<Trans>Завантажуємо посилання…</Trans>}>
        {({ body, link: live }) => (
          <div className="v-stack">
            {body && <Contact groupId={action.group.id} body={body} />}
            <Standing link={live} />
            <LetterState groupId={action.group.id} body={body} letter={live?.letter ?? null} />
            {path && live && <Address path={path} />}
            <div className={classes.buttons}>
              {action.allowed.includes("make_link") && (
                <Button kind="quiet" onClick={() => making.open()}>
                  {live ? <Trans>Нове посилання</Trans> : <Trans>Створити посилання</Trans>}
                </Button>
              )}
              {live && <Revoke action={action} onRevoked={() => setPath(null)} />}
            </div>
            {making.render(
              (_, close) =>
                body && <MakeLinkDialog action={action} body={body} onMade={setPath} onClose={close} />,
            )}
          </div>
        )}
      </QueryBoundary>
    </Card>
  );
}

function Contact({ groupId, body }: { groupId: string; body: OutsideBodyOut }) {
  const editing = useDialog();
  return (
    <div>
      <Reach body={body} />
      {body.allowed.includes("edit") && (
        <Button kind="ghost" onClick={() => editing.open()}>
          <Trans>Змінити дані виконавця</Trans>
        </Button>
      )}
      {editing.render((_, close) => (
        <EditBodyDialog groupId={groupId} body={body} onClose={close} />
      ))}
    </div>
  );
}

function Reach({ body }: { body: OutsideBodyOut }) {
  const { localize: say } = useLocale();
  return (
    <p>
      <b>{say(body.name)}</b>
      {body.contact_name && <span className="v-small v-t2">, {body.contact_name}</span>}
      {body.phone && (
        <>
          <br />
          <a className="v-reach" href={`tel:${body.phone.replace(/[^\d+]/g, "")}`}>
            {body.phone}
          </a>
        </>
      )}
      {body.email && (
        <>
          <br />
          <a className="v-reach" href={`mailto:${body.email}`}>
            {body.email}
          </a>
        </>
      )}
    </p>
  );
}

function Standing({ link }: { link: LinkOut | null }) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const until = useEndDateText();
  if (!link) {
    return (
      <p className="v-small v-t2">
        <Trans>
          За посиланням виконавець відповість без облікового запису: прийме, розкаже, додасть доказ.
        </Trans>
      </p>
    );
  }
  const used = link.last_used_at && dates.full(link.last_used_at);
  return (
    <p className="v-small v-t2">
      {until(link.expires_at)} · {used ? t`востаннє відповіли ${used}` : t`ще не відповідали`}
    </p>
  );
}

/** Shown once, right after it was made. */
function Address({ path }: { path: string }) {
  const address = `${location.origin}${path}`;
  return (
    <div className="v-stack">
      <p role="status">
        <Trans>Покажемо це посилання лише зараз. Хто його має, той відповідає за виконавця.</Trans>
      </p>
      <p className={classes.address}>{address}</p>
      <CopyButton text={address} />
    </div>
  );
}

function Revoke({ action, onRevoked }: { action: ActionOut; onRevoked: () => void }) {
  const { t } = useLingui();
  const revoking = useCommand({
    run: () => unwrap(deleteActionItemLink({ path: { action_id: action.id } })),
    success: t`Посилання більше не діє`,
    onSuccess: onRevoked,
    invalidates: [keys.link(action.id)],
    tellsErrors: true,
  });
  return (
    <Button kind="ghost" busy={revoking.isPending} onClick={() => revoking.mutate()}>
      <Trans>Відкликати посилання</Trans>
    </Button>
  );
}
