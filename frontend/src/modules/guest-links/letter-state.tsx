import { Trans, useLingui } from "@lingui/react/macro";
import { IconAlertTriangle, IconMail } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { patchOneOutsideBody } from "@/api/generated/sdk.gen";
import type { LinkLetterOut, OutsideBodyOut } from "@/api/generated/types.gen";
import { ifMatch } from "@/api/headers";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-command";
import { useLocale } from "@/lib/locale";
import { invalidateExternalOwner } from "@/queries/keys";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import classes from "./guest-links.module.css";

interface LetterStateProps {
  groupId: string;
  body: OutsideBodyOut | null;
  letter: LinkLetterOut | null;
}

/** How the last letter to a body without an account fared, and whether more go there, as far as that is shown. */
export function LetterState({ groupId, body, letter }: LetterStateProps) {
  const stop = body?.letters_stop ?? null;
  const lost = letter?.state === "lost";
  return (
    <>
      {letter && !lost && (
        <p className={classes.letter}>
          <Icon of={IconMail} size={16} />
          <Underway letter={letter} />
        </p>
      )}
      {(lost || stop) && (
        <p className={`${classes.letter} ${classes.lost}`}>
          <Icon of={IconAlertTriangle} size={16} />
          <span>{stop ? <Stopped why={stop} /> : <Lost why={letter?.why ?? null} />}</span>
        </p>
      )}
      {stop && body?.allowed.includes("edit") && <Again groupId={groupId} body={body} />}
    </>
  );
}

function Underway({ letter }: { letter: LinkLetterOut }): ReactNode {
  const { dates } = useLocale();
  const when = dates.full(letter.since);
  if (letter.state === "waiting") return <Trans>Лист чекає на відправлення з {when}</Trans>;
  return letter.reminder ? (
    <Trans>Лист із нагадуванням надіслано {when}</Trans>
  ) : (
    <Trans>Лист надіслано {when}</Trans>
  );
}

function Stopped({ why }: { why: NonNullable<OutsideBodyOut["letters_stop"]> }): ReactNode {
  switch (why) {
    case "refused":
      return (
        <Trans>
          Лист не доставлено: поштовий сервер не приймає листів на цю адресу. Більше туди не пишемо.
        </Trans>
      );
    case "bounced":
      return <Trans>Лист не доставлено: він повернувся. Більше на цю адресу не пишемо.</Trans>;
    case "declined":
      return <Trans>Виконавець не хоче отримувати листів. Телефонуйте або передавайте посилання самі.</Trans>;
  }
}

/** What became of one letter, while others go on: also after somebody let them go again. */
function Lost({ why }: { why: LinkLetterOut["why"] }): ReactNode {
  switch (why) {
    case "refused":
      return <Trans>Останній лист не доставлено: поштовий сервер не прийняв його на цю адресу.</Trans>;
    case "bounced":
    case "returned":
      return <Trans>Останній лист не доставлено: він повернувся. Зателефонуйте або надішліть ще раз.</Trans>;
    case "stopped":
      return <Trans>Останній лист не надіслано: тоді на цю адресу вже не писали.</Trans>;
    default:
      return (
        <Trans>
          Лист не доставлено: жоден поштовий сервер його не прийняв. Спробуйте ще раз або зателефонуйте.
        </Trans>
      );
  }
}

function Again({ groupId, body }: { groupId: string; body: OutsideBodyOut }) {
  const { t } = useLingui();
  const letting = useCommand({
    run: () =>
      unwrap(
        patchOneOutsideBody({
          path: { group_id: groupId, outside_body_id: body.id },
          body: { takes_letters: true },
          headers: ifMatch(body.version),
        }),
      ),
    success: t`Листи знову надсилатимемо`,
    invalidates: (client) => invalidateExternalOwner(client, groupId),
  });
  return (
    <Button kind="ghost" busy={letting.isPending} onClick={() => letting.mutate()}>
      {body.letters_stop === "declined" ? (
        <Trans>Виконавець згоден, писати знову</Trans>
      ) : (
        <Trans>Адреса правильна, писати знову</Trans>
      )}
    </Button>
  );
}
