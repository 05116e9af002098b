import type { FormOut, FormQuestionOut } from "@/api/generated/types.gen";
import { pick } from "@/lib/text";
import {
  type GivenAnswer,
  isAnswer,
  isEvidence,
  type OutgoingAnswer,
  type OutgoingEvidence,
} from "@/outbox/items";

/** A question as it stands now, with what was answered here and has not been sent. */
export interface AskedQuestion {
  question: FormQuestionOut;
  section: string;
  /** «Б5»; what follows from the answer right before it has none. */
  number: string;
  /** That answer. */
  because: AskedQuestion | null;
  given: GivenAnswer | null;
  outgoing: OutgoingAnswer | undefined;
  /** What proves it and has not been sent. */
  evidence: OutgoingEvidence[];
}

interface Progress {
  answered: number;
  total: number;
  waiting: number;
  waitingEvidence: number;
}

export interface AskedSection extends Progress {
  name: string;
  letter: string;
  /** «Б. Приміщення» */
  title: string;
  questions: AskedQuestion[];
}

export interface AskedForm extends Progress {
  sections: AskedSection[];
  /** Two people have answered: one of them has to choose. */
  conflicts: AskedQuestion[];
  refused: AskedQuestion[];
  refusedEvidence: AskedQuestion[];
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

const isWaiting = ({ refusal }: OutgoingEvidence) => refusal === null;

function progressOf(questions: AskedQuestion[]): Progress {
  const counted = questions.filter(takesAnswer);
  return {
    answered: counted.filter(({ given }) => isGiven(given)).length,
    total: counted.length,
    waiting: questions.filter(({ outgoing }) => outgoing?.refusal === null).length,
    waitingEvidence: questions.flatMap(({ evidence }) => evidence).filter(isWaiting).length,
  };
}

function missingOf(asked: AskedQuestion): AskedForm["missing"] {
  const { question, given, evidence } = asked;
  if (!isGiven(given)) return question.required ? [{ asked, why: "answer" }] : [];
  const lacksEvidence = question.evidence === "required" && !given?.not_applicable;
  const hasEvidence = Boolean(question.answer?.evidence_count) || evidence.some(isWaiting);
  return lacksEvidence && !hasEvidence ? [{ asked, why: "evidence" }] : [];
}

type Outgoing = OutgoingAnswer | OutgoingEvidence;
type SectionOut = FormOut["sections"][number];

/** Whether a question follows from the one right before it, or from the same one as that does. */
function followUps(questions: FormQuestionOut[]): Set<FormQuestionOut> {
  const found = new Set<FormQuestionOut>();
  for (const [place, question] of questions.entries()) {
    const before = questions[place - 1];
    const cause = question.condition?.question;
    const isNext = cause !== undefined && cause === before?.name;
    if (isNext || (before && found.has(before) && cause === before.condition?.question)) found.add(question);
  }
  return found;
}

/** «Б» of «Б. Приміщення»; of a title without one, that of its place. */
function headOf({ title }: SectionOut, place: number, language: "uk" | "en") {
  const words = pick(title, language);
  const own = /^(\p{L})\. /u.exec(words)?.[1];
  const letter = own ?? LETTERS[language][place] ?? String(place + 1);
  return { letter, title: own ? words : `${letter}. ${words}` };
}

/** `earlier` holds the questions that are asked so far; those of the section come to it. */
function askSection(
  { name, questions }: SectionOut,
  { letter, title }: ReturnType<typeof headOf>,
  outgoing: Outgoing[],
  earlier: Map<string, AskedQuestion>,
): AskedSection {
  const following = followUps(questions);
  // The same for all, whatever was answered: people name questions by their numbers.
  const numbered = questions.filter((one) => !following.has(one) && one.type !== "note");
  const asked = questions.flatMap((question): AskedQuestion[] => {
    if (!isAsked(question, earlier)) return [];
    const own = outgoing.filter(isAnswer).find((one) => one.question === question.name);
    const place = numbered.indexOf(question);
    const cause = following.has(question) ? question.condition?.question : undefined;
    const one = {
      question,
      section: name,
      number: place < 0 ? "" : `${letter}${place + 1}`,
      because: earlier.get(cause ?? "") ?? null,
      given: own?.given ?? question.answer,
      outgoing: own,
      evidence: outgoing.filter(isEvidence).filter((one) => one.evidence_of === question.name),
    };
    earlier.set(question.name, one);
    return [one];
  });
  return { name, letter, title, questions: asked, ...progressOf(asked) };
}

/** Return what a form asks, by all that is known here: the server's answers, and those that are on their way. */
export function askForm(form: FormOut, outgoing: Outgoing[], language: "uk" | "en"): AskedForm {
  const earlier = new Map<string, AskedQuestion>();
  const sections = form.sections.map((section, place) =>
    askSection(section, headOf(section, place, language), outgoing, earlier),
  );
  const all = sections.flatMap(({ questions }) => questions);
  return {
    sections,
    ...progressOf(all),
    conflicts: all.filter((one) => one.outgoing?.conflict),
    refused: all.filter(({ outgoing: own }) => own && own.refusal !== null && !own.conflict),
    refusedEvidence: all.filter(({ evidence }) => !evidence.every(isWaiting)),
    missing: all.flatMap(missingOf),
  };
}
