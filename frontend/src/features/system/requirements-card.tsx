import type { MessageDescriptor } from "@lingui/core";
import { msg, plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { Radio } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { putFactorRequirement } from "@/api/generated/sdk.gen";
import type { FactorRequirementOut } from "@/api/generated/types.gen";
import { ifMatch } from "@/api/headers";
import { unwrap } from "@/api/unwrap";
import { QueryBoundary } from "@/kit/query-boundary";
import type { Confirmed } from "@/kit/reauthentication/confirm-dialog";
import { useLocale } from "@/lib/locale";
import { zonedMoment } from "@/lib/zoned-moment";
import { useFactorChange } from "@/modules/factors/use-factor-change";
import { requirementsQuery } from "@/queries/factors";
import { Button } from "@/ui/button";
import { Card, CardList } from "@/ui/card";
import { DateField } from "@/ui/date-field";
import { Dialog } from "@/ui/dialog";
import { toast } from "@/ui/toast";
import classes from "./system.module.css";

type Demand = FactorRequirementOut["demand"];

const DEMANDS: Record<Demand, MessageDescriptor> = {
  none: msg`Нічого, досить пароля`,
  any: msg`Ключ доступу або коди із застосунку`,
  passkey: msg`Ключ доступу`,
  both: msg`Ключ доступу і коди із застосунку`,
};

/** Which roles need a second factor, and from which day on. */
export function RequirementsCard({ confirmed }: { confirmed: Confirmed }) {
  const requirements = useQuery(requirementsQuery);
  const [changing, setChanging] = useState<FactorRequirementOut | null>(null);
  return (
    <Card title={<Trans>Другий спосіб підтвердження за ролями</Trans>}>
      <QueryBoundary query={requirements}>
        {(rows) => (
          <CardList>
            {rows.map((row) => (
              <RoleRow key={row.role} row={row} onChange={() => setChanging(row)} />
            ))}
          </CardList>
        )}
      </QueryBoundary>
      {changing && (
        <RequirementDialog row={changing} confirmed={confirmed} onClose={() => setChanging(null)} />
      )}
    </Card>
  );
}

function RoleRow({ row, onChange }: { row: FactorRequirementOut; onChange: () => void }) {
  const { i18n, t } = useLingui();
  const { localize: say, dates } = useLocale();
  const role = say(row.name);
  const since = row.demand !== "none" && row.since && dates.long(dates.day(row.since));
  const { holders, lacking } = row;
  const people = t`${plural(holders, { one: "# людина", few: "# людини", many: "# людей", other: "# людини" })}`;
  return (
    <li className={classes.role}>
      <div>
        <b>{role}</b>
        <p className="v-small v-t2">
          {i18n._(DEMANDS[row.demand])}
          {since && <>, {t`з ${since}`}</>}
        </p>
        <p className="v-tiny v-t2">
          {people}
          {lacking > 0 && <>, {t`ще не мають: ${lacking}`}</>}
        </p>
      </div>
      <Button kind="quiet" aria-label={t`Змінити вимогу для ролі «${role}»`} onClick={onChange}>
        <Trans>Змінити</Trans>
      </Button>
    </li>
  );
}

interface RequirementDialogProps {
  row: FactorRequirementOut;
  confirmed: Confirmed;
  onClose: () => void;
}

function RequirementDialog({ row, confirmed, onClose }: RequirementDialogProps) {
  const { i18n, t } = useLingui();
  const { localize: say, dates } = useLocale();
  const today = dates.today();
  const [demand, setDemand] = useState<Demand>(row.demand);
  const [day, setDay] = useState(row.since ? dates.day(row.since) : today);
  const role = say(row.name);
  const changing = useFactorChange({
    work: () =>
      unwrap(
        putFactorRequirement({
          path: { role: row.role },
          headers: ifMatch(row.version),
          body: { demand, since: zonedMoment(day || today, "00:00", dates.timeZone) },
        }),
      ),
    confirmed,
    onDone: () => {
      toast(t`Вимогу змінено`);
      onClose();
    },
  });
  return (
    <Dialog
      opened
      title={t`Вимога для ролі «${role}»`}
      lead={
        <Trans>
          Від цього дня той, хто не має потрібного, побачить лише сторінку, де це налаштувати. Про день ми
          напишемо кожній людині.
        </Trans>
      }
      submit={t`Зберегти`}
      busy={changing.isPending}
      onClose={onClose}
      onSubmit={() => changing.mutate()}
    >
      <Radio.Group
        label={t`Що потрібно, крім пароля`}
        value={demand}
        onChange={(wanted) => setDemand(wanted as Demand)}
      >
        {Object.entries(DEMANDS).map(([value, words]) => (
          <Radio key={value} value={value} label={i18n._(words)} />
        ))}
      </Radio.Group>
      {demand !== "none" && (
        <DateField
          label={t`З якого дня`}
          description={t`Сьогодні — означає одразу`}
          value={day}
          onChange={setDay}
          min={today}
        />
      )}
    </Dialog>
  );
}
