import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import type { ChangeEvent } from "react";
import { deleteTerritoryPopulation, putTerritoryPopulation } from "@/api/generated/sdk.gen";
import type { TerritoryDetails } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { ConfirmDialog } from "@/kit/confirm-dialog";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useDialog } from "@/kit/use-dialog";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import classes from "@/modules/registers/registers.module.css";
import { invalidateRegisters } from "@/queries/keys";
import { Button, ToolButton } from "@/ui/button";
import { Card } from "@/ui/card";
import { Facts } from "@/ui/facts";
import { Icon } from "@/ui/icon";

/** How many people live there, year by year. */
export function PopulationCard({ territory }: { territory: TerritoryDetails }) {
  const { t, i18n } = useLingui();
  const recording = useDialog();
  const wrong = useDialog<number>();
  const may = territory.allowed.includes("record_population");
  const number = new Intl.NumberFormat(i18n.locale);
  return (
    <Card padded title={<Trans>Населення</Trans>}>
      {territory.populations.length === 0 ? (
        <p className="v-small v-t2">
          <Trans>Ще не вказано.</Trans>
        </p>
      ) : (
        <Facts
          centred={may}
          items={territory.populations.map(({ year, count }) => [
            <span key={year} className="v-num">
              {year}
            </span>,
            <>
              <span className="v-num">{number.format(count)}</span>
              {may && (
                <ToolButton label={t`Прибрати: ${year}`} onClick={() => wrong.open(year)}>
                  <Icon of={IconTrash} />
                </ToolButton>
              )}
            </>,
          ])}
        />
      )}
      {may && (
        <div className={classes.buttons}>
          <Button kind="quiet" onClick={() => recording.open()}>
            <Trans>Вказати за рік</Trans>
          </Button>
        </div>
      )}
      {recording.render((_, close) => (
        <PopulationDialog territory={territory} onClose={close} />
      ))}
      {wrong.render((year, close) => (
        <RemoveDialog territory={territory} year={year} onClose={close} />
      ))}
    </Card>
  );
}

interface RemoveDialogProps {
  territory: TerritoryDetails;
  year: number;
  onClose: () => void;
}

function RemoveDialog({ territory, year, onClose }: RemoveDialogProps) {
  const { t } = useLingui();
  const command = useCommand<void>({
    run: (_, { ifMatch }) =>
      unwrap(
        deleteTerritoryPopulation({
          path: { territory_id: territory.id },
          body: { year },
          headers: ifMatch,
        }),
      ),
    version: territory.version,
    success: t`Рік прибрано`,
    invalidates: invalidateRegisters,
  });
  return (
    <ConfirmDialog
      command={command}
      title={t`Прибрати населення за ${year} рік?`}
      text={<Trans>За цей рік населення більше не буде вказано. Зміна лишиться в журналі.</Trans>}
      submit={t`Прибрати`}
      danger
      onClose={onClose}
    />
  );
}

function PopulationDialog({ territory, onClose }: { territory: TerritoryDetails; onClose: () => void }) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const command = useCommand({
    run: ({ year, count }: { year: string; count: string }, { ifMatch }) =>
      unwrap(
        putTerritoryPopulation({
          path: { territory_id: territory.id },
          body: { year: Number(year), count: Number(count) },
          headers: ifMatch,
        }),
      ),
    version: territory.version,
    success: t`Збережено`,
    invalidates: invalidateRegisters,
    onSuccess: onClose,
  });
  const form = useForm({
    initial: { year: dates.today().slice(0, 4), count: "" },
    command,
    required: { year: t`Впишіть рік`, count: t`Впишіть число` },
  });
  const digits = (name: "year" | "count") => ({
    inputMode: "numeric" as const,
    ...form.text(name),
    onChange: (event: ChangeEvent<HTMLInputElement>) =>
      form.change({ [name]: event.currentTarget.value.replace(/\D/g, "") }),
  });
  return (
    <FormDialog
      form={form}
      title={t`Населення за рік`}
      lead={<Trans>Нове число замінить старе за той самий рік.</Trans>}
      submit={t`Зберегти`}
      onClose={onClose}
    >
      <TextInput label={t`Рік`} maxLength={4} {...digits("year")} />
      <TextInput label={t`Скільки людей`} maxLength={9} data-autofocus {...digits("count")} />
    </FormDialog>
  );
}
