import { Trans, useLingui } from "@lingui/react/macro";
import { IconFileText, IconMicrophone, IconPhoto } from "@tabler/icons-react";
import { useState } from "react";
import type { AttachmentOut } from "@/api/generated/types.gen";
import { useDownload } from "@/kit/use-download";
import { fileSize } from "@/lib/dates";
import { kindOfFile } from "@/lib/file-kind";
import { useLocale } from "@/lib/locale";
import classes from "./attachments.module.css";
import { LargePicture } from "./on-demand";

/** Larger pictures are not fetched for the sake of a thumbnail. */
const LARGEST_THUMBNAIL = 600 * 1024;
const HEIGHT = 144;
const ICON = { size: 20, stroke: 1.75, "aria-hidden": true } as const;

export const contentOf = ({ file_id }: AttachmentOut) => `/api/v1/files/${file_id}/content`;

/** Under the text of a message: pictures that open large, sounds with a player, other files by name. */
export function Attachments({ files }: { files: AttachmentOut[] }) {
  const { t } = useLingui();
  const [large, setLarge] = useState<AttachmentOut | null>(null);
  if (files.length === 0) return null;
  const pictures = files.filter((one) => one.media_type.startsWith("image/"));
  const others = files.filter((one) => !pictures.includes(one));
  return (
    <div className={classes.attachments}>
      {pictures.length > 0 && (
        <ul className={classes.pictures} aria-label={t`Зображення`}>
          {pictures.map((one) => (
            <li key={one.file_id}>
              <Picture file={one} onOpen={() => setLarge(one)} />
            </li>
          ))}
        </ul>
      )}
      {others.length > 0 && (
        <ul className={classes.files} aria-label={t`Файли`}>
          {others.map((one) => (
            <li key={one.file_id}>
              <OtherFile file={one} />
            </li>
          ))}
        </ul>
      )}
      {large && <LargePicture file={large} onClose={() => setLarge(null)} />}
    </div>
  );
}

function Picture({ file, onOpen }: { file: AttachmentOut; onOpen: () => void }) {
  const { language } = useLocale();
  const { alt } = file;
  const width = file.width && file.height ? Math.round((file.width / file.height) * HEIGHT) : HEIGHT;
  return (
    <button type="button" onClick={onOpen}>
      <span className="v-hidden">
        <Trans>Відкрити зображення:</Trans>
      </span>{" "}
      {file.size <= LARGEST_THUMBNAIL ? (
        <img src={contentOf(file)} alt={alt} width={width} height={HEIGHT} loading="lazy" />
      ) : (
        <span className={classes.unfetched}>
          <IconPhoto {...ICON} />
          <span>{alt}</span> <span className="v-small v-t2">{fileSize(file.size, language)}</span>
        </span>
      )}
    </button>
  );
}

function OtherFile({ file }: { file: AttachmentOut }) {
  const { language } = useLocale();
  const download = useDownload();
  const { name, alt } = file;
  const sounds = file.media_type.startsWith("audio/");
  const Icon = sounds ? IconMicrophone : IconFileText;
  return (
    <>
      <button
        type="button"
        className={classes.file}
        aria-busy={download.isPending || undefined}
        onClick={() => !download.isPending && download.mutate(file.file_id)}
      >
        <Icon {...ICON} />
        <span className="v-hidden">
          <Trans>Завантажити:</Trans>
        </span>{" "}
        <span className={classes.name}>{name}</span>{" "}
        <span className="v-small v-t2">
          {kindOfFile(file)}, {fileSize(file.size, language)}
        </span>
      </button>
      {alt && <p className="v-small v-t2">{alt}</p>}
      {sounds && (
        // biome-ignore lint/a11y/useMediaCaption: what is said in it stands beside it, where its sender wrote that
        <audio controls preload="none" src={contentOf(file)} aria-label={name} />
      )}
    </>
  );
}
