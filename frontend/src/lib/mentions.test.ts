import { describe, expect, it } from "vitest";
import { fits, type Names, nameFor, sentText, shownText, soughtAt } from "./mentions";

const BODY = "@[Оксана Мельничук](person:0190-a), а @[Поліція](sector:police)?";

describe("a text that names people", () => {
  it("is shown in words and sent with keys", () => {
    const names: Names = new Map();
    const shown = shownText(BODY, names);
    expect(shown).toBe("@Оксана Мельничук, а @Поліція?");
    expect(sentText(shown, names)).toBe(BODY);
  });

  it("means the longer one of two names that begin alike", () => {
    const names: Names = new Map([
      ["Ліцей", "organisation:1"],
      ["Ліцей № 2", "organisation:2"],
    ]);
    expect(sentText("@Ліцей № 2 і @Ліцей", names)).toBe(
      "@[Ліцей № 2](organisation:2) і @[Ліцей](organisation:1)",
    );
  });

  it("names nobody in the middle of a longer word, nor whom nobody picked", () => {
    const names: Names = new Map([["Іван", "person:1"]]);
    expect(sentText("@Іванна і @Петро, i@Іван", names)).toBe("@Іванна і @Петро, i@[Іван](person:1)");
    expect(sentText("@Іван (тест)", new Map())).toBe("@Іван (тест)");
  });

  it("keeps two of one name apart", () => {
    const body = "@[Іван Петренко](person:1) і @[Іван Петренко](person:2), знову @[Іван Петренко](person:1)";
    const names: Names = new Map();
    const shown = shownText(body, names);
    expect(shown).toBe("@Іван Петренко і @Іван Петренко (2), знову @Іван Петренко");
    expect(sentText(shown, names)).toBe(body.replace("Петренко](person:2)", "Петренко (2)](person:2)"));
  });

  it("leaves brackets out of names, which would end a mention", () => {
    const names: Names = new Map();
    expect(nameFor("Рада [тест]", "organisation:1", names)).toBe("Рада тест");
    expect(sentText("@Рада тест", names)).toBe("@[Рада тест](organisation:1)");
  });

  it("takes signs of names for what they are", () => {
    const names: Names = new Map([["ТОВ «А.Б.» (філія)", "organisation:1"]]);
    expect(sentText("@ТОВ «А.Б.» (філія)", names)).toBe("@[ТОВ «А.Б.» (філія)](organisation:1)");
    expect(sentText("@ТОВ «АxБ.» (філія)", names)).toBe("@ТОВ «АxБ.» (філія)");
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
    expect(soughtAt(text, text.length)?.words ?? null).toBe(words);
  });

  it("begins at the sign", () => {
    expect(soughtAt("Так, @Ок", 8)).toEqual({ from: 5, words: "Ок" });
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
