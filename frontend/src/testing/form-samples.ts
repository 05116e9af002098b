/** A form of a dossier as it is filled in. */
import type { FormOut, FormQuestionOut } from "@/api/generated/types.gen";

export const FORM_ID = "01900000-0000-7000-8000-0000000000f0";

const AUTHOR = {
  id: "person-2",
  name: { uk: "Павло Романюк", en: "Pavlo Romaniuk" },
  gender: "masculine" as const,
};
const words = (uk: string) => ({ uk, en: uk });

export function aQuestion(name: string, label: string, more: Partial<FormQuestionOut> = {}): FormQuestionOut {
  return {
    ...{ name, label: words(label), type: "text", hint: null, required: true, evidence: "none", choices: [] },
    ...{
      condition: null,
      relevant: true,
      public: false,
      min: null,
      max: null,
      decimals: null,
      may_not_apply: false,
    },
    answer: null,
    ...more,
  };
}

export const anAnswer = (value: unknown, version = 1): NonNullable<FormQuestionOut["answer"]> => ({
  ...{ id: "answer-1", version, value, note: "", not_applicable: false, reason: "", evidence_count: 0 },
  ...{ answered_at: "2026-12-02T12:06:00Z", answered_by: AUTHOR },
});

const choices = [
  { name: "all", label: words("Так, у всіх") },
  { name: "some", label: words("Ні, не у всіх") },
];

export const BUTTON = aQuestion("button", "Чи працює кнопка виклику?", {
  ...{ type: "select_one", choices, may_not_apply: true, hint: words("Натисніть самі") },
});
export const WITHOUT = aQuestion("without", "Скільки приміщень без виклику?", {
  ...{ type: "integer", min: 0, max: 50 },
  condition: { question: "button", operator: "is", wanted: ["some"] },
});
export const LIGHT = aQuestion("light", "Чи є денне світло?", { answer: anAnswer("Так, є") });
export const TALK = aQuestion("talk", "Що сказав персонал?", { required: false });

export function aForm(
  questions: FormQuestionOut[] = [LIGHT, BUTTON, WITHOUT],
  more: Partial<FormOut> = {},
): FormOut {
  const section = { answered: 0, total: 1 };
  return {
    ...{ id: FORM_ID, name: "visit", version: 3, title: words("Протокол візиту"), missing: [] },
    ...{ started_at: "2026-12-02T10:00:00Z", started_by: AUTHOR, completed_at: null, completed_by: null },
    allowed: ["answer"],
    sections: [
      { ...section, name: "rooms", title: words("Приміщення"), questions },
      { ...section, name: "staff", title: words("Розмова з персоналом"), questions: [TALK] },
    ],
    ...more,
  };
}
