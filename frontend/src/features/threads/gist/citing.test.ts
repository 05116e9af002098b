import { describe, expect, it } from "vitest";
import { pressedCitation, withCitation, withLinks } from "./citing";

const WORDS = {
  message: (number: number) => `Повідомлення ${number}`,
  withdrawn: "видалене",
  hidden: 'прих"оване',
};

describe("a citation in a summary", () => {
  it("leads to its message and says when that is gone", () => {
    const html = '<p>Так: <span data-cite="1">#1</span>, <span data-cite="2">#2</span> #3</p>';
    const cited = [
      { message_id: "a", number: 1, state: "said" },
      { message_id: "b", number: 2, state: "hidden" },
    ] as const;
    const shown = withLinks(html, "t", [...cited], WORDS);
    expect(shown).toBe(
      '<p>Так: <a href="/threads/t?message=1" data-cite="1" aria-label="Повідомлення 1">#1</a>, ' +
        '<a href="/threads/t?message=2" data-cite="2" aria-label="Повідомлення 2: прих&#34;оване">' +
        "#2 <small>прих&#34;оване</small></a> #3</p>",
    );
  });

  it("is known by what was pressed in it", () => {
    const summary = document.createElement("div");
    summary.innerHTML = '<a data-cite="7"><small>x</small></a><a href="/">y</a>';
    expect(pressedCitation(summary.querySelector("small") as Element)).toBe(7);
    expect(pressedCitation(summary.querySelectorAll("a")[1] as Element)).toBeNull();
  });

  it.each([
    ["", 0, "#5", 2],
    ["Так", 3, "Так #5", 6],
    ["Так ", 4, "Так #5", 6],
    ["Так (", 5, "Так (#5", 7],
    ["Так і ні", 3, "Так #5 і ні", 6],
    ["Такні", 3, "Так #5 ні", 6],
    ["Так.", 3, "Так #5.", 6],
  ])("is put into %j at %i", (text, at, wanted, caret) => {
    expect(withCitation(text, 5, at)).toEqual({ text: wanted, caret });
  });
});
