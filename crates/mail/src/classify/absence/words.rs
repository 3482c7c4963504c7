//! Words of dates and absences in the languages that are read.

/// A language in which dates are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    Other,
}

/// Names of the months, January first, in all languages. "may" is a month only beside a number.
#[rustfmt::skip]
const MONTHS: [&[&str]; 12] = [
    &[
        "january", "jan", "januar", "jänner", "janvier", "janv", "enero", "ene", "gennaio", "genn",
        "gen", "januari", "janeiro", "stycznia", "styczeń", "sty", "ledna",
    ],
    &[
        "february", "feb", "februar", "février", "fevrier", "févr", "fév", "febrero", "febbraio",
        "febbr", "februari", "fevereiro", "fev", "lutego", "luty", "února",
    ],
    &[
        "march", "mar", "märz", "maerz", "mär", "mars", "marzo", "maart", "mrt", "março", "marca",
        "marzec", "marts", "března",
    ],
    &[
        "april", "apr", "avril", "avr", "abril", "abr", "aprile", "kwietnia", "kwiecień", "kwi",
        "dubna",
    ],
    &["may", "mai", "mayo", "maggio", "magg", "mag", "mei", "maio", "maja", "maj", "května"],
    &[
        "june", "jun", "juni", "juin", "junio", "giugno", "giu", "junho", "czerwca", "czerwiec",
        "cze", "června",
    ],
    &[
        "july", "jul", "juli", "juillet", "juil", "julio", "luglio", "lug", "julho", "lipca",
        "lipiec", "lip", "července",
    ],
    &[
        "august", "aug", "août", "aout", "agosto", "ago", "augustus", "augusti", "sierpnia",
        "sierpień", "sie", "srpna",
    ],
    &[
        "september", "sep", "sept", "septembre", "septiembre", "setiembre", "settembre", "sett",
        "setembro", "września", "wrzesień", "wrz", "září",
    ],
    &[
        "october", "oct", "oktober", "okt", "octobre", "octubre", "ottobre", "ott", "outubro",
        "out", "października", "październik", "paź", "října",
    ],
    &["november", "nov", "novembre", "noviembre", "novembro", "listopada", "listopad", "lis"],
    &[
        "december", "dec", "dezember", "dez", "décembre", "decembre", "déc", "diciembre", "dic",
        "dicembre", "dezembro", "grudnia", "grudzień", "gru", "prosince",
    ],
];

/// Names of the days, Monday first.
#[rustfmt::skip]
const WEEKDAYS: [&[&str]; 7] = [
    &[
        "monday", "montag", "lundi", "lunes", "lunedì", "lunedi", "maandag", "segunda",
        "poniedziałek", "poniedziałku", "måndag", "mandag",
    ],
    &[
        "tuesday", "dienstag", "mardi", "martes", "martedì", "martedi", "dinsdag", "terça",
        "wtorek", "wtorku", "tisdag", "tirsdag",
    ],
    &[
        "wednesday", "mittwoch", "mercredi", "miércoles", "mercoledì", "mercoledi", "woensdag",
        "quarta", "środa", "środę", "środy", "onsdag",
    ],
    &[
        "thursday", "donnerstag", "jeudi", "jueves", "giovedì", "giovedi", "donderdag", "quinta",
        "czwartek", "czwartku", "torsdag",
    ],
    &[
        "friday", "freitag", "vendredi", "viernes", "venerdì", "venerdi", "vrijdag", "sexta",
        "piątek", "piątku", "fredag",
    ],
    &[
        "saturday", "samstag", "sonnabend", "samedi", "sábado", "sabato", "zaterdag", "sobota",
        "sobotę", "soboty", "lördag", "lørdag",
    ],
    &[
        "sunday", "sonntag", "dimanche", "domingo", "domenica", "zondag", "niedziela", "niedzielę",
        "niedzieli", "söndag", "søndag",
    ],
];

/// Words that say that the day is the one of return.
#[rustfmt::skip]
const RETURNS: &[&str] = &[
    "back", "return", "returns", "returning", "returned", "resume", "resuming", "again",
    "available", "reachable", "wieder", "zurück", "retour", "reviens", "reviendrai", "rentre",
    "rentrerai", "reprends", "reprendrai", "regreso", "regresaré", "regresaremos", "vuelvo",
    "volveré", "vuelta", "reincorporo", "incorporo", "reincorporaré", "rientro", "rientrerò",
    "rientra", "ritorno", "tornerò", "torno", "terug", "weer", "aanwezig", "volta", "volto",
    "retorno", "retornarei", "voltarei", "regressarei", "regresso", "wracam", "wrócę", "powrót",
    "powrotu", "ponownie", "tillbaka", "tilbage", "tilbake", "disponible", "disponibile",
    "disponível", "dostępny", "dostępna", "erreichbar", "bereikbaar",
];

