import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea, TextInput } from "@mantine/core";
import {
  IconArmchair,
  IconChecklist,
  IconGavel,
  IconMessage,
  IconMessages,
  IconStack2,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { postMandateSuccession } from "@/api/generated/sdk.gen";
import type { MandateRef, SuccessionOut } from "@/api/generated/types.gen";
import { ifMatch } from "@/api/headers";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { QueryBoundary } from "@/kit/query-boundary";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { useOutcome } from "@/modules/approvals/use-outcome";
import { useRoleName } from "@/modules/groups/words";
import { invalidateSeats } from "@/queries/keys";
import { mandateQuery, successionQuery } from "@/queries/mandates";
import { DateField } from "@/ui/date-field";
import { Icon } from "@/ui/icon";
import classes from "./mandates.module.css";
import { EMPTY_PERSON, personOf, useWhoProblem, WHO_POINTERS, type Who, WhoField } from "./person-field";

interface PassOnDialogProps {
  mandate: Pick<MandateRef, "id" | "person" | "organisation" | "position">;
  onClose: () => void;
}

interface PassedOn {
  who: Who;
  document: string;
  ends_on: string;
  reason: string;
}

function usePassingForm({ mandate, onClose }: PassOnDialogProps, version: number, last: string) {
  const { t } = useLingui();
  const whoProblem = useWhoProblem();
  const command = useCommand({
    run: ({ who, ends_on, ...rest }: PassedOn, { idempotencyKey }) =>
      unwrap(
        postMandateSuccession({
          path: { mandate_id: mandate.id },
          body: { ...rest, ...personOf(who), ends_on: ends_on || null },
          // What passes on is shown as it is now, also while one types.
          headers: { ...ifMatch(version), ...idempotencyKey },
        }),
      ),
    invalidates: invalidateSeats,
    onSuccess: useOutcome(t`Посаду передано`, onClose),
  });
  return useForm<PassedOn>({
    initial: { who: EMPTY_PERSON, document: "", ends_on: last, reason: "" },
    command,
    required: {
      document: t`Назвіть документ, яким призначено`,
      reason: t`Напишіть причину: вона лишиться в журналі`,
    },
    validate: ({ who }) => ({ who: whoProblem(who) }),
    pointers: { who: WHO_POINTERS },
  });
}

/** A post passes on in one step: before it is sent, it says what passes on. */
export function PassOnDialog(props: PassOnDialogProps) {
  const { mandate, onClose } = props;
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const succession = useQuery(successionQuery(mandate.id));
  const before = useQuery(mandateQuery(mandate.id));
  // A post with an end keeps it, unless whoever passes it on says otherwise.
  const form = usePassingForm(props, succession.data?.version ?? 0, before.data?.ends_on ?? "");
  const [position, name] = [say(mandate.position), say(mandate.person.name)];
  return (
    <FormDialog
      form={form}
      title={t`Передати посаду: ${position}`}
      lead={
        <Trans>
          {name} втратить доступ за цією посадою тієї ж миті. Зроблене й написане лишиться під цим іменем.
        </Trans>
      }
      submit={t`Передати посаду`}
      busy={!succession.data || !before.data}
      onClose={onClose}
    >
      <QueryBoundary query={succession} loading={<Trans>Рахуємо, що перейде…</Trans>}>
        {(data) => <Heritage data={data} gender={mandate.person.gender} />}
      </QueryBoundary>
      <WhoField
        organisationId={mandate.organisation.id}
        label={t`Наступник чи наступниця`}
        {...form.value("who")}
      />
      <TextInput
        label={t`Документ про призначення`}
        placeholder={t`Наказ № 5 від 12.01.2026`}
        maxLength={300}
        {...form.text("document")}
      />
      <DateField
        label={t`До (необов’язково)`}
        description={t`Останній день повноважень наступника чи наступниці`}
        {...form.value("ends_on")}
      />
      <Textarea label={t`Причина`} rows={2} maxLength={1000} {...form.text("reason")} />
    </FormDialog>
  );
}

const ICONS = {
  actions: IconChecklist,
  led_dossiers: IconStack2,
  led_threads: IconMessages,
  open_decisions: IconGavel,
  unread_threads: IconMessage,
};

function Heritage({ data, gender }: { data: SuccessionOut; gender: string }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const roleName = useRoleName();
  const words: Record<keyof typeof ICONS, (count: number) => string> = {
    actions: (count) =>
      t`${plural(count, { one: "# відкрите доручення", few: "# відкриті доручення", many: "# відкритих доручень", other: "# відкритого доручення" })}`,
    led_dossiers: (count) =>
      t`${plural(count, { one: "# справа, яку веде ця посада", few: "# справи, які веде ця посада", many: "# справ, які веде ця посада", other: "# справи, яку веде ця посада" })}`,
    led_threads: (count) =>
      t`${plural(count, { one: "# тема, яку веде ця посада", few: "# теми, які веде ця посада", many: "# тем, які веде ця посада", other: "# теми, яку веде ця посада" })}`,
    open_decisions: (count) =>
      t`${plural(count, { one: "голос у # відкритому рішенні", few: "голоси у # відкритих рішеннях", many: "голоси у # відкритих рішеннях", other: "голоси у # відкритого рішення" })}`,
    unread_threads: (count) =>
      t`${plural(count, { one: "# непрочитана тема", few: "# непрочитані теми", many: "# непрочитаних тем", other: "# непрочитаної теми" })}`,
  };
  const hangs = data.heritage.filter(({ count }) => count > 0);
  return (
    <section className={classes.heritage} aria-label={t`Що перейде`}>
      <p className="v-small">
        <b>
          <Trans>Перейде до наступника</Trans>
        </b>
      </p>
      <ul className="v-small">
        {data.seats.map((seat) => (
          <li key={seat.membership_id}>
            <Icon of={IconArmchair} size={16} />
            <span>
              {say(seat.group.name)}: {roleName(seat.role, gender)}
            </span>
          </li>
        ))}
        {hangs.map(({ kind, count }) => (
          <li key={kind}>
            <Icon of={ICONS[kind]} size={16} />
            <span>{words[kind](count)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
