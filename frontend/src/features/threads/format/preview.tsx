import { Trans, useLingui } from "@lingui/react/macro";
import { createElement, type ReactNode } from "react";
import { type Piece, readMarkdown } from "@/lib/markdown/read-markdown";
import message from "@/modules/threads/message-view.module.css";
import said from "@/modules/threads/safe-html.module.css";
import classes from "./format.module.css";

/** How what is written will look. Loaded when somebody asks for it. */
export default function Preview({ body }: { body: string }) {
  const { t } = useLingui();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what is longer than the box is scrolled with the keys, too
    <section className={classes.preview} aria-label={t`Як це виглядатиме`} tabIndex={0}>
      {body.trim() ? (
        <div className={`${message.text} ${said.said}`}>{drawn(readMarkdown(body))}</div>
      ) : (
        <p className="v-t2">
          <Trans>Тут буде видно, як виглядатиме повідомлення.</Trans>
        </p>
      )}
    </section>
  );
}

function drawn(pieces: Piece[]): ReactNode[] {
  return pieces.map((piece, nth) => {
    if (typeof piece === "string") return piece;
    const { tag, attributes, pieces: inside } = piece;
    const away = attributes.href ? { target: "_blank", rel: "nofollow noopener noreferrer" } : {};
    return createElement(tag, { key: nth, ...attributes, ...away }, ...drawn(inside));
  });
}