/// Words right before the last day of an absence.
#[rustfmt::skip]
const UNTILS: &[&str] = &[
    "until", "till", "til", "through", "thru", "to", "ending", "after", "inclusive", "including",
    "end", "bis", "einschließlich", "inklusive", "nach", "jusqu", "jusque", "au", "inclus", "hasta",
    "al", "fino", "tot", "até", "ate", "ao", "à", "a", "do", "po", "till", "tom", "med", "after",
    "après", "dopo", "após", "depois", "después", "na",
];

/// Words right before the first day of an absence.
#[rustfmt::skip]
const FROMS: &[&str] = &[
    "from", "since", "starting", "beginning", "between", "vom", "von", "ab", "seit", "zwischen",
    "du", "dès", "depuis", "entre", "del", "desde", "dal", "dall", "da", "van", "vanaf", "sinds",
    "de", "desde", "od", "från", "fra", "partir", "as",
];

/// Words that stand between a preposition and a date and say nothing.
#[rustfmt::skip]
const FILLERS: &[&str] = &[
    "the", "and", "on", "of", "next", "this", "coming", "including", "date", "inclusive", "zum",
    "zur", "dem", "den", "der", "und", "einschließlich", "inklusive", "einschl", "inkl", "incl",
    "am", "mit", "nächsten", "kommenden", "nächste", "le", "la", "les", "au", "à", "et", "prochain",
    "compris", "inclus", "el", "los", "día", "próximo", "il", "lo", "l", "al", "a", "di",
    "prossimo", "giorno", "met", "en", "de", "het", "volgende", "o", "dia", "ao", "próxima", "dnia",
    "włącznie", "och", "den",
];

/// Relative days.
const TOMORROW: &[&str] =
    &["tomorrow", "morgen", "demain", "mañana", "domani", "amanhã", "jutro", "imorgon"];
const TODAY: &[&str] =
    &["today", "heute", "hoy", "oggi", "vandaag", "hoje", "dziś", "dzisiaj", "idag"];

/// Units behind a number that make it no day of a month.
#[rustfmt::skip]
const UNITS: &[&str] = &[
    "am", "pm", "uhr", "h", "hrs", "hours", "hour", "days", "day", "weeks", "week", "months",
    "minutes", "o'clock", "clock", "tage", "tagen", "wochen", "stunden", "jours", "heures",
    "semaines", "días", "horas", "semanas", "giorni", "ore", "settimane", "dagen", "uur", "weken",
    "dias", "dni", "tygodni", "godz", "percent", "emails", "people",
];

fn place(table: &[&[&str]], word: &str) -> Option<u32> {
    (0_u32..).zip(table).find(|(_, names)| names.contains(&word)).map(|(at, _)| at)
}

/// The number of a month by its name, 1 to 12.
pub(crate) fn month(word: &str) -> Option<u32> {
    place(&MONTHS, word).map(|at| at + 1)
}

/// The number of a day by its name, Monday 0.
pub(crate) fn weekday(word: &str) -> Option<u32> {
    place(&WEEKDAYS, word)
}

/// 0 for today, 1 for tomorrow.
pub(crate) fn relative(word: &str) -> Option<u64> {
    match word {
        word if TODAY.contains(&word) => Some(0),
        word if TOMORROW.contains(&word) => Some(1),
        _ => None,
    }
}

pub(crate) fn is_return(word: &str) -> bool {
    RETURNS.contains(&word)
}

pub(crate) fn is_until(word: &str) -> bool {
    UNTILS.contains(&word)
}

pub(crate) fn is_from(word: &str) -> bool {
    FROMS.contains(&word)
}

pub(crate) fn is_filler(word: &str) -> bool {
    FILLERS.contains(&word)
}

pub(crate) fn is_unit(word: &str) -> bool {
    UNITS.contains(&word)
}

/// Whether a text is English, by its small words.
pub(crate) fn language<'a>(words: impl Iterator<Item = &'a str>) -> Language {
    const ENGLISH: &[&str] =
        &["the", "i", "am", "will", "be", "office", "and", "my", "of", "you", "until", "back"];
    let (mut english, mut all) = (0, 0);
    for word in words.take(200) {
        all += 1;
        english += usize::from(ENGLISH.contains(&word));
    }
    if all == 0 || english * 6 >= all { Language::English } else { Language::Other }
}
