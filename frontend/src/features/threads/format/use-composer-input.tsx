import { Trans } from "@lingui/react/macro";
import { type KeyboardEvent, type RefObject, type SyntheticEvent, useState } from "react";
import type { ThreadOut } from "@/api/generated/types.gen";
import { isPlain } from "@/lib/markdown/write-field";
import { type MentionQuery, mentionLabel, mentionQueryAt, type Names, REST } from "@/lib/mentions";
import type { RichPlace } from "@/modules/threads/composer";
import { NameList } from "../name-list";
import type { RichTools } from "../rich/rich-field";
import { type MentionCandidate, useMentionSuggestions } from "../use-mention-suggestions";
import classes from "./format.module.css";
import { LinkRow } from "./link-row";
import { useEditorChoice } from "./use-editor-choice";
import { useFormatting } from "./use-formatting";

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
export function useComposerInput(props: FieldProps) {
  const { thread, input, text, body, onBody } = props;
  const choice = useEditorChoice(input, body);
  const { Rich } = choice;
  const [tools, setTools] = useState<RichTools | null>(null);
  const rich = Rich ? tools : null;
  const { caret, setCaret, put } = useMarkedText(props);
  const naming = useMentionSuggestions({
    thread,
    sought: Rich ? (rich?.sought ?? null) : mentionQueryAt(text, caret),
    onPick: (one, found) => (rich ? rich.mention(one, found) : put(one, found)),
  });
  const below = <BelowFormats onLink={rich?.linking ? rich.link : undefined} unfit={choice.unfit} />;
  const formatting = useFormatting({ input, text, body, rich, below });
  const said = ariaOf(naming);
  const richField = (place: RichPlace) =>
    Rich && (
      <Rich
        {...place}
        {...{ said, body, onBody, input }}
        onUnfit={choice.onUnfit}
        onTools={setTools}
        onSought={naming.look}
        onBlur={naming.close}
      />
    );
  return {
    ...formatting.parts,
    suggestions: <NameList naming={naming} />,
    field: {
      ...said,
      ...choice.field,
      ...fieldEvents(naming, choice, setCaret),
      onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
        naming.onKeyDown(event);
        if (!event.isDefaultPrevented() && !Rich)
          formatting.onKeyDown(event as KeyboardEvent<HTMLTextAreaElement>);
      },
    },
    rich: Rich && richField,
  };
}

type Naming = ReturnType<typeof useMentionSuggestions>;
type Typing = SyntheticEvent<HTMLTextAreaElement>;

/** The caret of a text with marks, and how a name is put there. */
function useMarkedText({ input, text, onText, names }: FieldProps) {
  const [caret, setCaret] = useState(0);
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
  return { caret, setCaret, put };
}

/** What the field says of the list of names. */
function ariaOf(naming: Naming) {
  const chosen = naming.offered[naming.chosen];
  return {
    "aria-autocomplete": "list" as const,
    "aria-controls": chosen && naming.listId,
    "aria-activedescendant": chosen && naming.optionId(chosen),
  };
}

function fieldEvents(
  naming: Naming,
  choice: ReturnType<typeof useEditorChoice>,
  setCaret: (caret: number) => void,
) {
  const onCaret = ({ currentTarget: { value, selectionStart } }: Typing) => {
    naming.look(mentionQueryAt(value, selectionStart));
    setCaret(selectionStart);
  };
  return {
    // Each of them misses some: a press moves the caret, and what is typed quickly is told by the text alone.
    onSelect: onCaret,
    onInput: (event: Typing) => {
      choice.onInput();
      onCaret(event);
    },
    onBlur: () => {
      naming.close();
      choice.onBlur();
    },
  };
}

interface BelowFormatsProps {
  /** Where a link is to lead is asked. */
  onLink: RichTools["link"] | undefined;
  unfit: boolean;
}

function BelowFormats({ onLink, unfit }: BelowFormatsProps) {
  return (
    <>
      {onLink && <LinkRow onLink={onLink} />}
      {unfit && (
        <p role="status" className={classes.unfit}>
          <Trans>Оформлення цього тексту тут не показати повністю, тож його видно як знаки розмітки.</Trans>
        </p>
      )}
    </>
  );
}
