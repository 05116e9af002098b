import { useMutation } from "@tanstack/react-query";
import { postFileLink } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { useFailureToast } from "./failure-toast";

/** Saves a file. Its address lives for five minutes, so it is asked for when somebody presses. */
export function useDownload() {
  const failed = useFailureToast();
  return useMutation({
    mutationFn: (fileId: string) => unwrap(postFileLink({ path: { file_id: fileId } })),
    onSuccess: ({ url }) => window.location.assign(url),
    onError: failed,
  });
}
