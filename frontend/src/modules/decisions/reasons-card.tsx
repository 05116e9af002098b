import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { DecisionOut, ObjectionReplyOut, Voice, VoterOut } from "@/api/generated/types.gen";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";
import { PersonAvatar } from "@/modules/organisations/person-avatar";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import classes from "./decision.module.css";
import { ReplyDialog } from "./reply-dialog";
import { ANSWERS } from "./words";

interface Props {
  decision: DecisionOut;
}

const objects = ({ vote }: VoterOut) => vote?.answer === "object";

/** Return those who say why, the objections first. */
function listReasons({ voters }: DecisionOut): VoterOut[] {
  const said = voters.filter((voter) => objects(voter) || voter.vote?.reason || voter.replies.length > 0);
  return said.toSorted((one, other) => Number(objects(other)) - Number(objects(one)));
}

/** Why they answered so: an objection with the condition on which it is lifted, and what was replied to it. */
export function ReasonsCard({ decision }: Props) {
  const replying = useDialog<VoterOut>();
  const reasons = listReasons(decision);
  if (reasons.length === 0) return null;
  return (
    <Card
      title={<Trans>Чому так</Trans>}
      aside={
        <span className="v-small v-t2">
          <Plural
            value={reasons.length}
            one="# пояснення"
            few="# пояснення"
            many="# пояснень"
            other="# пояснення"
          />
        </span>
      }
    >
      <ul className={classes.reasons}>
        {reasons.map((voter) => (
          <Reason key={voter.id} decision={decision} voter={voter} onReply={() => replying.open(voter)} />
        ))}
      </ul>
      {replying.render((voter, close) => (
        <ReplyDialog decision={decision} voter={voter} onClose={close} />
      ))}
    </Card>
  );
}

interface ReasonProps extends Props {
  voter: VoterOut;
  onReply: () => void;
}

function Reason({ decision, voter, onReply }: ReasonProps) {
  const { i18n } = useLingui();
  const { localize } = useLocale();
  const { vote, replies, sector, organisation } = voter;
  const voice = vote?.cast_by ?? voter.seat;
  const isObjection = objects(voter);
  return (
    <li>
      <PersonAvatar
        name={voice ? localize(voice.person.name) : ""}
        sector={sector}
        onBehalf={voice?.on_behalf}
      />
      <div>
        <p className={classes.who}>
          {voice ? localize(voice.person.name) : localize(organisation.short_name)}
          <span className={isObjection ? classes.objection : classes.vote}>
            {vote ? i18n._(ANSWERS[vote.answer].name) : <Trans>заперечення знято</Trans>}
          </span>
        </p>
        <p className="v-small v-t2">
          {localize(organisation.short_name)}
          {vote?.said_by && (
            <>
              {DOT}
              <SaidBy name={localize(vote.said_by.name)} />
            </>
          )}
        </p>
        {vote && <Words vote={vote} />}
        {replies.map((reply) => (
          <Reply key={reply.id} reply={reply} />
        ))}
        {isObjection && decision.allowed.includes("reply") && (
          <Button kind="ghost" onClick={onReply}>
            <Trans>Відповісти на заперечення</Trans>
          </Button>
        )}
      </div>
    </li>
  );
}

function SaidBy({ name }: { name: string }) {
  return <Trans>телефоном: {name}</Trans>;
}

function Words({ vote }: { vote: NonNullable<VoterOut["vote"]> }) {
  return (
    <>
      {(vote.harm || vote.reason) && <p className={classes.said}>{vote.harm || vote.reason}</p>}
      {vote.condition && (
        <p className={classes.until}>
          <b>
            <Trans>Зніму, якщо</Trans>
          </b>{" "}
          {vote.condition}
        </p>
      )}
    </>
  );
}

function Reply({ reply: { author, text, at } }: { reply: ObjectionReplyOut }) {
  const { dates } = useLocale();
  return (
    <div className={classes.reply}>
      <p className="v-small">
        <VoiceName voice={author} /> <span className="v-t2">{dates.recent(at)}</span>
      </p>
      <p className={`v-small ${classes.said}`}>{text}</p>
    </div>
  );
}

function VoiceName({ voice }: { voice: Voice }) {
  const { localize } = useLocale();
  return (
    <>
      <b>{localize(voice.person.name)}</b>
      {voice.organisation && <span className="v-t2">, {localize(voice.organisation.short_name)}</span>}
    </>
  );
}
