import { describe, expect, it } from "vitest";
import {
  displayText,
  fits,
  mentionLabel,
  mentionQueryAt,
  type Names,
  reconcileMentions,
  serializeMentions,
} from "./mentions";

const BODY = "@[Оксана Мельничук](person:0190-a), а @[Поліція](sector:police)?";

describe("a text that names people", () => {
  it("is shown in words and sent with keys", () => {
    const names: Names = new Map();
    const shown = displayText(BODY, names);
    expect(shown).toBe("@Оксана Мельничук, а @Поліція?");
    expect(serializeMentions(shown, names)).toBe(BODY);
  });

  it("means the longer one of two names that begin alike", () => {
    const names: Names = new Map([
      ["Ліцей", "organisation:1"],
      ["Ліцей № 2", "organisation:2"],
    ]);
    expect(serializeMentions("@Ліцей № 2 і @Ліцей", names)).toBe(
      "@[Ліцей № 2](organisation:2) і @[Ліцей](organisation:1)",
    );
  });

  it("names nobody in the middle of a longer word, nor whom nobody picked", () => {
    const names: Names = new Map([["Іван", "person:1"]]);
    expect(serializeMentions("@Іванна і @Петро, i@Іван", names)).toBe("@Іванна і @Петро, i@[Іван](person:1)");
    expect(serializeMentions("@Іван (тест)", new Map())).toBe("@Іван (тест)");
  });

  it("keeps two of one name apart", () => {
    const body = "@[Іван Петренко](person:1) і @[Іван Петренко](person:2), знову @[Іван Петренко](person:1)";
    const names: Names = new Map();
    const shown = displayText(body, names);
    expect(shown).toBe("@Іван Петренко і @Іван Петренко (2), знову @Іван Петренко");
    expect(serializeMentions(shown, names)).toBe(
      body.replace("Петренко](person:2)", "Петренко (2)](person:2)"),
    );
  });

  it("leaves brackets out of names, which would end a mention", () => {
    const names: Names = new Map();
    expect(mentionLabel("Рада [тест]", "organisation:1", names)).toBe("Рада тест");
    expect(serializeMentions("@Рада тест", names)).toBe("@[Рада тест](organisation:1)");
  });

  it("takes signs of names for what they are", () => {
    const names: Names = new Map([["ТОВ «А.Б.» (філія)", "organisation:1"]]);
    expect(serializeMentions("@ТОВ «А.Б.» (філія)", names)).toBe("@[ТОВ «А.Б.» (філія)](organisation:1)");
    expect(serializeMentions("@ТОВ «АxБ.» (філія)", names)).toBe("@ТОВ «АxБ.» (філія)");
  });
});

describe("a text that is typed on", () => {
  const ending = "Пишу з @[Оксана Мельничук](person:0190-a)ю і @[Поліція](sector:police), @[Рада](role:r)";
  const type = (before: string, change: (shown: string) => string) => {
    const names: Names = new Map();
    return reconcileMentions(before, change(displayText(before, names)), names);
  };

  it.each<[string, (shown: string) => string, (sent: string) => string]>([
    ["behind it", (shown) => `${shown}!`, (sent) => `${sent}!`],
    ["in front of it", (shown) => `Так. ${shown}`, (sent) => `Так. ${sent}`],
    ["right behind its ending", (shown) => shown.replace("ю і", "ю,"), (sent) => sent.replace("ю і", "ю,")],
    ["nowhere", (shown) => shown, (sent) => sent],
    [
      "at another name",
      (shown) => shown.replace("@Поліція", "@Полі"),
      (sent) => sent.replace(/@\[П[^)]*\)/, "@Полі"),
    ],
    ["its ending", (shown) => shown.replace("Мельничукю", "Мельничук"), (sent) => sent.replace(")ю", ")")],
  ])("keeps who is named with an ending where one changes what stands %s", (_where, change, after) => {
    expect(type(ending, change)).toBe(after(ending));
  });

  it("names nobody whose name was changed, or replaced with everything", () => {
    const changed = type(ending, (shown) => shown.replace("Мельничук", "Мельник"));
    expect(changed).toBe(ending.replace(/@\[Оксана[^)]*\)/, "@Оксана Мельник"));
    expect(type(ending, () => "Ні")).toBe("Ні");
  });

  it("names nobody whose name goes on in the word that is typed", () => {
    let sent = "@[Іван](person:1)";
    const names: Names = new Map();
    for (const shown of ["@Іван", "@Іванн", "@Іванна", "@Іванна к"])
      sent = reconcileMentions(sent, shown, names);
    expect(sent).toBe("@Іванна к");
  });

  it("keeps two of one name apart", () => {
    const two = "@[Ія](person:1)ю, @[Ія](person:2)ю";
    expect(type(two, (shown) => `${shown}.`)).toBe(`${two}.`);
    expect(type(two, (shown) => shown.slice(6))).toBe("@[Ія](person:2)ю");
  });
});

describe("what is looked for", () => {
  it.each([
    ["Привіт, @Окс", "Окс"],
    ["@", ""],
    ["(@Оксана Мел", "Оксана Мел"],
    ["@Оксана Мельничук прийде", null],
    ["пошта a@b", null],
    ["@Оксана\n", null],
  ])("in «%s» is %s", (text, words) => {
    expect(mentionQueryAt(text, text.length)?.words ?? null).toBe(words);
  });

  it("begins at the sign", () => {
    expect(mentionQueryAt("Так, @Ок", 8)).toEqual({ from: 5, words: "Ок" });
  });

  it("begins any word of a name", () => {
    expect(fits("Оксана Мельничук", "мел")).toBe(true);
    expect(fits("Оксана Мельничук", "мел окс")).toBe(true);
    expect(fits("Оксана Мельничук", "сана")).toBe(false);
    expect(fits("ГО «Жіноче коло»", "жін")).toBe(true);
    expect(fits("ТОВ «Зерно-Калина»", "«кал")).toBe(true);
    expect(fits("Мар'яна Дем’янчук", "дем'ян мар’я")).toBe(true);
  });
});
