import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { deleteActionItemLink, postActionItemLink } from "@/api/generated/sdk.gen";
import type { ActionOut, OutsideBodyOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { GuestLinkCard } from "@/modules/guest-links/guest-link-card";
import { linkQuery } from "@/queries/actions";
import { keys } from "@/queries/keys";
import { Button } from "@/ui/button";
import { EditBodyDialog } from "./edit-external-owner-dialog";

/** How an owner without an account is reached, and the link by which they answer. */
export function LinkCard({ action }: { action: ActionOut }) {
  const { t } = useLingui();
  const asks = action.owner_outside && action.allowed.includes("see_link");
  const query = useQuery({ ...linkQuery(action.id), enabled: asks });
  const letterOf = useLetter();
  if (!asks) return null;
  const path = { action_id: action.id };
  return (
    <GuestLinkCard
      title={t`Посилання для виконавця`}
      groupId={action.group.id}
      query={query}
      state={keys.link(action.id)}
      purpose={
        <Trans>
          За посиланням виконавець відповість без облікового запису: прийме, розкаже, додасть доказ.
        </Trans>
      }
      warning={<Trans>Покажемо це посилання лише зараз. Хто його має, той відповідає за виконавця.</Trans>}
      contact={({ body }) => body && <Contact groupId={action.group.id} body={body} />}
      letter={({ body }) => letterOf(body)}
      restricted={
        action.audience === "thread" ? t`Показати виконавцеві, хоча бачить не вся група` : undefined
      }
      mayMake={action.allowed.includes("make_link")}
      make={(body) => unwrap(postActionItemLink({ path, body }))}
      revoke={() => unwrap(deleteActionItemLink({ path }))}
    />
  );
}

/** To which address a letter goes out, or why none does. */
function useLetter() {
  const { t } = useLingui();
  return (body: OutsideBodyOut | null) => {
    const email = body?.email;
    if (!email)
      return { absent: <Trans>Пошти виконавця немає: скопіюйте посилання і передайте самі.</Trans> };
    if (body.letters_stop)
      return {
        absent: <Trans>На цю адресу листи не надсилаємо: скопіюйте посилання і передайте самі.</Trans>,
      };
    return { label: t`Надіслати листа на ${email}` };
  };
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
