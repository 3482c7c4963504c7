//! The wish to get no more e-mail (R33): by the token of our own `List-Unsubscribe`, by a mail
//! program on behalf of its user, or in words.
//!
//! A wrong guess stops every cadence of a person for good, so words count only in a short text, and
//! only where a whole line or sentence is the wish and nothing else.

use super::letter::Letter;
use super::phrase::{Phrases, normal};
use super::rules::gives;
use super::verdict::{Code, Evidence, Unsubscribe};
use std::sync::LazyLock;

/// Longest text that can be a wish to unsubscribe, in words.
const MAX_WORDS: usize = 80;

/// Longest text in which a single word is the wish, in words.
const MAX_LONE: usize = 15;

/// Longest line or sentence that is the wish, in words.
const MAX_WISH: usize = 16;

/// The token of a subject such as `unsubscribe 40f8b7c7…`, which our `List-Unsubscribe` asks for:
/// what stands before the `@` of the id of the message that it was in. `None` for any other subject.
#[must_use]
pub fn token(subject: &str) -> Option<&str> {
    let mut words = subject.split_whitespace();
    let is_ours = words.next().is_some_and(|word| word.eq_ignore_ascii_case("unsubscribe"));
    let token = words.next().filter(|_| is_ours && words.next().is_none())?;
    let fine = (16..=64).contains(&token.len()) && token.bytes().all(|b| b.is_ascii_hexdigit());
    fine.then_some(token)
}

/// A wish that no person's words are needed for.
pub(crate) fn by_machine(letter: &Letter<'_>) -> Option<(Unsubscribe, Evidence)> {
    let subject = letter.subject();
    if let Some(token) = token(&subject).filter(|_| gives(Code::UnsubscribeToken)) {
        let token = Some(token.to_ascii_lowercase());
        return Some((
            Unsubscribe { token },
            Evidence::header(Code::UnsubscribeToken, "Subject", &subject),
        ));
    }
    let asked =
        letter.header("X-Apple-Unsubscribe").filter(|value| value.eq_ignore_ascii_case("true"))?;
    if !gives(Code::UnsubscribeHeader) {
        return None;
    }
    let evidence = Evidence::header(Code::UnsubscribeHeader, "X-Apple-Unsubscribe", &asked);
    Some((Unsubscribe { token: None }, evidence))
}

/// A wish in words, in the subject or the newly written text.
pub(crate) fn by_words(subject: &str, new_text: &str) -> Option<(Unsubscribe, Evidence)> {
    let count = new_text.split_whitespace().count();
    if count > MAX_WORDS {
        return None;
    }
    let found = |code, seen: &str| Some((Unsubscribe { token: None }, Evidence::new(code, seen)));
    if count <= 5 && is_wish(subject, true) && gives(Code::UnsubscribeSubject) {
        return found(Code::UnsubscribeSubject, subject);
    }
    let paragraphs = new_text.split("\n\n").map(|one| one.replace('\n', " ")).collect::<Vec<_>>();
    let sentences = paragraphs.iter().flat_map(|one| one.split_inclusive(['.', '!', '?']));
    let sentences = sentences.flat_map(|one| [one, last_clause(one)]);
    let alone = is_wish(new_text, true).then_some(new_text);
    // In a longer text a lone "Unsubscribe" is the footer of some mail program.
    let says_enough = |line: &&str| count <= MAX_LONE || line.split_whitespace().count() > 1;
    let mut lines = new_text.lines().chain(sentences).filter(says_enough);
    let wish = alone.or_else(|| lines.find(|line| is_wish(line, false)));
    wish.filter(|_| gives(Code::UnsubscribeText))
        .and_then(|wish| found(Code::UnsubscribeText, wish))
}

/// "Not for us, please remove me." What stands before the last comma is a sentence of its own; "to
/// opt out" is none.
fn last_clause(sentence: &str) -> &str {
    let clause = sentence.rsplit_once(',').map_or("", |(_, clause)| clause.trim_start());
    if normal(clause).starts_with("to ") { "" } else { clause }
}

