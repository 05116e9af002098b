import { Trans } from "@lingui/react/macro";
import { IconEyeOff, IconLock, IconUsersGroup } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { ControlOut, DossierPageOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { AudienceSteps, Reaches } from "@/modules/dossier/audience-card";
import { controlQuery } from "@/queries/controls";

type Step = "before" | "between" | "after";

function stepOf({ sent_on, conducted_on }: ControlOut): Step {
  if (sent_on) return "after";
  return conducted_on ? "between" : "before";
}

/** Who sees a control before it is conducted, until the report, and after it. */
export function Audience({ dossier }: { dossier: DossierPageOut }) {
  const { data: control } = useQuery(controlQuery(dossier.id));
  // Somebody has shown it to the whole group before its time.
  if (!control || (dossier.visibility === "group" && !control.sent_on)) return <Reaches dossier={dossier} />;
  const present = stepOf(control);
  const { announced } = control;
  const steps = [
    {
      key: "before",
      icon: announced ? IconLock : IconEyeOff,
      title: <Title step="before" present={present} control={control} />,
      meaning: <Before announced={announced} past={present !== "before"} />,
    },
    {
      key: "between",
      icon: IconLock,
      title: <Title step="between" present={present} control={control} />,
      meaning: <Between control={control} />,
    },
    {
      key: "after",
      icon: IconUsersGroup,
      title: <Title step="after" present={present} control={control} />,
      meaning: <After control={control} />,
    },
  ];
  return <AudienceSteps steps={steps} present={present} />;
}

interface TitleProps {
  step: Step;
  present: Step;
  control: ControlOut;
}

function Title({ step, present, control: { mechanism } }: TitleProps): ReactNode {
  const isNow = step === present;
  if (step === "after") return isNow ? <Trans>Тепер: уся група й орган</Trans> : <Trans>Після звіту</Trans>;
  if (isNow) return <Trans>Тепер: лише названі</Trans>;
  if (step === "between") return <Trans>До звіту</Trans>;
  return mechanism === "visit" ? <Trans>До візиту</Trans> : <Trans>До перевірки</Trans>;
}

function Before({ announced, past }: { announced: boolean; past: boolean }): ReactNode {
  if (announced) return <Trans>Група знає, що справа є і хто її веде. Зміст бачать лише учасники.</Trans>;
  return past ? (
    <Trans>Про справу знали лише учасники. Номера, дати й запису в календарі не було.</Trans>
  ) : (
    <Trans>Про справу знають лише учасники. Номера, дати й запису в календарі немає.</Trans>
  );
}

function Between({ control }: { control: ControlOut }): ReactNode {
  const { localize } = useLocale();
  const who = localize(control.authority.short_name);
  return control.authority_outside ? (
    <Trans>Група знає, що справа є і хто її веде. Зміст бачать лише учасники.</Trans>
  ) : (
    <Trans>
      Група знає, що справа є і хто її веде. Зміст бачать лише учасники. {who} не бачить нічого, навіть якщо
      сидить у групі.
    </Trans>
  );
}

function After({ control }: { control: ControlOut }): ReactNode {
  const { localize } = useLocale();
  const who = localize(control.authority.short_name);
  return control.authority_outside ? (
    <Trans>Справу бачить уся група. Хто звернувся, знають лише той, хто веде справу, і монітори.</Trans>
  ) : (
    <Trans>
      Справу бачать уся група і {who}. Хто звернувся, знають лише той, хто веде справу, і монітори.
    </Trans>
  );
}
