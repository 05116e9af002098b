import { Trans } from "@lingui/react/macro";
import { IconDownload } from "@tabler/icons-react";
import type { AttachmentOut } from "@/api/generated/types.gen";
import { useDownload } from "@/kit/use-download";
import { Button } from "@/ui/button";
import { InfoDialog } from "@/ui/info-dialog";
import { contentOf } from "./attachments";
import classes from "./attachments.module.css";

/** A picture of a message in its own size. */
export function LargePicture({ file, onClose }: { file: AttachmentOut; onClose: () => void }) {
  const download = useDownload();
  return (
    <InfoDialog fitsContent title={file.name} onClose={onClose}>
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
    </InfoDialog>
  );
}