/// What the wish cannot be without.
#[rustfmt::skip]
const CORES: &[&str] = &[
    "unsubscribe", "unsubscribed", "remove me", "remove us", "remove my", "remove our",
    "remove this address", "remove this email", "take me off", "take us off", "take my",
    "delete me", "delete my", "opt out", "opt-out", "opt me out", "opted out", "stop emailing",
    "stop e-mailing", "stop mailing", "stop sending", "stop contacting", "stop writing",
    "stop spamming", "stop messaging", "do not email", "do not e-mail", "don't email",
    "do not contact", "don't contact", "do not send", "don't send", "do not write", "don't write",
    "do not mail", "no more emails", "no more e-mails", "no more mails", "no more messages",
    "no more email", "no further emails", "no further e-mails", "no further contact",
    "no further messages", "cease contact", "off your list", "off your mailing list",
    "off this list", "abmelden", "melden sie mich", "abbestellen", "austragen",
    "tragen sie mich aus", "keine weiteren e-mails", "keine weiteren mails",
    "keine weiteren emails", "keine weiteren nachrichten", "keine mails mehr", "keine e-mails mehr",
    "keine emails mehr", "keine nachrichten mehr", "keine weitere werbung", "keine werbung mehr",
    "keine werbung", "nicht mehr anschreiben", "nicht mehr kontaktieren", "nicht mehr schreiben",
    "nicht weiter anschreiben", "schreiben sie mir nicht mehr", "aus ihrem verteiler",
    "aus dem verteiler", "aus eurem verteiler", "aus ihrer liste", "löschen sie mich",
    "löschen sie meine", "streichen sie mich", "entfernen sie mich", "von ihrer liste",
    "désabonner", "désabonnez-moi", "me désabonner", "désabonnement", "désinscrire",
    "désinscrivez-moi", "désinscription", "retirez-moi", "me retirer", "supprimez-moi",
    "ne plus recevoir", "ne m'envoyez plus", "ne plus me contacter", "ne plus m'écrire",
    "ne plus m'envoyer", "ne me contactez plus", "ne m'écrivez plus", "plus d'e-mails",
    "plus d'emails", "plus de mails", "arrêtez de m'écrire", "arrêtez de m'envoyer",
    "darme de baja", "dar de baja", "denme de baja", "deme de baja", "dame de baja",
    "cancelar suscripción", "cancelar la suscripción", "no me envíen más", "no me envíe más",
    "no me envíes más", "no me escriban más", "no enviar más", "no envíen más",
    "no quiero recibir más", "no deseo recibir más", "elimínenme", "elimíneme", "bórrenme",
    "bórreme", "quítenme", "quíteme", "cancellatemi", "cancellarmi", "cancellami", "disiscrivermi",
    "disiscrivetemi", "disiscrizione", "rimuovetemi", "rimuovimi", "non inviatemi più",
    "non mandatemi più", "non scrivetemi più", "non contattatemi più", "non voglio più ricevere",
    "non desidero più ricevere", "toglietemi", "uitschrijven", "schrijf mij uit", "afmelden",
    "meld mij af", "verwijder mij", "verwijder me", "geen mails meer", "geen e-mails meer",
    "geen verdere e-mails", "stuur mij geen", "haal mij van", "descadastrar", "descadastrem",
    "cancelar inscrição", "cancelar a inscrição", "remova-me", "removam-me", "me remova",
    "remover meu", "não me envie mais", "não me enviem mais", "não envie mais", "não enviem mais",
    "parem de enviar", "pare de enviar", "sair da lista", "wypisz mnie", "wypisać mnie",
    "o wypisanie", "usuń mnie", "usunąć mnie", "o usunięcie", "nie wysyłajcie", "nie wysyłać",
    "nie pisać", "więcej maili", "avregistrera", "avregistrera mig", "ta bort mig", "sluta skicka",
    "afmeld", "afmeld mig", "fjern mig", "meld meg av", "fjern meg", "stop med at sende",
    "poista minut", "отписаться", "отпишите", "отпишите меня", "удалите меня", "не пишите",
    "больше не пишите", "配信停止", "配信を停止", "配信停止を希望", "退订",
];

/// What may stand beside it. Nothing that names a thing of its own, and no "not".
#[rustfmt::skip]
const BESIDE: &[&str] = &[
    "please", "pls", "plz", "kindly", "just", "hi", "hello", "dear", "sir", "madam", "team", "all",
    "thanks", "thank", "you", "thx", "regards", "and", "or", "but", "then", "from", "of", "off",
    "on", "to", "at", "for", "in", "with", "your", "this", "that", "these", "the", "any", "my",
    "our", "me", "us", "i", "we", "it", "list", "lists", "mailing", "mailings", "mail", "mails",
    "email", "emails", "e-mail", "e-mails", "message", "messages", "newsletter", "newsletters",
    "address", "addresses", "database", "distribution", "contact", "contacts", "communication",
    "communications", "campaign", "campaigns", "sequence", "spam", "name", "details", "data",
    "information", "again", "anymore", "more", "further", "future", "now", "immediately", "asap",
    "today", "permanently", "once", "want", "wish", "would", "like", "can", "could", "will", "have",
    "be", "am", "do", "so", "as", "soon", "possible", "ever", "such", "unsolicited", "request",
    "asking", "ask", "bitte", "danke", "mich", "mir", "uns", "ich", "sie", "ihr", "ihre", "ihrem",
    "ihrer", "ihren", "von", "vom", "aus", "der", "die", "das", "dem", "den", "liste", "verteiler",
    "weitere", "weiteren", "mehr", "ab", "an", "möchte", "will", "hiermit", "sofort", "umgehend",
    "adresse", "e-mail-adresse", "emailadresse", "zu", "senden", "schicken", "zusenden", "erhalten",
    "und", "werden", "daten", "hallo", "vielen", "dank", "newsletters", "nehmen", "meine",
    "künftig", "zukünftig", "merci", "bonjour", "svp", "s'il", "vous", "plaît", "plait", "de",
    "votre", "vos", "liste", "diffusion", "la", "le", "les", "mes", "mon", "veuillez", "souhaite",
    "je", "ne", "plus", "courriels", "messages", "adresse", "d'envoi", "vouloir", "bien", "pour",
    "por", "favor", "gracias", "hola", "mi", "correo", "correos", "lista", "listas", "su", "sus",
    "del", "el", "quiero", "deseo", "más", "mensajes", "base", "datos", "que", "dirección", "para",
    "per", "favore", "grazie", "dalla", "vostra", "vostre", "tua", "mailing", "lista", "email",
    "messaggi", "più", "indirizzo", "il", "mio", "chiedo", "buongiorno", "cortesemente", "graag",
    "alstublieft", "aub", "bedankt", "ik", "wil", "mij", "van", "uw", "jullie", "de", "lijst",
    "mailinglijst", "meer", "me", "uit", "af", "obrigado", "obrigada", "da", "sua", "lista",
    "e-mails", "mensagens", "quero", "mais", "meu", "proszę", "dziękuję", "mnie", "z", "listy",
    "mailingowej", "więcej", "maili", "wiadomości", "adres", "mojego", "adresu", "bazy", "do",
    "tack", "från", "er", "min", "snälla", "tak", "fra", "jeres", "venligst", "takk", "пожалуйста",
    "спасибо", "мне", "меня", "из", "от", "рассылки", "вашей", "больше", "をお願いします",
    "お願いします", "してください", "希望します",
];

