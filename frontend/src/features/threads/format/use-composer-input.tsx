import { Trans } from "@lingui/react/macro";
import { type KeyboardEvent, type RefObject, type SyntheticEvent, useState } from "react";
import type { ThreadOut } from "@/api/generated/types.gen";
import { type MentionQuery, mentionLabel, mentionQueryAt, type Names, REST } from "@/lib/mentions";
import type { RichPlace } from "@/modules/threads/composer";
import { NameList } from "../name-list";
import type { RichTools } from "../rich/rich-field";
import { type MentionCandidate, useMentionSuggestions } from "../use-mention-suggestions";
import classes from "./format.module.css";
import { LinkRow } from "./link-row";
import { useEditorChoice } from "./use-editor-choice";
import { useFormatting } from "./use-formatting";
import { isPlain } from "./write";

interface FieldProps {
  thread: ThreadOut;
  input: RefObject<HTMLElement | null>;
  /** As it is read, with the names that stand in it. */
  text: string;
  onText: (text: string) => void;
  names: Names;
  /** The same as it is sent. */
  body: string;
  onBody: (body: string) => void;
}

/** Where a message is written, by its marks or with its formats shown, and who is named in it. */
export function useComposerInput({ thread, input, text, onText, names, body, onBody }: FieldProps) {
  const choice = useEditorChoice(input, body);
  const { Rich } = choice;
  const [caret, setCaret] = useState(0);
  const [tools, setTools] = useState<RichTools | null>(null);
  const rich = Rich ? tools : null;

  /** In a text with marks. */
  const put = (one: MentionCandidate, { from }: MentionQuery) => {
    const before = `${text.slice(0, from)}@${mentionLabel(one.name, one.key, names)} `;
    onText(before + text.slice(caret).replace(REST, ""));
    setCaret(before.length);
    // After the field has the new text.
    setTimeout(() => {
      if (!isPlain(input.current)) return;
      input.current.focus();
      input.current.setSelectionRange(before.length, before.length);
    });
  };
  const sought = Rich ? (rich?.sought ?? null) : mentionQueryAt(text, caret);
  const naming = useMentionSuggestions({
    thread,
    sought,
    onPick: (one, found) => (rich ? rich.mention(one, found) : put(one, found)),
  });
  const formatting = useFormatting({
    input,
    text,
    body,
    rich,
    below: (
      <>
        {rich?.linking && <LinkRow onLink={rich.link} />}
        {choice.unfit && (
          <p role="status" className={classes.unfit}>
            <Trans>Оформлення цього тексту тут не показати повністю, тож його видно як знаки розмітки.</Trans>
          </p>
        )}
      </>
    ),
  });
  const chosen = naming.offered[naming.chosen];
  const said = {
    "aria-autocomplete": "list" as const,
    "aria-controls": chosen && naming.listId,
    "aria-activedescendant": chosen && naming.optionId(chosen),
  };
  const onCaret = ({ currentTarget: { value, selectionStart } }: SyntheticEvent<HTMLTextAreaElement>) => {
    naming.look(mentionQueryAt(value, selectionStart));
    setCaret(selectionStart);
  };
  return {
    ...formatting.parts,
    suggestions: <NameList naming={naming} />,
    field: {
      ...said,
      ...choice.field,
      onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
        naming.onKeyDown(event);
        if (!event.isDefaultPrevented() && !Rich)
          formatting.onKeyDown(event as KeyboardEvent<HTMLTextAreaElement>);
      },
      // Each of them misses some: a press moves the caret, and what is typed quickly is told by the text alone.
      onSelect: onCaret,
      onInput: (event: SyntheticEvent<HTMLTextAreaElement>) => {
        choice.onInput();
        onCaret(event);
      },
      onBlur: () => {
        naming.close();
        choice.onBlur();
      },
    },
    rich:
      Rich &&
      ((place: RichPlace) => (
        <Rich
          {...place}
          said={said}
          body={body}
          onBody={onBody}
          onUnfit={choice.onUnfit}
          onTools={setTools}
          onSought={naming.look}
          onBlur={naming.close}
          input={input}
        />
      )),
  };
}
