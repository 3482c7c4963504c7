import { Alert, Button, Loader } from "@mantine/core";
import { IconMailCog, IconSchool } from "@tabler/icons-react";
import { type ReactNode, useEffect } from "react";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { useReady } from "../../shared/ready/ready";
import { useChooseWorkspace } from "../../shared/workspace/useChooseWorkspace";
import type { WorkspaceKind } from "../../wire/wire";
import classes from "./WelcomeScreen.module.css";

type Props = {
  /** Where the rep's own workspace would lie. */
  path: string;
  /** Goes to a screen, which is shown once the workspace is open. */
  go: (href: string) => void;
};

/** Fills the window at the first start: with which workspace to begin. */
export function WelcomeScreen({ path, go }: Props) {
  const choose = useChooseWorkspace(go);
  const { variables, error } = choose;
  const begin = (kind: WorkspaceKind) => choose.mutate({ kind, copy_cadences: false });
  const opening = (kind: WorkspaceKind) => choose.isPending && variables?.kind === kind;
  useReady("welcome");
  useEffect(() => {
    document.title = t("app.name");
  }, []);

  return (
    <main className={classes.screen}>
      <div className={classes.content}>
        <h1 className={classes.title}>{t("welcome.title")}</h1>
        <p className={classes.text}>{t("welcome.text")}</p>
        <div className={classes.choices}>
          <Choice
            icon={<IconSchool size={28} stroke={1.5} aria-hidden />}
            name={t("welcome.practice")}
            text={t("welcome.practiceText")}
            opening={opening("practice")}
            disabled={choose.isPending}
            onChoose={() => begin("practice")}
          />
          <Choice
            icon={<IconMailCog size={28} stroke={1.5} aria-hidden />}
            name={t("welcome.own")}
            text={t("welcome.ownText")}
            opening={opening("own")}
            disabled={choose.isPending}
            onChoose={() => begin("own")}
          />
        </div>
        {error && variables && (
          <Alert color="red" variant="light" title={t("welcome.failed")} role="alert">
            <div className={classes.failed}>
              <span>{describeError(error)}</span>
              <Button size="compact-sm" variant="default" onClick={() => choose.mutate(variables)}>
                {t("action.retry")}
              </Button>
            </div>
          </Alert>
        )}
        <p className={classes.path}>
          {t("welcome.path")} <code data-selectable>{path}</code>
        </p>
      </div>
    </main>
  );
}

type ChoiceProps = {
  icon: ReactNode;
  name: string;
  text: string;
  opening: boolean;
  disabled: boolean;
  onChoose: () => void;
};

function Choice({ icon, name, text, opening, disabled, onChoose }: ChoiceProps) {
  return (
    <button
      type="button"
      className={classes.choice}
      aria-busy={opening}
      disabled={disabled}
      onClick={onChoose}
    >
      <span className={classes.icon}>{opening ? <Loader size={28} /> : icon}</span>
      <span className={classes.name}>{name}</span> <span className={classes.hint}>{text}</span>
    </button>
  );
}
