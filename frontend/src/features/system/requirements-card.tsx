import type { MessageDescriptor } from "@lingui/core";
import { msg, plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { Radio } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { putFactorRequirement } from "@/api/generated/sdk.gen";
import type { FactorRequirementOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { SectionCard } from "@/kit/section-card";
import { useCommand } from "@/kit/use-command";
import { useDialog } from "@/kit/use-dialog";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { capital } from "@/lib/text";
import { zonedMoment } from "@/lib/zoned-moment";
import { useFactorPreset } from "@/modules/factors/use-factor-preset";
import { requirementsQuery } from "@/queries/factors";
import { Button } from "@/ui/button";
import { DateField } from "@/ui/date-field";
import { ListRow } from "@/ui/list-row";

type Demand = FactorRequirementOut["demand"];

const DEMANDS: Record<Demand, MessageDescriptor> = {
  none: msg`Нічого, досить пароля`,
  any: msg`Ключ доступу або коди із застосунку`,
  passkey: msg`Ключ доступу`,
  both: msg`Ключ доступу і коди із застосунку`,
};

/** Which roles need a second factor, and from which day on. */
export function RequirementsCard() {
  const requirements = useQuery(requirementsQuery);
  const change = useDialog<FactorRequirementOut>();
  return (
    <SectionCard
      title={<Trans>Другий спосіб підтвердження за ролями</Trans>}
      query={requirements}
      empty={null}
      dialogs={change.render((row, close) => <RequirementDialog row={row} onClose={close} />)}
    >
      {(row) => <RoleRow key={row.role} row={row} onChange={() => change.open(row)} />}
    </SectionCard>
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
    <ListRow
      title={capital(role)}
      meta={[i18n._(DEMANDS[row.demand]), ...(since ? [t`з ${since}`] : [])].join(", ")}
      actions={
        <Button kind="quiet" aria-label={t`Змінити вимогу для ролі «${role}»`} onClick={onChange}>
          <Trans>Змінити</Trans>
        </Button>
      }
    >
      <p className="v-tiny v-t2">
        {[people, ...(lacking > 0 ? [t`ще не мають: ${lacking}`] : [])].join(", ")}
      </p>
    </ListRow>
  );
}

function RequirementDialog({ row, onClose }: { row: FactorRequirementOut; onClose: () => void }) {
  const { i18n, t } = useLingui();
  const { localize: say, dates } = useLocale();
  const today = dates.today();
  const role = say(row.name);
  const command = useCommand({
    ...useFactorPreset(),
    run: ({ demand, day }: { demand: Demand; day: string }, { ifMatch }) => {
      const body = { demand, since: zonedMoment(day || today, "00:00", dates.timeZone) };
      return unwrap(putFactorRequirement({ path: { role: row.role }, headers: ifMatch, body }));
    },
    version: row.version,
    success: t`Вимогу змінено`,
    onSuccess: onClose,
  });
  const form = useForm({
    initial: { demand: row.demand, day: row.since ? dates.day(row.since) : today },
    command,
    pointers: { day: ["/since"] },
  });
  return (
    <FormDialog
      form={form}
      title={t`Вимога для ролі «${role}»`}
      lead={
        <Trans>
          Від цього дня той, хто не має потрібного, побачить лише сторінку, де це налаштувати. Про день ми
          напишемо кожній людині.
        </Trans>
      }
      submit={t`Зберегти`}
      onClose={onClose}
    >
      <Radio.Group label={t`Що потрібно, крім пароля`} {...form.choice("demand")}>
        {Object.entries(DEMANDS).map(([value, words]) => (
          <Radio key={value} value={value} label={i18n._(words)} />
        ))}
      </Radio.Group>
      {form.values.demand !== "none" && (
        <DateField
          label={t`З якого дня`}
          description={t`Сьогодні — означає одразу`}
          min={today}
          {...form.value("day")}
        />
      )}
    </FormDialog>
  );
}
