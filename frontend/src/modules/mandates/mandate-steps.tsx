import { useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import {
  IconArrowsExchange,
  IconCalendarUser,
  IconDots,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconUserOff,
  IconUserShare,
} from "@tabler/icons-react";
import type { MandateRef } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { ToolButton } from "@/ui/button";
import { Icon } from "@/ui/icon";
import menuClasses from "@/ui/menu.module.css";
import { AbsenceDialog } from "./absence-dialog";
import { EditMandateDialog } from "./edit-mandate-dialog";
import { PassOnDialog } from "./pass-on-dialog";
import { MandateStepDialog } from "./step-dialog";
import { UsualDeputyDialog } from "./usual-deputy-dialog";

/** Steps of a mandate as the server names them in `allowed`: what takes something away comes last. */
export const MANDATE_STEPS = [
  "pass_on",
  "appoint_deputy",
  "name_deputy",
  "edit",
  "resume",
  "rest",
  "end",
] as const;
export type MandateStepName = (typeof MANDATE_STEPS)[number];

export interface MenuStep {
  Icon: typeof IconDots;
  label: string;
  danger?: boolean;
}

/** How each step of a mandate looks in a menu. */
export function useMandateSteps(): Record<MandateStepName, MenuStep> {
  const { t } = useLingui();
  return {
    pass_on: { Icon: IconArrowsExchange, label: t`Передати посаду` },
    appoint_deputy: { Icon: IconCalendarUser, label: t`Заступник на час відсутності` },
    name_deputy: { Icon: IconUserShare, label: t`Постійний заступник` },
    edit: { Icon: IconPencil, label: t`Змінити повноваження` },
    resume: { Icon: IconPlayerPlay, label: t`Поновити повноваження` },
    rest: { Icon: IconPlayerPause, label: t`Призупинити повноваження`, danger: true },
    end: { Icon: IconUserOff, label: t`Завершити повноваження`, danger: true },
  };
}

interface StepMenuProps<Name extends string> {
  /** Whose steps they are. */
  name: string;
  steps: [Name, MenuStep][];
  onChoose: (step: Name) => void;
}

/** What can be done with somebody’s seat or mandate. */
export function StepMenu<Name extends string>({ name, steps, onChoose }: StepMenuProps<Name>) {
  const { t } = useLingui();
  return (
    <Menu>
      <Menu.Target>
        <ToolButton label={t`Дії: ${name}`}>
          <Icon of={IconDots} />
        </ToolButton>
      </Menu.Target>
      <Menu.Dropdown>
        {steps.map(([step, { Icon: glyph, label, danger }]) => (
          <Menu.Item
            key={step}
            className={danger ? menuClasses.danger : undefined}
            leftSection={<Icon of={glyph} />}
            onClick={() => onChoose(step)}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

interface MandateDialogProps {
  mandate: Pick<MandateRef, "id" | "person" | "organisation" | "position">;
  step: MandateStepName;
  onClose: () => void;
}

/** The dialog of one step. */
export function MandateDialog({ mandate, step, onClose }: MandateDialogProps) {
  const { localize: say } = useLocale();
  const about = { mandateId: mandate.id, name: say(mandate.person.name), onClose };
  switch (step) {
    case "pass_on":
      return <PassOnDialog mandate={mandate} onClose={onClose} />;
    case "appoint_deputy":
      return <AbsenceDialog mandateId={mandate.id} onClose={onClose} />;
    case "name_deputy":
      return <UsualDeputyDialog {...about} organisationId={mandate.organisation.id} />;
    case "edit":
      return <EditMandateDialog {...about} />;
    default:
      return <MandateStepDialog {...about} step={step} />;
  }
}
