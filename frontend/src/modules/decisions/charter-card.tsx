import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, MultiSelect, Radio, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { putGroupCharter } from "@/api/generated/sdk.gen";
import type { DecisionCharterInRequest, DecisionCharterOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { QueryBoundary } from "@/kit/query-boundary";
import { useCommand } from "@/kit/use-command";
import { useDialog } from "@/kit/use-dialog";
import { type Form, useForm } from "@/kit/use-form";
import { SECTOR_LABELS } from "@/modules/organisations/sector";
import { SECTORS, type Sector } from "@/modules/organisations/sector-shapes";
import { charterQuery } from "@/queries/decisions";
import { keys } from "@/queries/keys";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Disclosure } from "@/ui/disclosure";
import { Facts } from "@/ui/facts";
import { WholeNumberField } from "@/ui/whole-number-field";

/** By which rules the group decides and meets: seen by all who read the group. */
export function CharterCard({ groupId }: { groupId: string }) {
  const charter = useQuery(charterQuery(groupId));
  const editing = useDialog();
  return (
    <Card padded title={<Trans>Як група ухвалює</Trans>}>
      <QueryBoundary query={charter}>
        {(data) => (
          <>
            <CharterFacts charter={data} />
            {data.allowed.includes("set_charter") && (
              <Button kind="quiet" onClick={() => editing.open()}>
                <Trans>Змінити правила</Trans>
              </Button>
            )}
            {editing.render((_, close) => (
              <CharterDialog groupId={groupId} charter={data} onClose={close} />
            ))}
          </>
        )}
      </QueryBoundary>
    </Card>
  );
}

function CharterFacts({ charter }: { charter: DecisionCharterOut }) {
  const { t, i18n } = useLingui();
  const named = (sectors: Sector[]) => sectors.map((sector) => i18n._(SECTOR_LABELS[sector])).join(", ");
  const days = plural(charter.notice_days, {
    one: "за # день до початку",
    few: "за # дні до початку",
    many: "за # днів до початку",
    other: "за # дня до початку",
  });
  return (
    <Facts
      items={[
        [<Trans key="quorum">Кворум</Trans>, t`відповідей щонайменше ${charter.quorum}`],
        [<Trans key="present">Без кого не ухвалюємо</Trans>, named(charter.present_sectors)],
        [<Trans key="asked">Кого треба запитати</Trans>, named(charter.asked_sectors)],
        [
          <Trans key="silence">Мовчання запитаного</Trans>,
          charter.silence === "consent" ? t`рахуємо як згоду сектору` : t`рахуємо як відсутність`,
        ],
        [<Trans key="notice">Про засідання</Trans>, days],
      ]}
    />
  );
}

interface CharterDialogProps {
  groupId: string;
  charter: DecisionCharterOut;
  onClose: () => void;
}

/** The form of the rules of a group, from the version that is shown. */
function useCharterForm({ groupId, charter, onClose }: CharterDialogProps) {
  const { t } = useLingui();
  const { quorum: _quorum, allowed: _allowed, version, ...rules } = charter;
  const command = useCommand({
    run: (body: DecisionCharterInRequest, { ifMatch }) =>
      unwrap(putGroupCharter({ path: { group_id: groupId }, body, headers: ifMatch })),
    version,
    success: t`Правила змінено`,
    onSuccess: (changed, _, client) => {
      client.setQueryData(keys.charter(groupId), changed);
      onClose();
    },
    invalidates: [keys.charter(groupId)],
  });
  return useForm<DecisionCharterInRequest>({
    initial: rules,
    command,
    validate: ({ present_sectors, asked_sectors }) => ({
      asked_sectors:
        asked_sectors.some((one) => present_sectors.includes(one)) &&
        t`Сектор, без якого не ухвалюємо, питати окремо не треба`,
    }),
  });
}

/** The rules of a group; decisions that are open keep those with which they opened. */
function CharterDialog(props: CharterDialogProps) {
  const { t, i18n } = useLingui();
  const form = useCharterForm(props);
  const sectors = SECTORS.map((value) => ({ value, label: i18n._(SECTOR_LABELS[value]) }));
  return (
    <FormDialog
      form={form}
      title={t`Як група ухвалює`}
      lead={<Trans>Рішення, що вже відкриті, йдуть за правилами, з якими їх відкрили.</Trans>}
      submit={t`Зберегти`}
      onClose={props.onClose}
    >
      <MultiSelect
        label={t`Без кого не ухвалюємо`}
        description={t`Якщо хтось із цих секторів не відповів, кворуму немає`}
        data={sectors}
        {...form.value("present_sectors")}
        onChange={(chosen) => form.change({ present_sectors: chosen as Sector[] })}
      />
      <MultiSelect
        label={t`Кого треба запитати`}
        description={t`Їх досить запитати поіменно й дочекатися дня`}
        data={sectors}
        {...form.value("asked_sectors")}
        onChange={(chosen) => form.change({ asked_sectors: chosen as Sector[] })}
      />
      <Radio.Group label={t`Мовчання запитаного сектору`} {...form.choice("silence")}>
        <Stack gap={4} mt={8}>
          <Radio value="absent" label={t`Рахуємо як відсутність`} />
          <Radio value="consent" label={t`Рахуємо як згоду сектору`} />
        </Stack>
      </Radio.Group>
      <MeetingFields form={form} />
    </FormDialog>
  );
}

function MeetingFields({ form }: { form: Form<DecisionCharterInRequest> }) {
  const { t } = useLingui();
  return (
    <Disclosure label={<Trans>Засідання, протоколи, папір</Trans>} opened={false}>
      <WholeNumberField
        label={t`За скільки днів повідомляти про засідання`}
        maxLength={2}
        {...form.value("notice_days")}
      />
      <WholeNumberField
        label={t`Скільки днів на зауваження до протоколу`}
        maxLength={2}
        {...form.value("remarks_days")}
      />
      <Checkbox label={t`Підрахунок на папері має силу`} {...form.check("paper_binds")} />
      <Checkbox label={t`Протоколи оприлюднюємо`} {...form.check("publishes_minutes")} />
    </Disclosure>
  );
}
