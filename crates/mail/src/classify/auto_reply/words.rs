//! Words of automatic answers: how their subjects begin, and what their texts say.

use crate::classify::phrase::Phrases;
use std::sync::LazyLock;

/// Beginnings of subjects that only machines write.
#[rustfmt::skip]
pub(super) const SURE: &[&str] = &[
    "automatic reply", "automatic response", "automated reply", "automated response", "auto reply",
    "auto-reply", "autoreply", "auto response", "auto-response", "autoresponse", "autoresponder",
    "auto:", "out of office autoreply", "out of office reply", "out-of-office reply",
    "out of office automatic", "vacation reply", "vacation response", "vacation message",
    "away message", "reply from autoresponder", "automatische antwort", "automatische rückantwort",
    "automatische abwesenheit", "abwesenheitsnotiz", "abwesenheitsnachricht", "abwesenheitsmeldung",
    "abwesenheitsassistent", "autoantwort", "auto-antwort", "abwesenheitsbenachrichtigung",
    "eingangsbestätigung", "réponse automatique", "reponse automatique", "message automatique",
    "message d'absence", "notification d'absence", "absence du bureau",
    "accusé de réception automatique", "respuesta automática", "respuesta automatica",
    "contestación automática", "mensaje automático", "respuesta de fuera de la oficina",
    "respuesta de ausencia", "risposta automatica", "messaggio automatico", "risposta fuori sede",
    "resposta automática", "resposta automatica", "mensagem automática", "resposta de ausência",
    "automatisch antwoord", "automatische beantwoording", "automatisch bericht",
    "automatische reactie", "afwezigheidsbericht", "afwezigheidsassistent", "autosvar",
    "automatiskt svar", "automatisk svar", "sjálfvirkt svar", "automatski odgovor", "samodejni odgovor",
    "автоматичен отговор", "аутоматски одговор", "автоматски одговор", "automatinis atsakymas",
    "automātiskā atbilde", "automaatvastus", "resposta automàtica", "erantzun automatikoa",
    "përgjigje automatike", "balasan automatik", "پاسخ خودکار", "स्वचालित उत्तर", "autorespuesta",
    "ticket received", "ticket created", "ticket opened", "case created", "request received",
    "we have received your request", "we received your request", "we've received your request",
    "your request has been received", "your ticket has been", "anfrage erhalten",
    "ihre anfrage ist eingegangen", "demande reçue", "solicitud recibida", "richiesta ricevuta", "frånvaromeddelande", "fraværsmeddelelse",
    "fraværsmelding", "fraværsassistent", "automaattinen vastaus", "poissaoloviesti",
    "automaattivastaus", "autoodpowiedź", "automatyczna odpowiedź", "odpowiedź automatyczna",
    "automatická odpověď", "automatická odpoveď", "automatikus válasz", "răspuns automat",
    "otomatik yanıt", "otomatik cevap", "автоответ", "автоматический ответ",
    "автоматична відповідь", "αυτόματη απάντηση", "自動応答", "自動返信", "不在通知", "自动答复",
    "自动回复", "自動回覆", "自動回覆郵件", "자동 회신", "자동 응답", "balasan otomatis",
    "trả lời tự động", "ตอบกลับอัตโนมัติ", "תשובה אוטומטית", "رد تلقائي",
];

/// Beginnings that people use too: only a subject that ends there, or goes on with a date or the
/// subject that it answers, is a machine's.
#[rustfmt::skip]
pub(super) const LOOSE: &[&str] = &[
    "out of office", "out of the office", "out-of-office", "ooo", "ooto", "away",
    "away from office", "away from the office", "away from my mail", "i am away", "i'm away",
    "i am out of the office", "i'm out of the office", "on vacation", "on holiday", "on leave",
    "on annual leave", "annual leave", "vacation", "holiday", "maternity leave", "paternity leave",
    "parental leave", "not in the office", "no longer with", "abwesend", "abwesenheit",
    "bin abwesend", "nicht im büro", "nicht im haus", "im urlaub", "urlaub", "außer haus",
    "elternzeit", "absent", "absent du bureau", "absence", "en congé", "en congés", "en vacances",
    "fuera de la oficina", "fuera de oficina", "ausente", "ausencia", "de vacaciones", "fuori sede",
    "fuori ufficio", "assente", "assenza", "in ferie", "fora do escritório", "ausência",
    "de férias", "afwezig", "afwezigheid", "niet aanwezig", "op vakantie", "frånvaro",
    "frånvarande", "ej på kontoret", "fraværende", "ikke på kontoret", "på ferie", "poissa",
    "lomalla", "nieobecność", "nieobecny", "nieobecna", "poza biurem", "urlop", "нет в офисе",
    "в отпуске", "отпуск", "不在",
];

