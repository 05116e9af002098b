import { expect, it } from "vitest";
import type { FormQuestionOut } from "@/api/generated/types.gen";
import { aForm, anAnswer, aQuestion } from "@/testing/form-samples";
import { askForm } from "./asked-form";

type Operator = NonNullable<FormQuestionOut["condition"]>["operator"];
const after = (question: string, wanted: unknown[], operator: Operator = "any_of") => ({
  condition: { question, operator, wanted },
});

/** Numbers and names of what is asked in the first section. */
function ask(questions: FormQuestionOut[], title = "Приміщення") {
  const form = aForm(questions);
  const [first, ...others] = form.sections;
  const sections = first ? [{ ...first, title: { uk: title, en: title } }, ...others] : [];
  const [asked] = askForm({ ...form, sections }, [], "uk").sections;
  return asked?.questions.map(({ number, question, because }) =>
    [number, question.name, because && `<${because.question.name}`].filter(Boolean).join(" "),
  );
}

const PLACE = aQuestion("place", "Що це", { answer: anAnswer("cell") });
const DOOR = aQuestion("door", "Двері", { answer: anAnswer(["open", "new"]), ...after("place", ["cell"]) });

it("numbers questions alike whatever was answered, by the letter of their section", () => {
  const room = aQuestion("room", "Зал", after("place", ["room"]));
  const light = aQuestion("light", "Світло", after("place", ["cell"]));
  const note = aQuestion("note", "Пишіть без імен", { type: "note" });
  expect(ask([note, PLACE, aQuestion("who", "Хто"), room, light], "Г. Права")).toEqual([
    ...["note", "Г1 place", "Г2 who", "Г4 light"],
  ]);
});

it("says of what follows right after an answer that it is asked because of that", () => {
  const lock = aQuestion("lock", "Замок", after("door", ["new"], "is"));
  const key = aQuestion("key", "Ключ", after("door", ["old"], "is_not"));
  const more = aQuestion("more", "Ще", after("lock", ["x"], "is_not"));
  const asked = ["А1 place", "door <place", "lock <door", "key <door"];
  expect(ask([PLACE, DOOR, lock, key, more])).toEqual(asked);
});
