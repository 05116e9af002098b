import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea, TextInput } from "@mantine/core";
import { type ReactNode, useId } from "react";
import type { FormQuestionOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { DateField } from "@/ui/date-field";
import { fieldError } from "@/ui/field-error";
import { parseNumber } from "./answer-value";
import type { AskedQuestion } from "./asked-form";
import classes from "./forms.module.css";
import { type Say, useTyped } from "./use-answering";

interface FieldsProps {
  asked: AskedQuestion;
  say: Say;
  /** The question in words, and the id of where they stand. */
  label: string;
  labelId: string;
  /** The question does not apply: the person is asked why. */
  isLeftOut: boolean;
  onLeaveOut: (leaves: boolean) => void;
}

type Answer = (value: unknown, version?: number) => void;

/** What answers a question, by its type; last of all, that it does not apply. */
export function AnswerFields({ asked, say, label, labelId, isLeftOut, onLeaveOut }: FieldsProps) {
  const name = useId();
  const { question } = asked;
  const value = isLeftOut ? null : (asked.given?.value ?? null);
  const answer: Answer = (given, version) =>
    say({ value: given, not_applicable: false, reason: "" }, version);
  const kind = question.type === "select_one" ? "radio" : "checkbox";
  const leaveOut = question.may_not_apply && (
    <Choice
      kind={kind}
      name={name}
      checked={isLeftOut}
      onChange={() => onLeaveOut(!isLeftOut || kind === "radio")}
    >
      <Trans>Не стосується</Trans>
    </Choice>
  );
  if (!CHOSEN.has(question.type)) {
    return (
      <>
        <WrittenField question={question} label={label} value={value} answer={answer} />
        {leaveOut && <div className={classes.choices}>{leaveOut}</div>}
      </>
    );
  }
  return (
    <fieldset className={classes.choices} aria-labelledby={labelId}>
      <Choices kind={kind} name={name} question={question} value={value} answer={answer} />
      {leaveOut}
    </fieldset>
  );
}

const CHOSEN = new Set<FormQuestionOut["type"]>(["select_one", "select_multiple", "acknowledge"]);

interface ChoicesProps {
  kind: "radio" | "checkbox";
  name: string;
  question: FormQuestionOut;
  value: unknown;
  answer: Answer;
}

function Choices({ kind, name, question: { type, choices }, value, answer }: ChoicesProps) {
  const { localize } = useLocale();
  if (type === "acknowledge") {
    return (
      <Choice kind={kind} checked={value === true} onChange={() => answer(value === true ? null : true)}>
        <Trans>Підтверджую</Trans>
      </Choice>
    );
  }
  const chosen = [value ?? []].flat();
  const toggle = (one: string) => {
    const kept = choices.map((each) => each.name).filter((each) => chosen.includes(each) !== (each === one));
    return kept.length > 0 ? kept : null;
  };
  return choices.map((one) => (
    <Choice
      key={one.name}
      kind={kind}
      name={name}
      checked={chosen.includes(one.name)}
      onChange={() => answer(kind === "radio" ? one.name : toggle(one.name))}
    >
      {localize(one.label)}
    </Choice>
  ));
}

interface ChoiceProps {
  kind: "radio" | "checkbox";
  name?: string;
  checked: boolean;
  onChange: () => void;
  children: ReactNode;
}

/** One of the answers, as high as a thumb needs it. */
export function Choice({ kind, name, checked, onChange, children }: ChoiceProps) {
  return (
    <label className={classes.choice}>
      <input type={kind} name={name} checked={checked} onChange={onChange} />
      <span>{children}</span>
    </label>
  );
}

interface WrittenProps {
  question: FormQuestionOut;
  label: string;
  value: unknown;
  answer: Answer;
}

function WrittenField({ question, label, value, answer }: WrittenProps) {
  return (
    <div className={question.type === "text" ? classes.typed : `${classes.typed} ${classes.short}`}>
      {question.type === "date" ? (
        <DateField label={label} value={String(value ?? "")} onChange={(day) => answer(day || null)} />
      ) : (
        <TypedField question={question} label={label} value={value} answer={answer} />
      )}
    </div>
  );
}

const isNumber = ({ type }: FormQuestionOut) => type === "integer" || type === "decimal";

/** What was typed as the value of an answer; undefined where it is none. */
function readTyped(question: FormQuestionOut, words: string): unknown {
  if (words === "") return null;
  return isNumber(question) ? (parseNumber(question, words) ?? undefined) : words;
}

const INPUT_MODES = { integer: "numeric", decimal: "decimal" } as const;

/** A number, a time or a text: saved when the typing pauses. */
function TypedField({ question, label, value, answer }: WrittenProps) {
  const { t } = useLingui();
  const { language } = useLocale();
  const hint = useNumberHint(question);
  const shown = typeof value === "number" ? String(value).replace(".", language === "uk" ? "," : ".") : value;
  const typed = useTyped({
    saved: String(shown ?? ""),
    version: question.answer?.version ?? 0,
    save: (words, version) => {
      const given = readTyped(question, words);
      if (given !== undefined) answer(given, version);
    },
  });
  const isWrong = !typed.isIn && readTyped(question, typed.value) === undefined;
  const field = {
    label,
    value: typed.value,
    onFocus: typed.enter,
    onBlur: typed.leave,
    error: isWrong && fieldError(t`Потрібне ${hint}`),
  };
  if (question.type === "text") {
    const change = (event: { currentTarget: { value: string } }) => typed.change(event.currentTarget.value);
    return <Textarea {...field} rows={2} maxLength={question.max ?? 4000} onChange={change} />;
  }
  return (
    <TextInput
      {...field}
      type={question.type === "time" ? "time" : "text"}
      inputMode={INPUT_MODES[question.type as keyof typeof INPUT_MODES]}
      description={hint}
      onChange={(event) => typed.change(event.currentTarget.value)}
    />
  );
}

/** «число від 0 до 50, одна цифра після коми» */
function useNumberHint(question: FormQuestionOut): string {
  const { t } = useLingui();
  if (!isNumber(question)) return "";
  const { min, max, decimals, type } = question;
  const kind = type === "integer" ? t`ціле число` : t`число`;
  const least = min !== null && max === null && t`від ${min}`;
  const most = max !== null && min === null && t`до ${max}`;
  const range = min !== null && max !== null && t`від ${min} до ${max}`;
  const places = type === "decimal" && decimals !== null && t`цифр після коми: до ${decimals}`;
  return [[kind, least || most || range].filter(Boolean).join(" "), places].filter(Boolean).join(", ");
}
