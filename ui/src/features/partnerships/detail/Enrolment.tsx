import {
  IconCircleCheck,
  IconPlayerPause,
  IconPlayerPlay,
  IconSnowflake,
  IconUserOff,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { t } from "../../../shared/i18n/t";
import { useNow } from "../../../shared/time/clock";
import { DueMoment } from "../../../shared/time/DueMoment";
import { useMomentText } from "../../../shared/time/useMomentText";
import { type Standing, standingOf, stateSentence } from "../../../shared/work/standing";
import { stepName } from "../../../shared/work/words";
import type { EnrolmentCard, PartnershipDetail, PlannedStep, TouchCard } from "../../../wire/wire";
import { KindIcon } from "../KindIcon";
import classes from "./Enrolment.module.css";
import { EnrolmentActions } from "./EnrolmentActions";
import { withKeys } from "./planKeys";
import { WonOffer } from "./WonOffer";

const icons: Record<Standing, typeof IconPlayerPlay> = {
  active: IconPlayerPlay,
  held: IconUserOff,
  paused: IconPlayerPause,
  frozen: IconSnowflake,
  finished: IconCircleCheck,
};

type Props = {
  enrolment: EnrolmentCard;
  partnership: PartnershipDetail;
  /** Whether the other side can be played. */
  practice: boolean;
};

/** A contact in a cadence: where it stands, what is to be done now, and what comes after. */
export function Enrolment({ enrolment, partnership, practice }: Props) {
  const now = useNow();
  const momentText = useMomentText();
  const { cadence, cadence_name, contact_name, current, upcoming } = enrolment;
  const standing = standingOf(enrolment, now);
  const Icon = icons[standing];
  const sentence = stateSentence(enrolment, standing, momentText);
  return (
    <article
      className={classes.card}
      data-standing={standing}
      aria-label={t("partnerships.enrolment.label", { cadence: cadence_name, name: contact_name })}
    >
      <header className={classes.head}>
        <Link
          to="/cadences/$id"
          params={{ id: String(cadence) }}
          className={classes.cadence}
          draggable={false}
        >
          {cadence_name}
        </Link>
        <span className={classes.contact}>{contact_name}</span>
        <span className={classes.state}>
          <Icon size={14} aria-hidden className={classes[standing]} />
          {t(`partnerships.standing.${standing}`)}
        </span>
      </header>
      {sentence !== null && <p className={classes.sentence}>{sentence}</p>}
      {isWon(enrolment) && <WonOffer partnership={partnership} />}
      {current && <CurrentStep touch={current} steps={enrolment.steps} standing={standing} />}
      {standing !== "finished" && (
        <EnrolmentActions enrolment={enrolment} standing={standing} practice={practice} />
      )}
      {upcoming.length > 0 && <Upcoming steps={upcoming} />}
    </article>
  );
}

function isWon({ state }: EnrolmentCard): boolean {
  return state.state === "finished" && state.outcome === "won";
}

type StepProps = { touch: TouchCard; steps: number; standing: Standing };

function CurrentStep({ touch, steps, standing }: StepProps) {
  const { position, kind, about, due_at, zone, state } = touch;
  const runs = standing === "active";
  return (
    <div className={classes.step}>
      <h3 className={classes.stepName}>
        <KindIcon kind={kind} />
        {t("partnerships.step.of", { step: position + 1, steps, name: stepName(touch) })}
      </h3>
      {runs && state !== "in_outbox" && (
        <p className={classes.due} data-due={state === "due" || undefined}>
          {t(state === "due" ? "partnerships.step.dueSince" : "partnerships.step.turnsDue")}{" "}
          <DueMoment at={due_at} zone={zone} />
        </p>
      )}
      {runs && <p className={classes.why}>{t(`partnerships.step.why.${state}`)}</p>}
      {about !== "" && (
        <div className={classes.about}>
          <span className={classes.aboutName}>{t(`partnerships.step.about.${kind}`)}</span>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long text is scrolled by key */}
          <div className={classes.text} tabIndex={0} data-selectable>
            {about}
          </div>
        </div>
      )}
    </div>
  );
}

function Upcoming({ steps }: { steps: readonly PlannedStep[] }) {
  return (
    <div className={classes.upcoming}>
      <h3 className={classes.upcomingName}>{t("partnerships.upcoming")}</h3>
      <ol className={classes.plan} aria-label={t("partnerships.upcoming")}>
        {withKeys(steps).map(({ key, step }) => (
          <PlanLine key={key} step={step} />
        ))}
      </ol>
    </div>
  );
}

/** A step to come with its moment, also in the plan of an assignment. */
export function PlanLine({ step }: { step: PlannedStep }) {
  const { position, kind, due_at, zone, skipped, conditional } = step;
  return (
    <li className={classes.planned}>
      <span className={classes.number} data-figures>
        {t("app.count", { count: position + 1 })}
      </span>
      <KindIcon kind={kind} />
      <span className={classes.plannedName} title={stepName(step)}>
        {stepName(step)}
      </span>
      <span className={classes.outlook}>
        {skipped !== null ? (
          <span className={classes.note}>{t(`partnerships.step.skipped.${skipped}`)}</span>
        ) : (
          <>
            {conditional && (
              <span className={classes.note}>{t("partnerships.step.conditional")}</span>
            )}
            <DueMoment at={due_at} zone={zone} />
          </>
        )}
      </span>
    </li>
  );
}
