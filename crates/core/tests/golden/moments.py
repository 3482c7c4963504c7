"""The truth about the moments in the golden timelines, from outside the program.

    moments.py --check    fails on any difference
    moments.py --write    fills in weekdays and universal time

Universal time is derived from the civil time and the zone of each line with zoneinfo, that is, with
the zone database of the system. A civil time that a change of the clock skips moves forward by the
length of the gap; of one that happens twice the first is taken.

Where a touch plainly follows the one before (it was done, passed over, or the enrolment paused and
resumed), its due moment is computed again, by trying minute after minute, from the delays, openings
and holidays that the timeline itself states. Everything else (holds, snoozes, other versions) is only
converted.
"""

import copy
import datetime as dt
import pathlib
import re
import sys
import zoneinfo

WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
MOMENT = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (\d{4}-\d\d-\d\d) (\d\d:\d\d) ([A-Z]\w+(?:/\w+)*)"
    r"( +)(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ|\?)"
)
MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)
AT_CONTACT = {"e-mail", "automatic e-mail", "call", "text message"}
STOPS = {"pause": "own", "deactivate": "cadence", "pause everything": "all"}
STOPS |= {"reply": "own", "a colleague replies": "own", "a mail that may belong": "own"}
STARTS = {"resume": "own", "activate": "cadence", "go on": "all"}
LOGGED = {"connected", "no answer", "left voicemail", "gatekeeper", "busy"}
LEADS_ON = {"done", "skip"} | LOGGED - {"busy"}


def to_utc(civil, zone):
    """fold=0: of two the first; in a gap the offset before it, so that the clock shows later."""
    return civil.replace(tzinfo=zone, fold=0).astimezone(dt.timezone.utc)


def of_day(clock):
    hour, minute = clock.split(":")
    return 60 * int(hour) + int(minute)


def dates(first, last):
    first, last = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    return {first + DAY * n for n in range((last - first).days + 1)}


class Cadence:
    def __init__(self):
        self.hours = None
        self.hours_of_rep = False
        self.holidays = False
        self.steps = []

    def read(self, line):
        words = line.split()
        if words[0] == "hours":
            self.hours = self.hours or {day: [] for day in range(7)}
            self.hours_of_rep = words[-1] == "rep"
            days = [WEEKDAYS.index(day) for day in words[1].split("-")]
            for day in range(days[0], days[-1] + 1):
                for block in words[2:-1]:
                    start, end = block.split("-")
                    self.hours[day].append((of_day(start), of_day(end)))
        elif line.strip() == "holidays kept":
            self.holidays = True
        elif words[0].isdigit():
            number, kind, timing = re.split(r" {2,}", line.strip())
            self.steps.append(Step(number, kind, timing))


class Step:
    def __init__(self, number, kind, timing):
        self.number, self.kind = number, kind
        when, *options = timing.split(", ")
        self.any_hour = "at any hour" in options
        self.routes = [option.split(": ")[0] for option in options if ": " in option]
        self.time = None
        if found := re.search(r" at (\d+:\d\d)$", when):
            self.time = of_day(found[1])
        elif found := re.search(r" in the (morning|afternoon)$", when):
            self.time = found[1]
        elif when.endswith(" at a varied time"):
            self.time = "varied"
        if found := re.match(r"after (\d+) (minute|hour|day|business day)s?\b", when):
            self.amount, self.unit = int(found[1]), found[2]
        elif when == "at once" or when.startswith("the same day "):
            self.amount, self.unit = 0, "day"
        else:
            raise ValueError(timing)


class Scenario:
    def __init__(self, text):
        self.contact = self.rep = None
        self.countries = {}
        self.call_zones = []
        self.holidays, self.free, self.off = {}, set(), set()
        self.mail_in_time_off = False
        self.cadences = []
        head, self.body = text.split("\n---\n", 1)
        for line in head.splitlines()[1:]:
            if line.startswith("#") or not line.strip():
                continue
            if line.startswith("  "):
                self.cadences[-1].read(line)
            else:
                self.read(line.split())

    def read(self, words):
        match words:
            case ["contact", zone, *rest]:
                self.contact = zoneinfo.ZoneInfo(zone)
                self.call_zones = [self.contact]
                if "zones" in rest:
                    names = rest[rest.index("zones") + 1 :]
                    self.call_zones = [zoneinfo.ZoneInfo(name) for name in names]
                self.countries["contact"] = rest[0] if rest else None
            case ["rep", zone, country]:
                self.rep = zoneinfo.ZoneInfo(zone)
                self.countries["rep"] = country
            case ["holiday", country, _, date, *_]:
                self.holidays.setdefault(country, set()).add(dt.date.fromisoformat(date))
            case ["free", date]:
                self.free.add(dt.date.fromisoformat(date))
            case ["off", first, "to", last]:
                self.off |= dates(first, last)
            case ["mail", "leaves", "in", "time", "off"]:
                self.mail_in_time_off = True
            case ["cadence", *_]:
                self.cadences.append(Cadence())


