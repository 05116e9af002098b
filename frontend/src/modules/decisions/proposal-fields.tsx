import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, Radio, Select, Stack, Textarea, TextInput } from "@mantine/core";
import type { Form } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { DateField } from "@/ui/date-field";
import { Disclosure } from "@/ui/disclosure";
import { draftOption, OptionsField } from "./options-field";
import { type ProposalForm, takesObjections } from "./proposal-form";
import { METHODS, type Method, THRESHOLDS } from "./words";

interface FieldsProps {
  form: Form<ProposalForm>;
}

/** What is asked, what is proposed, how it is decided and until when; the rest of the rule for who needs it. */
export function ProposalFields({ form }: FieldsProps) {
  const { t } = useLingui();
  const { method } = form.values;
  return (
    <>
      <TextInput
        label={t`Питання`}
        description={t`Таке, на яке можна відповісти: «Чергуємо на входах до укриттів?»`}
        maxLength={300}
        data-autofocus
        {...form.text("title")}
      />
      <Textarea label={t`Що пропонуєте (необов’язково)`} rows={4} maxLength={20000} {...form.text("text")} />
      <MethodField form={form} />
      {!takesObjections(method) && <OptionsField {...form.value("options")} />}
      <CloseFields form={form} />
      <MoreFields form={form} />
    </>
  );
}

function MethodField({ form }: FieldsProps) {
  const { t, i18n } = useLingui();
  const field = form.choice("method");
  const choose = (chosen: string | null) => {
    const method = chosen as Method;
    const isBare = method === "ranked" && form.values.options.length === 0;
    form.change({ method, ...(isBare ? { options: [draftOption(), draftOption()] } : {}) });
  };
  return (
    <Radio.Group label={t`Як ухвалюємо`} {...field} onChange={choose}>
      <Stack gap={4} mt={8}>
        {(Object.keys(METHODS) as Method[]).map((method) => (
          <Radio
            key={method}
            value={method}
            label={i18n._(METHODS[method].name)}
            description={i18n._(METHODS[method].help)}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}

/** The last moment for an answer, by the clock of the reader. */
export function CloseFields<V extends { day: string; time: string }>({ form }: { form: Form<V> }) {
  const { t } = useLingui();
  const { dates } = useLocale();
  // The names are those of both forms that have a close.
  const { value, text } = form as unknown as Form<{ day: string; time: string }>;
  return (
    <>
      <DateField label={t`Відповіді збираємо до`} min={dates.today()} {...value("day")} />
      <TextInput label={t`Час`} type="time" {...text("time")} />
    </>
  );
}

function MoreFields({ form }: FieldsProps) {
  const { t } = useLingui();
  const { method, unit, capacity, secret, onPaper, english } = form.values;
  const isReasoned = takesObjections(method);
  const error = (["secret", "onPaper"] as const).some((name) => form.check(name).error);
  const isUsual = unit === "seat" && capacity === "on_behalf" && !secret && !onPaper && !english;
  return (
    <Disclosure label={<Trans>Ще про правило</Trans>} opened={!isUsual} faulty={error}>
      {method === "majority" && <MajorityFields form={form} />}
      {method === "ranked" && <TieField form={form} />}
      <Select
        label={t`Хто має голос`}
        data={[
          { value: "seat", label: t`Кожне місце` },
          { value: "organisation", label: t`Кожна організація, один голос` },
        ]}
        allowDeselect={false}
        {...form.choice("unit")}
      />
      {unit === "seat" && (
        <Select
          label={t`Від кого відповідь`}
          data={[
            { value: "on_behalf", label: t`Від імені організації` },
            { value: "personal", label: t`Особисто` },
          ]}
          allowDeselect={false}
          {...form.choice("capacity")}
        />
      )}
      {!isReasoned && !onPaper && (
        <Checkbox
          label={t`Таємне голосування`}
          description={t`Видно, хто взяв участь, але не хто за що. Бюлетень остаточний`}
          {...form.check("secret")}
        />
      )}
      {!isReasoned && (
        <Checkbox
          label={t`Голосуємо на папері`}
          description={t`Бюлетені двічі вписують двоє людей, скан додають`}
          {...form.check("onPaper")}
        />
      )}
      <TextInput label={t`Питання англійською (необов’язково)`} maxLength={300} {...form.text("english")} />
    </Disclosure>
  );
}

function MajorityFields({ form }: FieldsProps) {
  const { t, i18n } = useLingui();
  const thresholds = Object.entries(THRESHOLDS).map(([value, label]) => ({ value, label: i18n._(label) }));
  return (
    <>
      <Select
        label={t`Скільки треба «за»`}
        data={thresholds}
        allowDeselect={false}
        {...form.choice("threshold")}
      />
      <Select
        label={t`Від кого рахуємо`}
        data={[
          { value: "present", label: t`Від тих, хто відповів` },
          { value: "seated", label: t`Від усіх місць` },
        ]}
        allowDeselect={false}
        {...form.choice("base")}
      />
    </>
  );
}

function TieField({ form }: FieldsProps) {
  const { t } = useLingui();
  return (
    <Select
      label={t`Якщо порівну`}
      data={[
        { value: "previous_rounds", label: t`Дивимося на попередні тури` },
        { value: "listed_order", label: t`Вирішує порядок у списку` },
      ]}
      allowDeselect={false}
      {...form.choice("tie")}
    />
  );
}
