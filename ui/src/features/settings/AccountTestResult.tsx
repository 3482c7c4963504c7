import { IconCheck, IconX } from "@tabler/icons-react";
import { t } from "../../shared/i18n/t";
import { failureSentence } from "../../shared/mail/stageFailure";
import type { AccountSettings, AccountTest } from "../../wire/wire";
import classes from "./AccountDialog.module.css";
import { stageName } from "./accountWords";

type Props = {
  test: AccountTest;
  /** What was tested. */
  settings: AccountSettings;
};

/** What the test of an account found, stage by stage, and what helps where it failed. */
export function AccountTestResult({ test, settings }: Props) {
  const failed = test.stages.some(({ failure }) => failure !== null);
  return (
    <section className={classes.result} aria-label={t("account.testResult")}>
      <p className={classes.summary} role="status">
        {t(failed ? "account.testFailed" : "account.testOk")}
      </p>
      <ul className={classes.stages}>
        {test.stages.map(({ stage, failure }) => (
          <li key={stage} className={classes.stage}>
            {failure ? (
              <IconX size={16} className={classes.bad} aria-hidden />
            ) : (
              <IconCheck size={16} className={classes.ok} aria-hidden />
            )}
            <span>{stageName(stage)}</span>
            <span className={`${classes.word} ${failure ? classes.bad : classes.ok}`}>
              {t(failure ? "account.stageFailed" : "account.stageOk")}
            </span>
            {failure && (
              <span className={classes.sentence} data-selectable>
                {failureSentence(stage, failure, settings)}
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
