import type { FormOut, FormQuestionOut } from "@/api/generated/types.gen";
import type { GivenAnswer, OutgoingAnswer } from "@/outbox/store";

/** A question as it stands now, with what was answered here and has not been sent. */
export interface AskedQuestion {
  question: FormQuestionOut;
  section: string;
  /** «Б5»; what is asked because of another answer has none. */
  number: string;
  /** The question because of whose answer it is asked. */
  because: AskedQuestion | null;
  given: GivenAnswer | null;
  outgoing: OutgoingAnswer | undefined;
}

interface Progress {
  answered: number;
  total: number;
  waiting: number;
}

export interface AskedSection extends Progress {
  name: string;
  letter: string;
  title: FormOut["sections"][number]["title"];
  questions: AskedQuestion[];
}

export interface AskedForm extends Progress {
  sections: AskedSection[];
  /** Two people have answered: one of them has to choose. */
  conflicts: AskedQuestion[];
  refused: AskedQuestion[];
  /** Without which it cannot be completed: an answer, or what proves it. */
  missing: { asked: AskedQuestion; why: "answer" | "evidence" }[];
}

const LETTERS = {
  uk: [..."АБВГҐДЕЄЖЗИІЇКЛМНОПРСТУФХЦЧШЩЮЯ"],
  en: [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"],
};

export const isGiven = (given: GivenAnswer | null) =>
  given !== null && (given.not_applicable || given.value !== null);

export const takesAnswer = ({ question }: AskedQuestion) => question.type !== "note";

export const isOpen = (asked: AskedQuestion) => takesAnswer(asked) && !isGiven(asked.given);

/** Return whether the answers given so far lead to a question. */
function isAsked({ condition }: FormQuestionOut, earlier: ReadonlyMap<string, AskedQuestion>): boolean {
  if (condition === null) return true;
  const value = earlier.get(condition.question)?.given?.value ?? null;
  if (value === null) return false;
  const isMet = [value].flat().some((one) => condition.wanted.includes(one));
  return isMet !== (condition.operator === "is_not");
}

function progressOf(questions: AskedQuestion[]): Progress {
  const counted = questions.filter(takesAnswer);
  return {
    answered: counted.filter(({ given }) => isGiven(given)).length,
    total: counted.length,
    waiting: questions.filter(({ outgoing }) => outgoing?.refusal === null).length,
  };
}

function missingOf(asked: AskedQuestion): AskedForm["missing"] {
  const { question, given } = asked;
  if (!isGiven(given)) return question.required ? [{ asked, why: "answer" }] : [];
  const lacksEvidence = question.evidence === "required" && !given?.not_applicable;
  return lacksEvidence && !question.answer?.evidence_count ? [{ asked, why: "evidence" }] : [];
}

type SectionOut = FormOut["sections"][number];

/** `earlier` holds the questions that are asked so far; those of the section come to it. */
function askSection(
  { name, title, questions }: SectionOut,
  letter: string,
  outgoing: OutgoingAnswer[],
  earlier: Map<string, AskedQuestion>,
): AskedSection {
  const numbered = questions.filter(({ condition, type }) => condition === null && type !== "note");
  const asked = questions.flatMap((question): AskedQuestion[] => {
    if (!isAsked(question, earlier)) return [];
    const own = outgoing.find((one) => one.question === question.name);
    const place = numbered.indexOf(question);
    const one = {
      question,
      section: name,
      number: place < 0 ? "" : `${letter}${place + 1}`,
      because: earlier.get(question.condition?.question ?? "") ?? null,
      given: own?.given ?? question.answer,
      outgoing: own,
    };
    earlier.set(question.name, one);
    return [one];
  });
  return { name, letter, title, questions: asked, ...progressOf(asked) };
}

/** Return what a form asks, by all that is known here: the server's answers, and those that are on their way. */
export function askForm(form: FormOut, outgoing: OutgoingAnswer[], language: "uk" | "en"): AskedForm {
  const earlier = new Map<string, AskedQuestion>();
  const sections = form.sections.map((section, place) =>
    askSection(section, LETTERS[language][place] ?? String(place + 1), outgoing, earlier),
  );
  const all = sections.flatMap(({ questions }) => questions);
  return {
    sections,
    ...progressOf(all),
    conflicts: all.filter((one) => one.outgoing?.conflict),
    refused: all.filter(({ outgoing: own }) => own && own.refusal !== null && !own.conflict),
    missing: all.flatMap(missingOf),
  };
}
