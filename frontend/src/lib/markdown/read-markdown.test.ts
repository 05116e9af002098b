import { describe, expect, it } from "vitest";
import { type Piece, readMarkdown } from "./read-markdown";

/** As the server writes it, but for blanks between blocks. */
function html(pieces: Piece[]): string {
  return pieces
    .map((piece) => {
      if (typeof piece === "string") return piece;
      const attributes = Object.entries(piece.attributes).map(([name, value]) => ` ${name}="${value}"`);
      const open = `<${piece.tag}${attributes.join("")}>`;
      return ["br", "hr"].includes(piece.tag) ? open : `${open}${html(piece.pieces)}</${piece.tag}>`;
    })
    .join("");
}

describe("the look of a message", () => {
  it.each([
    ["**а** *б* ~~в~~ `г`", "<p><strong>а</strong> <em>б</em> <s>в</s> <code>г</code></p>"],
    ["а\nб", "<p>а<br>б</p>"],
    ["- а\n- б", "<ul><li>а</li><li>б</li></ul>"],
    ["- а\n\n- б", "<ul><li><p>а</p></li><li><p>б</p></li></ul>"],
    ["3. а", '<ol start="3"><li>а</li></ol>'],
    ["> а\n\nб", "<blockquote><p>а</p></blockquote><p>б</p>"],
    ["[а](https://rada.example)", '<p><a href="https://rada.example">а</a></p>'],
    [
      "див. https://rada.example/1.",
      '<p>див. <a href="https://rada.example/1">https://rada.example/1</a>.</p>',
    ],
    ["@[Ліцей № 2](organisation:0190) коли?", '<p><span data-mention="">@Ліцей № 2</span> коли?</p>'],
  ])("is the one that the server gives: %s", (source, expected) => {
    expect(html(readMarkdown(source))).toBe(expected);
  });

  it.each([
    ["# а", "<p># а</p>"],
    ["<b onclick=x>а</b>", "<p><b onclick=x>а</b></p>"],
    ["[а](javascript:alert(1))", "<p>[а](javascript:alert(1))</p>"],
    ["[а](/sign-out)", "<p><a>а</a></p>"],
    [
      "![а](https://elsewhere.example/seen.png)",
      '<p>!<a href="https://elsewhere.example/seen.png">а</a></p>',
    ],
  ])("has nothing that the server leaves out: %s", (source, expected) => {
    expect(html(readMarkdown(source))).toBe(expected);
  });
});
