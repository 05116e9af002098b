import MarkdownIt, { type Token } from "markdown-it";

// The same rules as on the server (dialogue/messages/markdown.py), which alone makes HTML: here they make elements.
const MENTION = /@\[([^[\]\n]{1,200})\]\(((?:person|organisation|sector|role):[a-z0-9_-]{1,40})\)/y;
const ADDRESS = /https?:\/\/[^\s<>"'«»“”]{3,}/g;
const AFTER_ADDRESS = /[.,;:!?…)\]*_~]+$/;

/** What reads the Markdown of messages: a mention is a token with its `kind:key`. */
export function markdownReader() {
  const made = new MarkdownIt("commonmark", { html: false, breaks: true });
  made.enable("strikethrough").disable(["image", "heading", "lheading", "reference"]);
  made.inline.ruler.before("link", "name", (state, silent) => {
    MENTION.lastIndex = state.pos;
    const found = MENTION.exec(state.src);
    if (!found || MENTION.lastIndex > state.posMax) return false;
    if (!silent) {
      state.push("mention_open", "span", 1).attrSet("data-mention", found[2] ?? "");
      state.push("text", "", 0).content = `@${found[1]}`;
      state.push("mention_close", "span", -1);
    }
    state.pos = MENTION.lastIndex;
    return true;
  });
  return made;
}

const parser = markdownReader();

/** What a text is made of: strings, and elements with what is in them. */
export type Piece = string | { tag: string; attributes: Record<string, string>; pieces: Piece[] };

const EMPTY: Record<string, string> = { softbreak: "br", hardbreak: "br", hr: "hr" };

/** Markdown as the server will show it. */
export function readMarkdown(source: string): Piece[] {
  return piecesOf(parser.parse(source, {}));
}

function piecesOf(tokens: Token[], insideLink = false): Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (!token || token.hidden) continue;
    if (token.nesting !== 1) {
      pieces.push(...leafOf(token, insideLink));
      continue;
    }
    const end = endOf(tokens, at);
    const inside = piecesOf(tokens.slice(at + 1, end), insideLink || token.type === "link_open");
    pieces.push({ tag: token.tag, attributes: attributesOf(token), pieces: inside });
    at = end;
  }
  return pieces;
}

/** Where an element ends that begins at a place. */
function endOf(tokens: Token[], from: number): number {
  let depth = 0;
  for (let at = from; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token && !token.hidden) depth += token.nesting;
    if (depth === 0) return at;
  }
  return tokens.length;
}

function leafOf(token: Token, insideLink: boolean): Piece[] {
  const { type, content } = token;
  if (type === "inline") return piecesOf(token.children ?? []);
  if (type === "text") return insideLink ? [content] : withLinks(content);
  const empty = EMPTY[type];
  return [empty ? { tag: empty, attributes: {}, pieces: [] } : codeOf(type, content)];
}

function codeOf(type: string, content: string): Piece {
  const code = { tag: "code", attributes: {}, pieces: [content] };
  return type === "code_inline" ? code : { tag: "pre", attributes: {}, pieces: [code] };
}

/** Addresses of other kinds lead nowhere. */
function attributesOf(token: Token): Record<string, string> {
  const href = token.attrGet("href");
  if (typeof href === "string") return /^(?:https?|mailto|tel):/i.test(href) ? { href } : {};
  const start = token.attrGet("start");
  if (start !== null) return { start: String(start) };
  return token.type === "mention_open" ? { "data-mention": "" } : {};
}

/** Bare addresses are links, too. */
function withLinks(content: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const found of content.matchAll(ADDRESS)) {
    const href = found[0].replace(AFTER_ADDRESS, "");
    pieces.push(content.slice(end, found.index));
    pieces.push({ tag: "a", attributes: { href }, pieces: [href] });
    end = found.index + href.length;
  }
  return [...pieces, content.slice(end)].filter((one) => one !== "");
}
