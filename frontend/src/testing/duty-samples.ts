import type { DutyOut } from "@/api/generated/types.gen";

/** Something that waits for the reader: by default an action item that they may accept. */
export function aDuty(change: Partial<DutyOut> & Pick<DutyOut, "id">): DutyOut {
  return {
    kind: "tasks.accept",
    step: "answer",
    label: { uk: "Нове доручення", en: "New action" },
    button: { uk: "Розглянути", en: "Look at it" },
    title: { uk: `Справа ${change.id}`, en: `Matter ${change.id}` },
    url: `/actions/${change.id}`,
    number: null,
    note: null,
    organisation: null,
    group_id: null,
    since: "2025-12-04T10:00:00Z",
    due_on: null,
    due_at: null,
    overdue: false,
    shared: true,
    ...change,
  };
}