/// Words by which a text says that it is automatic.
#[rustfmt::skip]
pub(super) static SAYS_SO: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new([
        "this is an automatic reply", "this is an automated reply", "this is an automated response",
        "this is an automatic response", "this is an auto-reply", "this is an autoreply",
        "this is an auto reply", "this is an automated message",
        "this is an automatically generated", "this message was automatically generated",
        "this message is automatically generated", "this email was automatically generated",
        "this e-mail was automatically generated", "this email is automatically generated",
        "automatically generated message", "automatically generated email",
        "this mailbox is not monitored", "this inbox is not monitored",
        "this mailbox is unattended", "please do not reply to this email",
        "please do not reply to this message", "do not reply to this email",
        "do not respond to this message", "dies ist eine automatische antwort",
        "dies ist eine automatische nachricht", "dies ist eine automatisch generierte",
        "diese nachricht wurde automatisch", "diese e-mail wurde automatisch",
        "automatisch erstellte nachricht", "automatisch generierte nachricht",
        "bitte antworten sie nicht auf diese", "ceci est une réponse automatique",
        "ceci est un message automatique", "message automatique", "message généré automatiquement",
        "réponse générée automatiquement", "merci de ne pas répondre à ce",
        "esta es una respuesta automática", "este es un mensaje automático",
        "mensaje generado automáticamente", "no responda a este",
        "questa è una risposta automatica", "questo è un messaggio automatico",
        "messaggio generato automaticamente", "si prega di non rispondere",
        "esta é uma resposta automática", "esta é uma mensagem automática",
        "mensagem gerada automaticamente", "dit is een automatisch", "dit bericht is automatisch",
        "to jest automatyczna odpowiedź", "wiadomość wygenerowana automatycznie",
        "detta är ett automatiskt", "dette er en automatisk", "dette er et automatisk",
        "tämä on automaattinen", "это автоматический ответ", "это письмо создано автоматически",
        "自動返信です", "自動送信", "自动回复", "自動回覆",
    ])
});

/// How absences begin.
#[rustfmt::skip]
pub(super) static ABSENT: LazyLock<Phrases> = LazyLock::new(|| Phrases::new([
    "out of the office", "out of office", "away from the office", "away from my desk",
    "currently away", "am away", "will be away", "on vacation", "on holiday", "on annual leave",
    "on leave", "on maternity leave", "on parental leave", "on paternity leave",
    "not in the office", "currently out", "currently traveling", "currently travelling",
    "no longer with", "no longer works", "have left the company", "nicht im büro", "nicht im haus",
    "außer haus", "im urlaub", "in urlaub", "bin abwesend", "nicht erreichbar", "abwesend",
    "in elternzeit", "nicht mehr für", "nicht mehr bei", "nicht mehr im unternehmen", "ne travaille plus",
    "ne fait plus partie", "ya no trabaja", "ya no trabajo", "non lavora più", "non lavoro più",
    "não trabalha mais", "não trabalho mais", "werkt niet meer", "werk niet meer", "nie pracuje",
    "nie pracuję", "no longer employed", "left the company", "left the organisation",
    "left the organization", "absent du bureau", "suis absent", "suis absente", "serai absent",
    "serai absente", "en congé", "en congés", "en vacances", "actuellement absent",
    "actuellement absente", "fuera de la oficina", "estoy de vacaciones", "estaré ausente",
    "estoy ausente", "fuori sede", "fuori ufficio", "sono in ferie", "sarò assente", "sono assente",
    "fora do escritório", "estou de férias", "estarei ausente", "estou ausente", "ben afwezig",
    "niet aanwezig", "ben ik afwezig", "op vakantie", "niet op kantoor", "jestem nieobecny",
    "jestem nieobecna", "na urlopie", "poza biurem", "inte på kontoret", "har semester",
    "ikke på kontoret", "på ferie", "poissa toimistolta", "lomalla", "в отпуске", "нет в офисе",
    "不在にして", "休暇",
]));