class Rules:
    """When a step of a cadence may happen, asked minute by minute."""

    def __init__(self, scenario, cadence, step):
        self.scenario, self.cadence, self.step = scenario, cadence, step
        at_contact = step.kind in AT_CONTACT
        of_rep = not at_contact or cadence.hours_of_rep
        self.zone = scenario.rep if of_rep else scenario.contact
        self.country = scenario.countries["contact" if at_contact else "rep"]

    def closed(self, day):
        holidays = self.scenario.holidays.get(self.country, set()) | self.scenario.free
        return self.cadence.holidays and day in holidays

    def blocks(self, day):
        hours = self.cadence.hours
        return hours[day.weekday()] if hours else [(0, 24 * 60)]

    def opens(self, day):
        return bool(self.blocks(day)) and not self.closed(day)

    def counts(self, day):
        """Business days; without openings Monday to Friday."""
        return self.opens(day) and (self.cadence.hours is not None or day.weekday() < 5)

    def within(self, moment):
        there = moment.astimezone(self.zone)
        minute = 60 * there.hour + there.minute
        inside = any(start <= minute < end for start, end in self.blocks(there.date()))
        return inside and not self.closed(there.date())

    def allowed(self, moment):
        if not self.step.any_hour and not self.within(moment):
            return False
        if self.step.kind == "call":
            hours = [moment.astimezone(zone).hour for zone in self.scenario.call_zones]
            if not all(8 <= hour < 21 for hour in hours):
                return False
        leaves = self.step.kind == "automatic e-mail" and self.scenario.mail_in_time_off
        return leaves or moment.astimezone(self.scenario.rep).date() not in self.scenario.off

    @staticmethod
    def first(moment, holds):
        limit = moment + 400 * DAY
        while not holds(moment):
            moment += MINUTE
            if moment > limit:
                return None
        return moment

    def at_time(self, day, time):
        if time == "morning":
            time = min((start for start, _ in self.blocks(day)), default=9 * 60)
            if self.cadence.hours is None:
                time = 9 * 60
        elif time == "afternoon":
            time = 12 * 60
        midnight = dt.datetime.combine(day, dt.time())
        return to_utc(midnight + time * MINUTE, self.zone)

    def counted(self, base):
        """The civil day and the moment that the delay names."""
        if self.step.unit == "day":
            there = base.astimezone(self.zone)
            target = there.replace(tzinfo=None) + self.step.amount * DAY
            return target.date(), to_utc(target, self.zone) if self.step.amount else base
        start = self.first(
            base,
            lambda moment: self.counts(moment.astimezone(self.zone).date())
            and (self.cadence.hours is None or self.within(moment)),
        )
        there = start.astimezone(self.zone)
        day = there.date()
        for _ in range(self.step.amount):
            day += DAY
            while not self.counts(day):
                day += DAY
        moment = to_utc(dt.datetime.combine(day, there.time()), self.zone)
        return day, moment if self.step.amount else start

    def due(self, base, last_call):
        step = self.step
        if step.unit in ("minute", "hour"):
            span = MINUTE * step.amount * (60 if step.unit == "hour" else 1)
            return self.first(base + span, self.allowed)
        day, ready = self.counted(base)
        time = step.time
        if time == "varied":
            morning = last_call and last_call.astimezone(self.zone).hour < 12
            time = "afternoon" if morning else "morning"
        if time is not None:
            fits = self.counts if step.unit == "business day" else self.opens
            if step.any_hour and step.unit == "day":
                fits = lambda _: True
            while not fits(day) or self.at_time(day, time) <= base:
                day += DAY
            ready = self.at_time(day, time)
        opening = self.first(ready, self.allowed)
        if opening is None or time is None:
            return opening
        landed = opening.astimezone(self.zone).date()
        if landed != ready.astimezone(self.zone).date():
            again = self.at_time(landed, time)
            if again >= opening and self.allowed(again):
                return again
        return opening


