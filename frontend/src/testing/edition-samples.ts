/** A frozen report, as the API gives it. */
import type { EditionOut, ReportOut } from "@/api/generated/types.gen";
import { aVoice } from "./realtime-samples";

export const EDITION_ID = "01900000-0000-7000-8000-0000000000e1";

const reportIn = (language: string, title: string): ReportOut => ({
  language,
  title,
  lead: "Що зробили з рекомендаціями",
  footer: title,
  blocks: [
    { kind: "facts", rows: [{ name: "Відповіли", value: "21 з 24 (88 %)", strong: true }] },
    { kind: "bars", rows: [{ name: "Прийнято", value: "17 з 24", share: 0.7 }] },
    { kind: "table", head: ["Тема", "Видано"], rows: [["Дороги", "7"]], widths: [2, 1] },
    { kind: "heading", text: "Відхилено: 1, і ось чому" },
    {
      kind: "group",
      blocks: [
        { kind: "heading", text: "№ 4/2026. Притулок" },
        { kind: "paragraph", text: "Відкрити цілодобовий притулок.", style: "strong" },
      ],
    },
    { kind: "checklist", items: ["Перевірити двері"] },
    { kind: "signatures", people: [{ name: "Ірина Гнатюк", post: "голова" }] },
    { kind: "lines", count: 3 },
    { kind: "hologram", text: "Новий вид" },
  ],
});

export const REPORTS = { uk: reportIn("uk", "Огляд укриттів"), en: reportIn("en", "Shelters") };

export const EDITION: EditionOut = {
  id: EDITION_ID,
  number: 2,
  for_public: true,
  reason: "у редакції 1 одну пораховано двічі",
  sha256: "4b7e19c0a2f8".padEnd(64, "0"),
  made_by: aVoice(),
  made_at: "2025-01-31T10:00:00Z",
  published: false,
  publications: [],
  allowed: [],
};
