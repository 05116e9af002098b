import { expect, it, vi } from "vitest";
import { parsePasted } from "./parse-pasted";

const HANDLERS = [
  "<b onclick=x()>a</b>",
  "<b\fONclick=x()>a</b>",
  "<svg/onload=x()>",
  "<img src=''onerror=x()>",
  '<img src="a"onerror=x()>',
  "<b title=a onclick = 'x()' onfocus='y()'>a</b>",
  "<body onload=x()>",
  "<template><b onclick=x()>a</b></template>",
  "<!--><img src=x onerror=x()>-->",
];

const attributesOf = (root: ParentNode): string[] =>
  [...root.querySelectorAll("*")].flatMap((element) => [
    ...element.getAttributeNames(),
    ...(element instanceof HTMLTemplateElement ? attributesOf(element.content) : []),
  ]);

it.each(HANDLERS)("the parser never meets a handler in %s", (html) => {
  const parse = vi.spyOn(DOMParser.prototype, "parseFromString");
  parsePasted(html);
  const [parsed] = parse.mock.calls[0] ?? [];
  parse.mockRestore();
  const names = attributesOf(new DOMParser().parseFromString(parsed ?? "", "text/html"));
  expect(names.length).toBeGreaterThan(0);
  expect(names.filter((name) => name.startsWith("on"))).toEqual([]);
});

it("only what a message can say is left of the attributes, and every word of the text", () => {
  const { innerHTML } = parsePasted(
    "<p title='t' style='font-weight: bold' onclick=x()>Один on-line \ue000 \"on\" /on " +
      "<a href='https://a.example/on/onward' target=on>on</a></p>",
  );
  expect(innerHTML).toBe(
    '<p style="font-weight: bold">Один on-line \ue000 "on" /on ' +
      '<a href="https://a.example/on/onward">on</a></p>',
  );
});

it("an address for the whole document is none", () => {
  expect(parsePasted("<base href='https://evil.example/'>слово").querySelector("base")).toBeNull();
});
