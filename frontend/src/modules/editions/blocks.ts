/** Blocks of a report, as `viche.kernel.pdf.report` encodes them. */
export type Block =
  | { kind: "heading"; text: string }
  | { kind: "paragraph"; text: string; style: "plain" | "quiet" | "strong" }
  | { kind: "facts"; rows: { name: string; value: string; strong: boolean }[] }
  | { kind: "checklist"; items: string[] }
  | { kind: "lines"; count: number }
  | { kind: "table"; head: string[]; rows: string[][]; widths: number[] }
  | { kind: "bars"; rows: { name: string; value: string; share: number }[] }
  | { kind: "signatures"; people: { name: string; post: string }[] }
  | { kind: "group"; blocks: Block[] };

type Of<Kind> = Extract<Block, { kind: Kind }>;
export type TableBlock = Of<"table">;
export type FactsBlock = Of<"facts">;
export type BarsBlock = Of<"bars">;
