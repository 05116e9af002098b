import { Trans, useLingui } from "@lingui/react/macro";
import type { UseQueryResult } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { GuestLinkOut, LinkOut, OutsideBodyOut } from "@/api/generated/types.gen";
import { CopyButton } from "@/kit/copy-button";
import { QueryBoundary } from "@/kit/query-boundary";
import { useCommand } from "@/kit/use-command";
import { useDialog } from "@/kit/use-dialog";
import { useEndDateText } from "@/kit/use-end-date-text";
import { useLocale } from "@/lib/locale";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { onDemand } from "@/ui/on-demand";
import classes from "./guest-links.module.css";
import { LetterState } from "./letter-state";
import type { MakeLinkDialogProps } from "./make-link-dialog";

const MakeLinkDialog = onDemand(async () => (await import("./make-link-dialog")).MakeLinkDialog);

/** A link, and the contact of its body where the page shows that. */
type Shown = GuestLinkOut & { body?: OutsideBodyOut | null };

interface GuestLinkCardProps<T extends Shown>
  extends Pick<MakeLinkDialogProps, "title" | "make" | "state" | "restricted"> {
  groupId: string;
  query: UseQueryResult<T>;
  /** What the link is for, while there is none. */
  purpose: ReactNode;
  /** Beside the address: for whom the one who has it answers. */
  warning: ReactNode;
  letter: (shown: T) => MakeLinkDialogProps["letter"];
  revoke: () => Promise<unknown>;
  mayMake?: boolean;
  /** How the body is reached otherwise. */
  contact?: (shown: T) => ReactNode;
}

/** The link by which a body without an account answers: made, shown once, and revoked. */
export function GuestLinkCard<T extends Shown>(props: GuestLinkCardProps<T>) {
  const { title, query, groupId, purpose, warning, mayMake = true, contact } = props;
  const making = useDialog();
  // Kept here alone, and gone with the page: nobody is shown it again.
  const [path, setPath] = useState<string | null>(null);
  return (
    <Card padded title={title}>
      <QueryBoundary query={query} loading={<Trans>Завантажуємо посилання…</Trans>}>
        {(shown) => (
          <div className="v-stack">
            {contact?.(shown)}
            {shown.link ? <State link={shown.link} /> : <p className="v-small v-t2">{purpose}</p>}
            <LetterState groupId={groupId} body={shown.body ?? null} letter={shown.link?.letter ?? null} />
            {path && shown.link && <Address path={path} warning={warning} />}
            <div className={classes.buttons}>
              {mayMake && (
                <Button kind="quiet" onPointerEnter={MakeLinkDialog.preload} onClick={() => making.open()}>
                  {shown.link ? <Trans>Нове посилання</Trans> : <Trans>Створити посилання</Trans>}
                </Button>
              )}
              {shown.link && <RevokeButton {...props} onRevoked={() => setPath(null)} />}
            </div>
            {making.render((_, close) => (
              <MakeLinkDialog {...props} letter={props.letter(shown)} onMade={setPath} onClose={close} />
            ))}
          </div>
        )}
      </QueryBoundary>
    </Card>
  );
}

function State({ link }: { link: LinkOut }) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const until = useEndDateText();
  const used = link.last_used_at && dates.full(link.last_used_at);
  return (
    <p className="v-small v-t2">
      {until(link.expires_at)} · {used ? t`востаннє відповіли ${used}` : t`ще не відповідали`}
    </p>
  );
}

/** Shown once, right after it was made. */
function Address({ path, warning }: { path: string; warning: ReactNode }) {
  const address = `${location.origin}${path}`;
  return (
    <div className="v-stack">
      <p role="status">{warning}</p>
      <p className={classes.address}>{address}</p>
      <CopyButton text={address} />
    </div>
  );
}

interface RevokeButtonProps extends Pick<GuestLinkCardProps<Shown>, "revoke" | "state"> {
  onRevoked: () => void;
}

function RevokeButton({ revoke, state, onRevoked }: RevokeButtonProps) {
  const { t } = useLingui();
  const revoking = useCommand({
    run: revoke,
    success: t`Посилання більше не діє`,
    onSuccess: onRevoked,
    invalidates: [state],
    tellsErrors: true,
  });
  return (
    <Button kind="ghost" busy={revoking.isPending} onClick={() => revoking.mutate()}>
      <Trans>Відкликати посилання</Trans>
    </Button>
  );
}
