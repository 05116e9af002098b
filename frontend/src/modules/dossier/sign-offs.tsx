import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { IconArrowBackUp, IconCheck, IconRosetteDiscountCheck } from "@tabler/icons-react";
import { useId } from "react";
import type { DossierPageOut, SignOffOut } from "@/api/generated/types.gen";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";
import { PlainPill } from "@/modules/actions/status";
import { useSpokenBy } from "@/modules/mandates/voices";
import { Button } from "@/ui/button";
import { Card, CardFoot, CardList } from "@/ui/card";
import { Icon } from "@/ui/icon";
import { ListRow } from "@/ui/list-row";
import { onDemand } from "@/ui/on-demand";
import classes from "./dossier.module.css";
import { useNameOfParticipant } from "./participants-card";
import type { Outcome } from "./sign-off-dialogs";

const AskDialog = onDemand(async () => (await import("./sign-off-dialogs")).AskSignOffDialog);
const DecideDialog = onDemand(async () => (await import("./sign-off-dialogs")).DecideSignOffDialog);

const STATES: Record<SignOffOut["state"], MessageDescriptor> = {
  asked: msg`Чекає на погодження`,
  given: msg({ message: "Погоджено", context: "sign-off" }),
  returned: msg`Повернуто із зауваженням`,
  void: msg`Не діє: є новіша редакція`,
};

interface Props {
  dossier: DossierPageOut;
}

interface SignOffProps extends Props {
  signOff: SignOffOut;
}

/** What reviewers say to the report: the question to this one, in honey, and how the others stand. */
export function SignOffs({ dossier }: Props) {
  const asking = useDialog();
  const { sign_offs, allowed } = dossier;
  const mine = sign_offs.filter((one) => one.allowed.includes("decide_sign_off"));
  // Once the latest edition is signed off, nobody has to be asked.
  const mayAsk = allowed.includes("ask_sign_off") && sign_offs[0]?.state !== "given";
  return (
    <>
      {mine.map((one) => (
        <Question key={one.id} dossier={dossier} signOff={one} />
      ))}
      {(mayAsk || sign_offs.length > 0) && (
        <Card id="sign-offs" title={<Trans>Погодження</Trans>}>
          <CardList>
            {sign_offs.map((one) => (
              <SignOffRow key={one.id} dossier={dossier} signOff={one} />
            ))}
          </CardList>
          {mayAsk && (
            <CardFoot>
              <Button kind="ghost" onPointerEnter={AskDialog.preload} onClick={() => asking.open()}>
                <Icon of={IconRosetteDiscountCheck} />
                <Trans>Попросити погодження</Trans>
              </Button>
            </CardFoot>
          )}
        </Card>
      )}
      {asking.render((_, close) => (
        <AskDialog dossier={dossier} onClose={close} />
      ))}
    </>
  );
}

/** «Чи погоджуєте звіт?», with what to look at and both answers side by side. */
function Question({ dossier, signOff }: SignOffProps) {
  const id = useId();
  const { localize: say, dates } = useLocale();
  const deciding = useDialog<Outcome>();
  const person = say(signOff.asked_by.person.name);
  const day = dates.long(dates.day(signOff.asked_at));
  return (
    <section className={classes.call} aria-labelledby={id}>
      <h2 id={id}>
        <Trans>Чи погоджуєте звіт?</Trans>
      </h2>
      <p>
        <Trans>
          Погодження просить {person}, {day}. Погоджує людина з організації, яка не веде справу й не працює
          над нею.
        </Trans>
      </p>
      <p className="v-small v-b">
        <Trans>Перевірте:</Trans>
      </p>
      <ul className={classes.checks}>
        <li>
          <Icon of={IconCheck} size={18} />
          <Trans>кожен висновок спирається на доказ</Trans>
        </li>
        <li>
          <Icon of={IconCheck} size={18} />
          <span>
            <Trans>у звіті немає відомостей, за якими можна впізнати людей</Trans>{" "}
            <EditionLink dossier={dossier} signOff={signOff} />
          </span>
        </li>
      </ul>
      <div className={classes.buttons}>
        <Button kind="call" onClick={() => deciding.open("given")}>
          <Icon of={IconRosetteDiscountCheck} />
          <Trans>Погодити звіт</Trans>
        </Button>
        <Button kind="quiet" onClick={() => deciding.open("returned")}>
          <Icon of={IconArrowBackUp} />
          <Trans>Повернути із зауваженням</Trans>
        </Button>
      </div>
      {deciding.render((outcome, close) => (
        <DecideDialog dossier={dossier} signOff={signOff} outcome={outcome} onClose={close} />
      ))}
    </section>
  );
}

/** The PDF of the edition in the reader's language. */
function EditionLink({ dossier, signOff }: SignOffProps) {
  const { language } = useLocale();
  const number = signOff.edition;
  const address = `/api/v1/dossiers/${dossier.id}/editions/${signOff.edition_id}/pdf?language=${language}`;
  return (
    <a className="v-tap" href={address} download>
      <Trans>редакція {number}</Trans>
    </a>
  );
}

function SignOffRow({ dossier, signOff }: SignOffProps) {
  const { t, i18n } = useLingui();
  const { dates } = useLocale();
  const spokenBy = useSpokenBy();
  const name = useNameOfParticipant()(signOff.participant);
  const { decided_by, decided_at, asked_by, asked_at, reason } = signOff;
  const [voice, at] = [decided_by ?? asked_by, dates.long(dates.day(decided_at ?? asked_at))];
  const who = spokenBy(voice);
  const quoted = (said: string) => t`«${said}»`;
  return (
    <ListRow
      title={name}
      meta={
        decided_by ? (
          [who, at].join(DOT)
        ) : (
          <Trans>
            просить {who}, {at}
          </Trans>
        )
      }
      status={<PlainPill>{i18n._(STATES[signOff.state])}</PlainPill>}
    >
      {reason && <p>{quoted(reason)}</p>}
      <p className="v-small">
        <EditionLink dossier={dossier} signOff={signOff} />
      </p>
    </ListRow>
  );
}
