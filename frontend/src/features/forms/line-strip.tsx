import { Plural, Trans } from "@lingui/react/macro";
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
  const { waiting, conflicts, refused } = form;
  if (outage) {
    return (
      <Strip icon={<Icon of={IconCloudOff} />}>
        {outage === "server" ? (
          <Trans>
            <b>Сервер не відповідає, пробуємо ще.</b> Заповнюйте далі.
          </Trans>
        ) : (
          <Trans>
            <b>Немає зв’язку.</b> Заповнюйте далі.
          </Trans>
        )}
        {waiting > 0 && (
          <Plural
            value={waiting}
            one="# відповідь чекає зв’язку"
            few="# відповіді чекають зв’язку"
            many="# відповідей чекають зв’язку"
            other="# відповіді чекають зв’язку"
          />
        )}
      </Strip>
    );
  }
  if (conflicts[0] || refused[0]) return <Unsettled place={place} form={form} />;
  if (waiting === 0) return null;
  return (
    <Strip icon={<Icon of={IconCloudUp} />}>
      <Plural
        value={waiting}
        one="Надсилаємо # відповідь"
        few="Надсилаємо # відповіді"
        many="Надсилаємо # відповідей"
        other="Надсилаємо # відповіді"
      />
    </Strip>
  );
}

/** There is a line, and some answers have not come through. */
function Unsettled({ place, form: { conflicts, refused } }: { place: FormPlace; form: AskedForm }) {
  const first = conflicts[0] ?? refused[0];
  return (
    <Strip icon={<Icon of={conflicts[0] ? IconCloudCheck : IconAlertTriangle} />}>
      <Trans>
        <b>Зв’язок є.</b>
      </Trans>
      {conflicts.length > 0 && (
        <Plural
          value={conflicts.length}
          one="# відповідь потребує вашого вибору"
          few="# відповіді потребують вашого вибору"
          many="# відповідей потребують вашого вибору"
          other="# відповіді потребують вашого вибору"
        />
      )}
      {refused.length > 0 && (
        <Plural
          value={refused.length}
          one="# відповідь не збережено"
          few="# відповіді не збережено"
          many="# відповідей не збережено"
          other="# відповіді не збережено"
        />
      )}
      {first && (
        <AppLink href={questionPath(place, first)}>
          <Trans>Показати</Trans>
        </AppLink>
      )}
    </Strip>
  );
}

/** The address of a question in its section. */
export function questionPath({ dossierId, submissionId }: FormPlace, { section, question }: AskedQuestion) {
  return formPath(dossierId, submissionId, { section, question: question.name });
}

function Strip({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <div className={classes.strip} role="status">
      {icon}
      <p>{children}</p>
    </div>
  );
}
