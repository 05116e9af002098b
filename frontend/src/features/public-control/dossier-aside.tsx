import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { ControlOut, DossierPageOut } from "@/api/generated/types.gen";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { evidenceAnchor } from "@/modules/evidence/evidence-kinds";
import { SectorLabel } from "@/modules/organisations/sector";
import { MECHANISMS } from "@/modules/public-control/words";
import { controlQuery } from "@/queries/controls";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { type Fact, Facts } from "@/ui/facts";
import { onDemand } from "@/ui/on-demand";
import { FACTS } from "./anchors";
import { ComplaintCard } from "./complaint-card";

const EditDialog = onDemand(async () => (await import("./edit-dialog")).EditControlDialog);

interface AsideProps {
  dossier: DossierPageOut;
}

/** The facts of a control, and who complained for those who may know it. */
export function DossierAside({ dossier }: AsideProps) {
  const { data: control } = useQuery(controlQuery(dossier.id));
  if (!control) return null;
  return (
    <>
      <FactsCard dossier={dossier} control={control} />
      {control.allowed.includes("read_complaint") && <ComplaintCard dossier={dossier} control={control} />}
    </>
  );
}

function useFacts(control: ControlOut, letter: ReactNode): Fact[] {
  const { t, i18n } = useLingui();
  const { localize, dates } = useLocale();
  const { authority, planned_on, conducted_on, sent_on, mechanism, announced } = control;
  const long = (day: string | null) => day && dates.long(day);
  const who = <SectorLabel sector={authority.sector}>{localize(authority.name)}</SectorLabel>;
  return [
    [t`Спосіб`, i18n._(MECHANISMS[mechanism])],
    [t`Орган`, who],
    [t`Попередження`, announced ? t`Орган повідомляють заздалегідь` : t`Без попередження`],
    [t`Місце`, control.place],
    [t`Заплановано`, !conducted_on && long(planned_on)],
    [t`Відбулося`, long(conducted_on)],
    [t`Звіт надіслано`, long(sent_on)],
    [t`Мандат`, letter],
  ];
}

function FactsCard({ dossier, control }: AsideProps & { control: ControlOut }) {
  const editing = useDialog();
  const mayEdit = control.allowed.includes("edit_facts");
  const facts = useFacts(
    control,
    <Letter control={control} onAdd={mayEdit ? () => editing.open() : undefined} />,
  );
  return (
    <Card
      id={FACTS}
      title={<Trans>Громадський контроль</Trans>}
      aside={
        mayEdit &&
        !control.conducted_on && (
          <Button kind="ghost" onPointerEnter={EditDialog.preload} onClick={() => editing.open()}>
            <Trans>Змінити</Trans>
          </Button>
        )
      }
      padded
    >
      <Facts items={facts} />
      {!control.sent_on && <Term control={control} />}
      {editing.render((_, close) => (
        <EditDialog dossier={dossier} control={control} onClose={close} />
      ))}
    </Card>
  );
}

/** The evidence that names the monitors, or how it is brought. */
function Letter({ control, onAdd }: { control: ControlOut; onAdd?: () => void }): ReactNode {
  const letter = control.mandate_letter;
  const number = letter?.number;
  if (letter?.present) {
    return (
      <a className="v-reach" href={`#${evidenceAnchor(letter.number)}`}>
        <Trans>Долучено: доказ {number}</Trans>
      </a>
    );
  }
  if (!onAdd) return <Trans>Ще не долучено</Trans>;
  return (
    <Button kind="quiet" onClick={onAdd}>
      <Trans>Долучіть мандат</Trans>
    </Button>
  );
}

/** How long the authority will have for a reply, by which rules. */
function Term({ control: { term, rules } }: { control: ControlOut }) {
  const { localize } = useLocale();
  const { days, counted } = term;
  const calendar = plural(days, {
    one: "# календарний день",
    few: "# календарні дні",
    many: "# календарних днів",
    other: "# календарного дня",
  });
  const working = plural(days, {
    one: "# робочий день",
    few: "# робочі дні",
    many: "# робочих днів",
    other: "# робочого дня",
  });
  const length = counted === "working" ? working : calendar;
  return (
    <p className="v-small v-t2">
      <Trans>На відповідь орган матиме {length} від дня звіту.</Trans> {localize(rules.label)}
    </p>
  );
}