class Course:
    """Follows a timeline as long as it goes on plainly."""

    def __init__(self, scenario):
        self.scenario = scenario
        self.cadence = scenario.cadences[0]
        self.plain = len(scenario.cadences) == 1
        self.base = self.paused = None
        self.layers, self.busy = set(), 0
        self.next, self.open, self.calls = 0, None, []

    def follow(self, moment, what):
        """A due moment that follows plainly and the step it is of, or None."""
        if what.startswith("> "):
            self.act(moment, what[2:])
            return None
        found = re.match(r"(\d+) (.+?)(?: \([^)]*\))* (due|skipped)(?:, (.*)|: .*)?$", what)
        if not found or len(self.scenario.cadences) > 1:
            return None
        number, _, fate, action = found.groups()
        index = [step.number for step in self.cadence.steps].index(number)
        step, computed = self.cadence.steps[index], None
        if self.plain and self.base and "(visit" not in what:
            if "(attempt" in what:
                step = copy.copy(step)
                step.unit, step.amount, step.time = "minute", 240, None
            in_order = index == self.next
            computed = self.due(step) if in_order else "out of order"
        self.open = index
        if fate == "skipped":
            self.go_on(moment)
        elif action:
            self.act(moment, action)
        return computed

    def due(self, step):
        rules = Rules(self.scenario, self.cadence, step)
        due = rules.due(self.base, self.calls[-1] if self.calls else None)
        if step.kind != "call" or due is None:
            return due
        there = self.scenario.contact
        day = due.astimezone(there).date()
        today = sum(call.astimezone(there).date() == day for call in self.calls)
        in_a_week = sum(due - call < 7 * DAY for call in self.calls)
        # Beyond three calls a day and eight a week it is only converted.
        return due if today < 3 and in_a_week < 8 else None

    def go_on(self, base):
        self.base, self.open, self.next = base, None, self.open + 1
        self.plain = self.next < len(self.cadence.steps)

    def act(self, moment, action):
        match action.split():
            case ["begin"]:
                self.base, self.next = moment, 0
            case _ if action in STOPS:
                self.paused = self.paused or moment
                self.layers.add(STOPS[action])
            case _ if action in STARTS and self.paused:
                self.layers.discard(STARTS[action])
                if not self.layers:
                    # What was due stays due.
                    if self.open is None:
                        self.base += moment - max(self.paused, self.base)
                    self.paused = None
            case ["time", "off", first, "to", last]:
                self.scenario.off |= dates(first, last)
            case ["contact", "moves", "to", zone]:
                self.scenario.contact = zoneinfo.ZoneInfo(zone)
                self.scenario.call_zones = [self.scenario.contact]
            case _:
                if action in LOGGED:
                    self.calls.append(moment)
                step = None if self.open is None else self.cadence.steps[self.open]
                self.busy = self.busy + 1 if action == "busy" else 0
                if step and 0 < self.busy < 3:
                    self.base, self.open = moment, None
                elif step and (action in LEADS_ON or self.busy) and action not in step.routes:
                    self.go_on(moment)
                else:
                    self.plain = False


def converted(found):
    date, clock, zone, blanks, _ = found.groups()
    civil = dt.datetime.fromisoformat(f"{date} {clock}")
    utc = to_utc(civil, zoneinfo.ZoneInfo(zone))
    weekday = WEEKDAYS[civil.weekday()]
    return f"{weekday} {date} {clock} {zone}{blanks}{utc:%Y-%m-%dT%H:%M:%SZ}"


def checked(path):
    """The text with its moments filled in, the differences, and how many were computed again."""
    text = path.read_text(encoding="utf-8")
    scenario = Scenario(text)
    course, lines, wrong, again, last = Course(scenario), [], [], 0, None
    for line in scenario.body.splitlines():
        if line.startswith("#") or not line.strip():
            lines.append(line)
            continue
        if not (found := MOMENT.match(line)):
            raise ValueError(f"{path.name}: not understood: {line}")
        right = MOMENT.sub(converted, line)
        if right != line:
            wrong.append(f"{path.name}: {line}\n  should be {right}")
        civil = MOMENT.match(right)
        utc = dt.datetime.strptime(civil[5] + "+0000", "%Y-%m-%dT%H:%M:%SZ%z")
        if last and utc < last:
            wrong.append(f"{path.name}: before the line above it: {line}")
        last = utc
        if computed := course.follow(utc, right[civil.end() :].strip()):
            again += 1
            if computed != utc:
                wrong.append(f"{path.name}: {right}\n  computed {computed}")
        lines.append(right)
    head = text.split("\n---\n", 1)[0]
    return head + "\n---\n" + "\n".join(lines) + "\n", wrong, again, len(lines)


def main():
    mode = sys.argv[1:]
    if mode not in (["--check"], ["--write"]):
        sys.exit(__doc__)
    problems, again, lines = [], 0, 0
    for path in sorted(pathlib.Path(__file__).parent.glob("*.txt")):
        text, wrong, computed, count = checked(path)
        again, lines = again + computed, lines + count
        if mode == ["--write"]:
            path.write_text(text, encoding="utf-8")
            text, wrong, *_ = checked(path)
        problems += wrong
    print("\n".join([*problems, f"{lines} lines, {again} due moments computed again"]))
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