/// How absences go on. A person who writes from afar rarely does.
#[rustfmt::skip]
pub(super) static CONSOLED: LazyLock<Phrases> = LazyLock::new(|| Phrases::new([
    "limited access", "no access to", "not have access", "without access", "intermittent access",
    "in urgent cases", "for urgent matters", "for urgent", "if urgent", "if your matter",
    "if it is urgent", "for immediate assistance", "for immediate", "in my absence",
    "during my absence", "during this time", "upon my return", "on my return", "when i return",
    "when i am back", "when i get back", "as soon as i return", "as soon as possible upon",
    "will not be forwarded", "will not be read", "responding to emails", "in dringenden fällen",
    "dringenden fällen", "in dringenden angelegenheiten", "wird nicht weitergeleitet",
    "nicht weitergeleitet", "während meiner abwesenheit", "meine vertretung",
    "nach meiner rückkehr", "eingeschränkten zugriff", "keinen zugriff", "en cas d'urgence",
    "pour toute urgence", "à mon retour", "dès mon retour", "pendant mon absence",
    "durant mon absence", "en caso de urgencia", "para asuntos urgentes", "durante mi ausencia",
    "a mi regreso", "a mi vuelta", "in caso di urgenza", "per urgenze", "al mio rientro",
    "al mio ritorno", "em caso de urgência", "em casos urgentes", "no meu regresso",
    "no meu retorno", "bij dringende", "voor dringende", "in dringende gevallen",
    "tijdens mijn afwezigheid", "w pilnych sprawach", "w sprawach pilnych", "po powrocie",
    "vid brådskande", "ved hastesager", "по срочным вопросам",
]));

/// How programs that keep tickets, and those that ask strangers to prove themselves, put it.
#[rustfmt::skip]
pub(super) static ASSISTANTS: LazyLock<Phrases> = LazyLock::new(|| Phrases::new([
    "ticket has been created", "ticket has been opened", "ticket has been logged",
    "ticket was created", "case has been created", "case has been opened", "case was created",
    "your request has been received", "your request was received", "we have received your request",
    "we've received your request", "we received your request", "we got your request",
    "we have received your inquiry", "we have received your enquiry", "your ticket number",
    "your case number", "type your reply above this line", "reply above this line",
    "ticket wurde erstellt", "ticket wurde eröffnet", "ihre anfrage ist bei uns eingegangen",
    "ihre anfrage wurde erfasst", "wir haben ihre anfrage erhalten", "ihre ticketnummer",
    "votre demande a été enregistrée", "votre demande a bien été", "nous avons bien reçu votre demande",
    "su solicitud ha sido recibida", "hemos recibido su solicitud", "hemos recibido tu solicitud",
    "abbiamo ricevuto la tua richiesta", "abbiamo ricevuto la sua richiesta",
    "la sua richiesta è stata ricevuta", "recebemos a sua solicitação", "recebemos sua solicitação",
    "recebemos o seu pedido", "we hebben uw aanvraag ontvangen", "uw aanvraag is ontvangen",
    "otrzymaliśmy twoje zgłoszenie", "twoje zgłoszenie zostało",
    "requires that you verify", "real live human", "complete this verification",
    "complete the verification", "to be added to my approved", "approved senders list",
    "approved sender list", "prove that you are human", "prove you are human",
    "prove that you are not a spammer", "using spamarrest", "using spam arrest", "boxtrapper",
    "message is being held until you", "confirm that you sent",
]));

/// How somebody is told that a message has come, and when it will be answered.
#[rustfmt::skip]
pub(super) static RECEIVED: LazyLock<Phrases> = LazyLock::new(|| Phrases::new([
    "received your message", "received your email", "received your e-mail", "thank you for contacting",
    "thanks for contacting", "thank you for getting in touch", "thank you for reaching out",
    "thanks for reaching out", "thank you for your inquiry", "thank you for your enquiry",
    "ihre nachricht erhalten", "ihre e-mail erhalten", "vielen dank für ihre anfrage",
    "vielen dank für ihre nachricht", "bien reçu votre message", "merci de nous avoir contacté",
    "hemos recibido su mensaje", "gracias por contactar", "ricevuto il suo messaggio",
    "grazie per averci contattato", "recebemos a sua mensagem", "obrigado por contactar",
    "obrigado por entrar em contato", "uw bericht ontvangen", "dziękujemy za kontakt",
]));
#[rustfmt::skip]
pub(super) static IN_TIME: LazyLock<Phrases> = LazyLock::new(|| Phrases::new([
    "within 24", "within 48", "within one business", "within two business", "business day",
    "business days", "business hours", "working day", "working days", "within the next",
    "innerhalb von", "werktag", "werktagen", "jours ouvrés", "sous 24", "sous 48", "días hábiles",
    "en un plazo", "entro 24", "entro 48", "giorni lavorativi", "dias úteis", "binnen 24",
    "werkdagen", "dni roboczych",
]));

/// How subjects speak of an absence: of the writer's own, which may stand before [`LOOSE`] ...
pub(super) const I_AM: &[&str] =
    &["i am ", "i'm ", "ich bin ", "je suis ", "estoy ", "sono ", "estou ", "ik ben ", "jestem "];

/// ... and of somebody by name.
pub(super) const IS_AWAY: &[&str] = &[
    " is out of the office",
    " is out of office",
    " is on vacation",
    " is on holiday",
    " is on leave",
    " is away",
    " ist abwesend",
    " ist nicht im büro",
    " ist im urlaub",
    " est absent du bureau",
    " est absente du bureau",
];
