import { Trans, useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { IconPlus, IconStack2 } from "@tabler/icons-react";
import { useDialog } from "@/kit/use-dialog";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { onDemand } from "@/ui/on-demand";
import classes from "./dossier-list.module.css";
import { type BeginProps, findDossierKind } from "./kinds";
import { useBeginGroups } from "./use-begin-groups";
import { useProgrammeWords } from "./words";

const BeginDialog = onDemand(async () => (await import("./begin-dialog")).BeginDialog);

/** The way in to a new dossier, by a menu where there are several kinds; nothing for those who may begin none. */
export function BeginButton({ groupId }: { groupId?: string }) {
  const begin = useDialog<string>();
  const groups = useBeginGroups();
  const kinds = useProgrammeWords().kinds.filter(({ value, own }) => !own || findDossierKind(value)?.begin);
  const [only, second] = kinds;
  if (!only || !groups.some(({ value }) => !groupId || value === groupId)) return null;
  const button = (onClick?: () => void) => (
    <Button kind={groupId ? "quiet" : "primary"} onClick={onClick}>
      <Icon of={IconPlus} />
      <Trans>Почати справу</Trans>
    </Button>
  );
  return (
    <>
      {second ? (
        <Menu position="bottom-end" width={320}>
          <Menu.Target>{button()}</Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>
              <Trans>Яку справу починаємо?</Trans>
            </Menu.Label>
            {kinds.map(({ value, label }) => (
              <Menu.Item
                key={value}
                leftSection={<Icon of={findDossierKind(value)?.icon ?? IconStack2} />}
                onClick={() => begin.open(value)}
              >
                {label}
                <KindLead kind={value} />
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : (
        button(() => begin.open(only.value))
      )}
      {begin.render((kind, close) => (
        <BeginOf kind={kind} groupId={groupId} onClose={close} />
      ))}
    </>
  );
}

function KindLead({ kind }: { kind: string }) {
  const { i18n } = useLingui();
  const lead = findDossierKind(kind)?.lead;
  return lead && <span className={`v-tiny v-t2 ${classes.kindLead}`}>{i18n._(lead)}</span>;
}

function BeginOf({ kind, ...rest }: BeginProps & { kind: string }) {
  const Own = findDossierKind(kind)?.begin;
  return Own ? <Own {...rest} /> : <BeginDialog kind={kind} {...rest} />;
}
