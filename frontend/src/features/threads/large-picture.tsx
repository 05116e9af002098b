import { Trans, useLingui } from "@lingui/react/macro";
import { Modal } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import type { AttachmentOut } from "@/api/generated/types.gen";
import { useDownload } from "@/kit/use-download";
import { Button } from "@/ui/button";
import { useReturnFocus } from "@/ui/use-return-focus";
import { contentOf } from "./attachments";
import classes from "./attachments.module.css";

/** A picture of a message in its own size. */
export function LargePicture({ file, onClose }: { file: AttachmentOut; onClose: () => void }) {
  const { t } = useLingui();
  const download = useDownload();
  useReturnFocus(true);
  return (
    <Modal
      opened
      onClose={onClose}
      size="auto"
      title={file.name}
      closeButtonProps={{ "aria-label": t`Закрити` }}
    >
      <figure className={classes.large}>
        <img
          src={contentOf(file)}
          alt={file.alt}
          width={file.width ?? undefined}
          height={file.height ?? undefined}
        />
        <figcaption aria-hidden="true">{file.alt}</figcaption>
      </figure>
      <Button kind="quiet" busy={download.isPending} onClick={() => download.mutate(file.file_id)}>
        <IconDownload size={20} stroke={1.75} aria-hidden="true" />
        <Trans>Завантажити</Trans>
      </Button>
    </Modal>
  );
}
