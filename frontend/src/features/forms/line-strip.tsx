import { Plural, Trans } from "@lingui/react/macro";
import type { Icon as Glyph } from "@tabler/icons-react";
import { IconAlertTriangle, IconCloudCheck, IconCloudOff, IconCloudUp } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useOutage } from "@/lib/online";
import { formPath } from "@/modules/entities/paths";
import { AppLink } from "@/ui/app-link";
import { Icon } from "@/ui/icon";
import type { AskedForm, AskedQuestion } from "./asked-form";
import classes from "./forms.module.css";
import type { FormPlace } from "./use-answering";

/** Ink strip: whether there is a line, how many answers wait for it, and which ask for a choice. */
export function LineStrip({ place, form }: { place: FormPlace; form: AskedForm }) {
  const outage = useOutage();
  const { waiting, waitingEvidence, conflicts, refused, refusedEvidence } = form;
  const first = conflicts[0] ?? refused[0] ?? refusedEvidence[0];
  if (outage) {
    return (
      <Strip icon={IconCloudOff}>
        <b>
          {outage === "server" ? (
            <Trans>Сервер не відповідає, пробуємо ще.</Trans>
          ) : (
            <Trans>Немає зв’язку.</Trans>
          )}
        </b>{" "}
        <Trans>Заповнюйте далі.</Trans> <Waiting {...form} />
      </Strip>
    );
  }
  if (first) {
    return (
      <Strip icon={conflicts[0] ? IconCloudCheck : IconAlertTriangle}>
        <Trans>
          <b>Зв’язок є.</b>
        </Trans>{" "}
        <Unsettled form={form} />
        <AppLink href={questionPath(place, first)}>
          <Trans>Показати</Trans>
        </AppLink>
      </Strip>
    );
  }
  if (waiting + waitingEvidence === 0) return null;
  return (
    <Strip icon={IconCloudUp}>
      <Sending waiting={waiting} waitingEvidence={waitingEvidence} />
    </Strip>
  );
}

type WaitingCounts = Pick<AskedForm, "waiting" | "waitingEvidence">;

/** Answers go first, and their files after them. */
function Sending({ waiting, waitingEvidence }: WaitingCounts) {
  if (waiting === 0) {
    return (
      <Plural
        value={waitingEvidence}
        one="Надсилаємо # доказ"
        few="Надсилаємо # докази"
        many="Надсилаємо # доказів"
        other="Надсилаємо # доказу"
      />
    );
  }
  return (
    <Plural
      value={waiting}
      one="Надсилаємо # відповідь"
      few="Надсилаємо # відповіді"
      many="Надсилаємо # відповідей"
      other="Надсилаємо # відповіді"
    />
  );
}

/** «7 відповідей чекають зв’язку», and as much of the files that prove them. */
export function Waiting({ waiting, waitingEvidence }: WaitingCounts) {
  return (
    <>
      {waiting > 0 && (
        <span className={classes.waiting}>
          <Plural
            value={waiting}
            one="# відповідь чекає зв’язку"
            few="# відповіді чекають зв’язку"
            many="# відповідей чекають зв’язку"
            other="# відповіді чекають зв’язку"
          />
        </span>
      )}
      {waitingEvidence > 0 && (
        <span className={classes.waiting}>
          <Plural
            value={waitingEvidence}
            one="# доказ чекає зв’язку"
            few="# докази чекають зв’язку"
            many="# доказів чекають зв’язку"
            other="# доказу чекають зв’язку"
          />
        </span>
      )}
    </>
  );
}

/** There is a line, and some answers have not come through. */
function Unsettled({ form: { conflicts, refused, refusedEvidence } }: { form: AskedForm }) {
  return (
    <>
      {conflicts.length > 0 && (
        <span className={classes.waiting}>
          <Plural
            value={conflicts.length}
            one="# відповідь потребує вашого вибору"
            few="# відповіді потребують вашого вибору"
            many="# відповідей потребують вашого вибору"
            other="# відповіді потребують вашого вибору"
          />
        </span>
      )}
      {refused.length > 0 && (
        <span className={classes.waiting}>
          <Plural
            value={refused.length}
            one="# відповідь не збережено"
            few="# відповіді не збережено"
            many="# відповідей не збережено"
            other="# відповіді не збережено"
          />
        </span>
      )}
      {refusedEvidence.length > 0 && (
        <span className={classes.waiting}>
          <Trans>Не всі докази додано</Trans>
        </span>
      )}
    </>
  );
}

/** The address of a question in its section. */
export function questionPath({ dossierId, submissionId }: FormPlace, { section, question }: AskedQuestion) {
  return formPath(dossierId, submissionId, { section, question: question.name });
}

function Strip({ icon, children }: { icon: Glyph; children: ReactNode }) {
  return (
    <div className={classes.strip} role="status">
      <Icon of={icon} />
      <p>{children}</p>
    </div>
  );
}
