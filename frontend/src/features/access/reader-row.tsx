import { Trans, useLingui } from "@lingui/react/macro";
import { deleteShare } from "@/api/generated/sdk.gen";
import type { PersonAccess } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-command";
import { useConfirm } from "@/kit/use-confirm";
import { useLocale } from "@/lib/locale";
import { PersonAvatar } from "@/modules/organisations/person-avatar";
import { type EntityRef, keys } from "@/queries/keys";
import { Button } from "@/ui/button";
import classes from "./access.module.css";
import { AccessReasonLine } from "./access-reason-line";
import { HistoryLink } from "./history-link";

interface ReaderRowProps {
  reader: PersonAccess;
  thing: EntityRef;
  mayEnd: boolean;
  /** Whether the reader of the page may look up what others see, and saw. */
  looksUp: boolean;
}

/** Somebody who sees the thing, and every reason why; a guest's share can be taken back here. */
export function ReaderRow({ reader, thing, mayEnd, looksUp }: ReaderRowProps) {
  const { localize: say } = useLocale();
  const name = say(reader.person.name);
  const sector = reader.grounds.find((ground) => ground.organisation)?.organisation?.sector ?? null;
  return (
    <li className={classes.reader}>
      <PersonAvatar name={name} sector={sector} />
      <div className={classes.name}>
        <b>{name}</b>
        {looksUp && <HistoryLink personId={reader.person.id} name={name} thing={thing} />}
      </div>
      <ul className={classes.grounds}>
        {reader.grounds.map((ground) => (
          <li key={ground.id} className={classes.held}>
            <AccessReasonLine ground={ground} gender={reader.person.gender} />
            {mayEnd && ground.kind === "guest_share" && (
              <EndShare shareId={ground.id} name={name} thing={thing} />
            )}
          </li>
        ))}
      </ul>
    </li>
  );
}

interface EndShareProps {
  shareId: string;
  name: string;
  thing: EntityRef;
}

/** Takes a share back: the guest sees nothing more in the same second. */
function EndShare({ shareId, name, thing }: EndShareProps) {
  const { t } = useLingui();
  const end = useConfirm({
    title: t`Припинити доступ: ${name}`,
    text: <Trans>Цієї підстави не стане одразу. Інші підстави, якщо вони є, лишаться.</Trans>,
    submit: t`Припинити доступ`,
    danger: true,
    command: useCommand({
      run: () => unwrap(deleteShare({ path: { share_id: shareId } })),
      success: t`Доступ закрито цієї ж миті`,
      invalidates: [keys.access(thing)],
    }),
  });
  return (
    <>
      <Button kind="quiet" aria-label={t`Припинити доступ: ${name}`} onClick={end.open}>
        <Trans>Припинити</Trans>
      </Button>
      {end.dialog}
    </>
  );
}
