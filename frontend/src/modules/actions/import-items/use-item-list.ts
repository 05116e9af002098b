import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { postGroupItemList, postItemListPreview } from "@/api/generated/sdk.gen";
import type { ItemListOut, ItemRowOut } from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import { unwrap } from "@/api/unwrap";
import { keys } from "@/queries/keys";

/** What was shown, and the key by which confirming it twice does it once. */
export interface Checked extends ItemListOut {
  key: string;
}

/** A row as it goes back: what was shown of it, and nothing else. */
function sent({ owner, owner_outside: outside, coowners, verifier, again, ...row }: ItemRowOut) {
  return {
    ...row,
    ...(outside ? { outside_body: owner.id } : { owner_organisation: owner.id }),
    coowners: coowners.map(({ id }) => id),
    verifier_organisation: verifier?.id ?? null,
    again: again !== null,
  };
}

/** A list on its way: chosen, checked, done. The file stays in this page and is sent anew to be checked anew. */
export function useItemList(groupId: string, onDone: (count: number) => void) {
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [checked, setChecked] = useState<Checked | null>(null);
  const path = { group_id: groupId };
  const checking = useMutation({
    mutationFn: (chosen: File) => unwrap(postItemListPreview({ path, body: { file: chosen } })),
    onSuccess: (list) => setChecked({ ...list, key: crypto.randomUUID() }),
    gcTime: 0,
  });
  const doing = useMutation({
    mutationFn: ({ rows, key }: Checked) =>
      unwrap(postGroupItemList({ path, body: { rows: rows.map(sent) }, headers: idempotencyKey(key) })),
    onSuccess: ({ items }) => {
      for (const queryKey of [keys.actions, keys.figures, keys.today])
        void client.invalidateQueries({ queryKey });
      onDone(items.length);
    },
    gcTime: 0,
  });
  const check = (chosen: File) => {
    doing.reset();
    setFile(chosen);
    checking.mutate(chosen);
  };
  const chooseAnother = () => {
    doing.reset();
    checking.reset();
    setChecked(null);
  };
  return { checking, doing, checked, check, checkAgain: () => file && check(file), chooseAnother };
}

export type ItemList = ReturnType<typeof useItemList>;
