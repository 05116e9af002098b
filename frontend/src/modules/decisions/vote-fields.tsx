import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, Radio, Stack, Textarea } from "@mantine/core";
import type { DecisionOut } from "@/api/generated/types.gen";
import type { Form } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import classes from "./decision.module.css";
import { RankingField } from "./ranking-field";
import { listChoices, optionOf, type VoteForm } from "./vote-form";
import { ANSWERS, type Answer } from "./words";

interface VoteFieldsProps {
  decision: DecisionOut;
  form: Form<VoteForm>;
  label: string;
}

/** The answers to choose from, and what goes with the one that is chosen. */
export function VoteFields({ decision, form, label }: VoteFieldsProps) {
  const { t } = useLingui();
  const { choice } = form.values;
  return (
    <>
      <Radio.Group label={label} {...form.choice("choice")}>
        <Stack gap={10} mt={8}>
          {listChoices(decision).map((one) => (
            <Choice key={one} decision={decision} choice={one} />
          ))}
        </Stack>
      </Radio.Group>
      {choice === "choose" && <RankingField options={decision.options} {...form.value("ranking")} />}
      {choice === "object" && <ObjectionFields form={form} />}
      {!decision.rule.secret && choice !== "object" && (
        <Textarea label={t`Чому (необов’язково)`} rows={2} maxLength={2000} {...form.text("reason")} />
      )}
      {!decision.rule.secret && choice && choice !== "abstain" && (
        <Checkbox
          label={<Trans>Якщо рішення буде іншим, назвіть мене в протоколі</Trans>}
          {...form.check("wantsName")}
        />
      )}
    </>
  );
}

function Choice({ decision, choice }: { decision: DecisionOut; choice: string }) {
  const { t, i18n } = useLingui();
  const { localize } = useLocale();
  const option = decision.options.find(({ id }) => id === optionOf(choice));
  if (option) return <Radio className={classes.choice} value={choice} label={localize(option.label)} />;
  const { name, help } = ANSWERS[choice as Answer];
  return (
    <Radio
      className={classes.choice}
      value={choice}
      label={choice === "choose" ? t`Розставлю варіанти` : i18n._(name)}
      description={help && i18n._(help)}
    />
  );
}

/** An objection is reasoned, or it is none. */
function ObjectionFields({ form }: { form: Form<VoteForm> }) {
  const { t } = useLingui();
  return (
    <>
      <Textarea label={t`Що саме завдасть шкоди`} rows={3} maxLength={2000} {...form.text("harm")} />
      <Textarea
        label={t`За якої умови знімете заперечення`}
        description={t`Заперечення побачать усі, хто бачить рішення. На нього мають відповісти до закриття`}
        rows={2}
        maxLength={2000}
        {...form.text("condition")}
      />
    </>
  );
}