/// Wishes that are so short that they must be the whole text.
const ALONE: &[&str] =
    &["stop", "remove", "no more", "stopp", "basta", "baja", "arrêtez", "leave me alone"];

static CORE: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(CORES.iter().copied()));

/// Whether this is the wish and nothing else.
fn is_wish(line: &str, whole: bool) -> bool {
    let line = normal(line);
    let line = line.trim_matches(|c: char| !c.is_alphanumeric());
    if line.split(' ').count() > MAX_WISH {
        return false;
    }
    if whole && ALONE.contains(&line) {
        return true;
    }
    let cores: Vec<(usize, usize)> = CORE
        .find(line)
        .map(|(which, start)| (start, start + CORES.get(which).map_or(0, |core| core.len())))
        .collect();
    let mut at = 0;
    let fits = |word: &str| {
        let start = at;
        at += word.len() + 1;
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'');
        let in_core = cores.iter().any(|(from, to)| *from <= start && start < *to);
        in_core || bare.is_empty() || BESIDE.contains(&bare)
    };
    !cores.is_empty() && line.split(' ').all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_token_is_the_whole_subject() {
        let id = "40f8b7c7ca46d5592e513546378c009ffcf51fee";
        assert_eq!(token(&format!(" Unsubscribe  {id} ")), Some(id));
        for subject in [
            "unsubscribe",
            "unsubscribe me please",
            &format!("Automatic reply: unsubscribe {id}"),
            "unsubscribe 12345678901234567890 x",
        ] {
            assert_eq!(token(subject), None, "{subject}");
        }
    }

    #[test]
    fn r33_a_whole_line_or_sentence_is_a_wish() {
        for text in [
            "Unsubscribe",
            "STOP",
            "please remove me from your mailing list",
            "Hi,\nplease take me off your list.\nBob",
            "Not for us. Please stop emailing me. Regards, Bob",
            "Bitte keine weiteren Mails!",
            "Bitte nehmen Sie mich aus Ihrem Verteiler.",
            "Merci de me retirer de votre liste",
            "Por favor, no me envíen más correos",
            "Opt out",
            "I would like to unsubscribe",
            "Please remove me from\nyour list",
            "Don't contact me again.",
            "Graag uitschrijven",
            "Proszę o usunięcie mojego adresu z bazy",
            "Cancellatemi dalla vostra lista",
            "Thanks, but please remove me from your list.\n\nBest regards\nAda",
            "Merci de ne plus me contacter.",
            "Bitte löschen Sie meine Daten und schreiben Sie mir nicht mehr.",
        ] {
            assert!(by_words("Re: Coffee?", text).is_some(), "{text}");
        }
        assert!(by_words("unsubscribe", "").is_some());
    }

    #[test]
    fn r33_what_only_talks_about_it_is_no_wish() {
        for text in [
            "I can't find the unsubscribe link of our other tool, can you help?",
            "How do people unsubscribe from your product?",
            "Please do not unsubscribe me!",
            "Please remove me from the meeting on Monday",
            "We stop sending invoices on paper in May.",
            "Can you remove my colleague from the call?",
            "Stop by our booth on Tuesday",
            "Our opt-out rate is 2 %. What is yours?",
            "Kann man den Newsletter abbestellen?",
            "no more questions",
        ] {
            assert!(by_words("Re: Coffee?", text).is_none(), "{text}");
        }
        let footer =
            "Tuesday at ten suits me, and I shall bring the figures of the last two years with me.";
        assert!(by_words("Re: Coffee?", &format!("{footer}\n\nUnsubscribe")).is_none());
        let long = format!("{}\nunsubscribe", "word ".repeat(90));
        assert!(by_words("Re: Coffee?", &long).is_none());
    }
}
