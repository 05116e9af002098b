import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { postGroupMemberList, postMemberListPreview } from "@/api/generated/sdk.gen";
import type { ImportedOut, MemberListOut, MemberRowOut } from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import { unwrap } from "@/api/unwrap";

/** What was shown, and the key by which confirming it twice does it once. */
export interface Checked extends MemberListOut {
  key: string;
}

/** A row as it goes back: what was shown of it, and nothing else. */
function sent({ person: _person, organisation, ...row }: MemberRowOut) {
  return { ...row, organisation: organisation.id };
}

/** A list on its way: chosen, checked, done. The file stays in this page and is sent anew to be checked anew. */
export function useMemberList(groupId: string) {
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [checked, setChecked] = useState<Checked | null>(null);
  const path = { group_id: groupId };
  const checking = useMutation({
    mutationFn: (chosen: File) => unwrap(postMemberListPreview({ path, body: { file: chosen } })),
    onSuccess: (list) => setChecked({ ...list, key: crypto.randomUUID() }),
    gcTime: 0,
  });
  const doing = useMutation({
    mutationFn: ({ rows, key }: Checked) =>
      unwrap(postGroupMemberList({ path, body: { rows: rows.map(sent) }, headers: idempotencyKey(key) })),
    onSuccess: () => void client.invalidateQueries(),
    gcTime: 0,
  });
  const check = (chosen: File) => {
    doing.reset();
    setFile(chosen);
    checking.mutate(chosen);
  };
  return {
    checking,
    doing,
    checked,
    done: (doing.data ?? null) as ImportedOut | null,
    check,
    checkAgain: () => file && check(file),
    chooseAnother: () => {
      doing.reset();
      checking.reset();
      setChecked(null);
    },
  };
}

export type MemberList = ReturnType<typeof useMemberList>;
