/** What the schema reads of an element (see `kit.ts`); everything else is dropped. */
const ATTRIBUTES = new Set(["class", "data-mention", "href", "start", "style"]);

/**
 * Return the body of pasted HTML, parsed in a document that runs and fetches nothing, with known attributes only.
 *
 * A browser applies the page's Content-Security-Policy to handlers even in such a document: Chromium reports each
 * as soon as the parser sets its attribute. So attributes named `on…` get another name before parsing.
 */
export function parsePasted(html: string): HTMLElement {
  const mark = findUnusedCharacter(html);
  // An attribute starts after white space, a slash or a quote. The mark also lands in text, and is removed below.
  const marked = html.replace(/(?<=[\s/"'])on/gi, `${mark}$&`);
  // The policy reports a <base> of another origin, too.
  const { body } = new DOMParser().parseFromString(marked.replace(/<(?=base\b)/gi, "<no-"), "text/html");
  for (const script of body.querySelectorAll("script")) script.remove();
  for (const element of [body, ...body.querySelectorAll("*")]) sanitise(element, mark);
  const texts = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode as Text;
    if (text.data.includes(mark)) text.data = text.data.replaceAll(mark, "");
  }
  return body;
}

function sanitise(element: Element, mark: string): void {
  for (const { name, value } of [...element.attributes]) {
    if (!ATTRIBUTES.has(name)) element.removeAttribute(name);
    else if (value.includes(mark)) element.setAttribute(name, value.replaceAll(mark, ""));
  }
}

/** Return a character of the private use area that the text does not have. */
function findUnusedCharacter(text: string): string {
  let code = 0xe000;
  while (text.includes(String.fromCharCode(code))) code += 1;
  return String.fromCharCode(code);
}
