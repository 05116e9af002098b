import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { deleteTerritoryPopulation, putTerritoryPopulation } from "@/api/generated/sdk.gen";
import type { TerritoryDetails } from "@/api/generated/types.gen";
import { ifMatch } from "@/api/headers";
import { fieldErrorAt } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { FormErrors } from "@/kit/form-errors";
import { useLocale } from "@/lib/locale";
import classes from "@/modules/registers/registers.module.css";
import { useRegisterChange } from "@/modules/registers/use-register-change";
import { Button, ToolButton } from "@/ui/button";
import { Card } from "@/ui/card";
import { Dialog } from "@/ui/dialog";
import { Facts } from "@/ui/facts";
import { fieldError } from "@/ui/field-error";
import { Icon } from "@/ui/icon";

/** How many people live there, year by year. */
export function PopulationCard({ territory }: { territory: TerritoryDetails }) {
  const { t, i18n } = useLingui();
  const [recording, setRecording] = useState(false);
  const [wrong, setWrong] = useState<number | null>(null);
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
                <ToolButton label={t`Прибрати: ${year}`} onClick={() => setWrong(year)}>
                  <Icon of={IconTrash} />
                </ToolButton>
              )}
            </>,
          ])}
        />
      )}
      {may && (
        <div className={classes.buttons}>
          <Button kind="quiet" onClick={() => setRecording(true)}>
            <Trans>Вказати за рік</Trans>
          </Button>
        </div>
      )}
      {recording && <PopulationDialog territory={territory} onClose={() => setRecording(false)} />}
      {wrong && <RemoveDialog territory={territory} year={wrong} onClose={() => setWrong(null)} />}
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
  const removing = useRegisterChange({
    ask: () =>
      unwrap(
        deleteTerritoryPopulation({
          path: { territory_id: territory.id },
          body: { year },
          headers: ifMatch(territory.version),
        }),
      ),
    said: t`Рік прибрано`,
    onDone: onClose,
  });
  return (
    <Dialog
      opened
      title={t`Прибрати населення за ${year} рік?`}
      lead={<Trans>За цей рік населення більше не буде вказано. Зміна лишиться в журналі.</Trans>}
      submit={t`Прибрати`}
      submitKind="danger"
      busy={removing.isPending}
      onClose={onClose}
      onSubmit={() => removing.mutate(undefined)}
    >
      <FormErrors error={removing.error} />
    </Dialog>
  );
}

function PopulationDialog({ territory, onClose }: { territory: TerritoryDetails; onClose: () => void }) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const [year, setYear] = useState(dates.today().slice(0, 4));
  const [count, setCount] = useState("");
  const [tried, setTried] = useState(false);
  const recording = useRegisterChange({
    ask: (body: { year: number; count: number }) =>
      unwrap(
        putTerritoryPopulation({
          path: { territory_id: territory.id },
          body,
          headers: ifMatch(territory.version),
        }),
      ),
    said: t`Збережено`,
    onDone: onClose,
  });
  const send = () => {
    setTried(true);
    if (year && count) recording.mutate({ year: Number(year), count: Number(count) });
  };
  return (
    <Dialog
      opened
      title={t`Населення за рік`}
      lead={<Trans>Нове число замінить старе за той самий рік.</Trans>}
      submit={t`Зберегти`}
      busy={recording.isPending}
      onClose={onClose}
      onSubmit={send}
    >
      <TextInput
        label={t`Рік`}
        inputMode="numeric"
        maxLength={4}
        value={year}
        onChange={(event) => setYear(event.currentTarget.value.replace(/\D/g, ""))}
        error={fieldError((tried && !year && t`Впишіть рік`) || fieldErrorAt(recording.error, "/year"))}
      />
      <TextInput
        label={t`Скільки людей`}
        inputMode="numeric"
        maxLength={9}
        data-autofocus
        value={count}
        onChange={(event) => setCount(event.currentTarget.value.replace(/\D/g, ""))}
        error={fieldError((tried && !count && t`Впишіть число`) || fieldErrorAt(recording.error, "/count"))}
      />
      <FormErrors error={recording.error} />
    </Dialog>
  );
}
