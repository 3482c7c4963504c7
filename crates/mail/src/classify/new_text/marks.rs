//! The lines by which mail programs introduce a quotation or a signature, in the languages that
//! people write in.

/// Longest introduction of a quotation, in lines: long names and addresses are wrapped.
const MAX_LINES: usize = 5;

/// Longest introduction of a quotation, in bytes.
const MAX_BYTES: usize = 400;

/// "wrote", at the end of an introduction or before the name in it.
#[rustfmt::skip]
const WROTE: &[&str] = &[
    "wrote", "writes", "said", "schrieb", "schrieben", "geschrieben", "a écrit", "écrit", "a ecrit",
    "escribió", "escribio", "escribiste", "ha scritto", "scrive", "schreef", "heeft geschreven",
    "geschreven", "escreveu", "skrev", "har skrivit", "kirjoitti", "napisał", "napisała",
    "napisał(a)", "napisał(-a)", "pisze", "napsal", "napsal(a)", "napsala", "napísal", "napísal(a)",
    "írta", "a scris", "έγραψε", "пишет", "написал", "написала", "писал", "писал(а)", "написал(а)",
    "yazdı", "şunu yazdı", "rašė", "rakstīja", "kirjutas", "je napisao", "je napisal",
    "je napisao/la", "написа", "wrote on", "đã viết", "menulis", "写道", "寫道", "さんは書きました",
    "のメール", "님이 작성", "작성", "כתב", "كتب",
];

/// How introductions begin.
#[rustfmt::skip]
const STARTS: &[&str] = &[
    "on ", "am ", "le ", "el ", "il ", "em ", "op ", "den ", "w dniu ", "dnia ", "pada ", "dne ",
    "dňa ", "в ", "in data ", "in a message", "på ", "ons ", "vào ", "στις ",
    "в сообщении", "в письме", "из письма",
];

/// How many lines at the beginning of `lines` introduce a quotation.
pub(super) fn attribution(lines: &[&str]) -> Option<usize> {
    let first = lines.first()?.trim();
    if !can_start(first) {
        return None;
    }
    let mut joined = String::new();
    for (at, line) in lines.iter().take(MAX_LINES).enumerate() {
        let line = line.trim();
        if line.is_empty() || joined.len() + line.len() > MAX_BYTES {
            return None;
        }
        joined.push_str(line);
        joined.push(' ');
        if is_attribution(&joined) {
            return (!begins_later(lines.get(1..=at)?)).then_some(at + 1);
        }
    }
    None
}

/// Whether an introduction begins with a later one of these lines: then what stands above it is a
/// sentence with a number in it.
fn begins_later(lines: &[&str]) -> bool {
    (0..lines.len()).filter_map(|at| lines.get(at..)).any(|tail| {
        let starts = tail
            .first()
            .is_some_and(|line| STARTS.iter().any(|start| starts_with(line.trim(), start)));
        starts && is_attribution(&tail.join(" "))
    })
}

fn can_start(line: &str) -> bool {
    let digits = line.bytes().any(|b| b.is_ascii_digit());
    let verb = || WROTE.iter().any(|verb| line.trim_end_matches([':', ' ', '：']).ends_with(verb));
    !line.is_empty() && (digits || STARTS.iter().any(|start| starts_with(line, start)) || verb())
}

fn starts_with(line: &str, start: &str) -> bool {
    let mut letters = line.chars().flat_map(char::to_lowercase);
    start.chars().all(|c| letters.next() == Some(c))
}

fn is_attribution(joined: &str) -> bool {
    let text = joined.trim().to_lowercase();
    let text = text.trim_matches(['-', '*', '_', ' ']);
    let (inner, colon) = match text.strip_suffix([':', '：']) {
        Some(inner) => (inner.trim_end_matches([' ', '\u{a0}']), true),
        None => (text, false),
    };
    let digit = inner.bytes().any(|b| b.is_ascii_digit());
    let address = inner.contains('@') || inner.contains('<');
    let ends_in_verb = WROTE.iter().any(|verb| ends_in_word(inner, verb));
    if ends_in_verb && ((digit && has_date(inner)) || (address && colon)) {
        return true;
    }
    if !colon {
        return false;
    }
    let verb_inside = || WROTE.iter().any(|verb| inner.contains(&format!(" {verb} ")));
    let ends_in_address = inner.ends_with('>') && inner.contains('@');
    digit && has_date(inner) && (verb_inside() || ends_in_address)
}

fn ends_in_word(text: &str, word: &str) -> bool {
    let before = text.strip_suffix(word);
    before.is_some_and(|before| !before.ends_with(|c: char| c.is_alphanumeric() && c.is_ascii()))
}

/// A year, a time of day, or a day with a month: `2016`, `12:30`, `18.30`, `dec 9`.
fn has_date(text: &str) -> bool {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|one| !one.is_empty());
    let year = |one: &str| one.len() == 4 && (one.starts_with("19") || one.starts_with("20"));
    let short = |one: &str| one.len() <= 2;
    let mut shorts = 0;
    numbers.any(|one| {
        shorts += usize::from(short(one));
        year(one) || shorts == 2
    }) || (shorts == 1 && text.contains(','))
}

/// `-----Original Message-----` and its like: all below is not new.
pub(super) fn announces_original(line: &str) -> bool {
    #[rustfmt::skip]
    const TITLES: &[&str] = &[
        "original message", "original mail", "original email", "original appointment",
        "forwarded message", "forwarded by", "begin forwarded message", "reply message",
        "ursprüngliche nachricht", "originalnachricht", "original-nachricht",
        "weitergeleitete nachricht", "anfang der weitergeleiteten", "message d'origine",
        "message original", "message transféré", "mail original", "début du message",
        "mensaje original", "mensaje reenviado", "inicio del mensaje", "messaggio originale",
        "messaggio inoltrato", "inizio messaggio", "oorspronkelijk bericht", "doorgestuurd bericht",
        "oorspronkelijke bericht", "mensagem original", "mensagem encaminhada",
        "ursprungligt meddelande", "vidarebefordrat meddelande", "original meddelelse",
        "oprindelig meddelelse", "oprindelig besked", "videresendt", "opprinnelig melding",
        "videresendt melding", "alkuperäinen viesti", "wiadomość oryginalna",
        "oryginalna wiadomość", "przekazana wiadomość", "původní zpráva", "исходное сообщение",
        "пересылаемое сообщение", "пересланное сообщение", "eredeti üzenet", "mesaj original",
        "orijinal ileti", "orijinal mesaj", "元のメッセージ", "転送メッセージ", "原始邮件",
        "原始郵件", "转发邮件", "원본 메시지",
    ];
    let line = line.trim();
    let marked =
        line.starts_with(['-', '_', '=', '*']) && line.ends_with(['-', '_', '=', '*', ':']);
    let apple = line.ends_with(':') && line.len() < 80;
    if !marked && !apple {
        return false;
    }
    let text = line.trim_matches(['-', '_', '=', '*', ' ', ':', '\u{a0}']).to_lowercase();
    let text = text.replace(['\u{2019}', '\u{b4}'], "'");
    if marked {
        TITLES.iter().any(|title| text.starts_with(title))
    } else {
        [
            "begin forwarded message",
            "anfang der weitergeleiteten",
            "début du message",
            "inicio del mensaje",
            "inizio messaggio",
        ]
        .iter()
        .any(|title| text.starts_with(title))
    }
}

/// The names of the lines that Outlook and others put above a quotation, by what they tell.
#[rustfmt::skip]
const HEADERS: &[&[&str]] = &[
    &[
        "from", "von", "de", "da", "van", "från", "fra", "od", "od koho", "от", "от кого", "kimden",
        "gönderen", "lähettäjä", "feladó", "de la", "από", "expéditeur", "remitente", "mittente",
        "remetente", "afzender", "发件人", "寄件者", "差出人", "보낸 사람", "מאת",
    ],
    &[
        "sent", "date", "gesendet", "gesendet am", "datum", "envoyé", "envoyé le", "enviado",
        "enviado el", "enviado em", "enviada em", "fecha", "data", "inviato", "inviato il",
        "verzonden", "skickat", "sendt", "dato", "wysłano", "wysłane", "отправлено", "дата",
        "lähetetty", "päivämäärä", "päiväys", "gönderildi", "gönderilme tarihi", "tarih",
        "odesláno", "elküldve", "küldve", "dátum", "trimis", "στάλθηκε", "message du", "发送时间",
        "日期", "送信日時", "보낸 날짜",
    ],
    &[
        "to", "an", "à", "a", "para", "aan", "till", "til", "do", "кому", "vastaanottaja", "kime",
        "komu", "címzett", "către", "προς", "destinataire", "destinatario", "destinatário",
        "收件人", "宛先", "받는 사람",
    ],
    &[
        "subject", "betreff", "objet", "sujet", "asunto", "oggetto", "assunto", "onderwerp", "ämne",
        "emne", "temat", "тема", "aihe", "konu", "předmět", "predmet", "tárgy", "subiect", "θέμα",
        "主题", "主旨", "件名", "제목",
    ],
];

fn header_kind(line: &str) -> Option<usize> {
    let line = line.trim().trim_start_matches(['*', '_']);
    let (name, _) = line.split_once([':', '：'])?;
    let name = name.trim_matches(['*', ' ', '\u{a0}', '\t', '_']);
    if name.len() > 40 {
        return None;
    }
    let name = name.to_lowercase();
    HEADERS.iter().position(|names| names.contains(&name.as_str()))
}

/// Whether a block of at least three such lines begins here.
pub(super) fn is_header_block(lines: &[&str]) -> bool {
    if lines.first().and_then(|line| header_kind(line)).is_none() {
        return false;
    }
    let block = lines.iter().take_while(|line| !line.trim().is_empty()).take(10);
    let mut seen = [false; 4];
    for kind in block.filter_map(|line| header_kind(line)) {
        if let Some(one) = seen.get_mut(kind) {
            *one = true;
        }
    }
    seen.iter().filter(|one| **one).count() >= 3
}

/// A line of dashes, underscores or equals signs alone.
pub(super) fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 2 && line.chars().all(|c| matches!(c, '-' | '_' | '=' | '*' | '—' | '―'))
}

/// Whether a signature begins with the first line: the sign `-- ` (RFC 3676, 4.3), what mailing
/// lists and phones put below a text.
pub(super) fn begins_signature(lines: &[&str]) -> bool {
    let line = lines.first().map(|line| line.trim()).unwrap_or_default();
    let only = |wanted: char| line.chars().all(|c| c == wanted);
    if line == "--" || (line.len() >= 2 && only('_')) || (!line.is_empty() && only('—')) {
        return true;
    }
    is_device(line) && {
        let next = lines.iter().skip(1).find(|line| !line.trim().is_empty());
        next.is_none()
            || has_product(line)
            || lines.get(1).is_none_or(|line| line.trim().is_empty())
    }
}

/// `Sent from my iPhone`: short, no sentence.
fn is_device(line: &str) -> bool {
    #[rustfmt::skip]
    const SENT_FROM: &[&str] = &[
        "sent from ", "sent via ", "sent using ", "get outlook for ", "von meinem ",
        "gesendet von ", "gesendet mit ", "diese nachricht wurde von meinem", "envoyé de ",
        "envoyé depuis ", "envoyé à partir ", "enviado desde ", "enviado do ", "enviado de ",
        "enviado a partir", "inviato da ", "verzonden vanaf ", "verstuurd vanaf ", "verzonden met ",
        "skickat från ", "sendt fra ", "sendt med ", "wysłane z ", "wysłano z ", "отправлено с ",
        "отправлено из ", "lähetetty ", "odesláno z ", "iphoneから送信", "从我的", "发自我的",
    ];
    let line = line.split('<').next().unwrap_or_default().trim_end();
    let short = line.len() < 110 && line.split_whitespace().count() <= 9;
    short
        && !line.contains([',', '!', '?'])
        && !line.ends_with('.')
        && SENT_FROM.iter().any(|start| starts_with(line, start))
}

fn has_product(line: &str) -> bool {
    let line = line.to_lowercase();
    [
        "iphone",
        "ipad",
        "android",
        "outlook",
        "blackberry",
        "samsung",
        "galaxy",
        "huawei",
        "yahoo",
        "gmail",
        "typeapp",
        "protonmail",
        "proton mail",
        "mobile",
        "handy",
        "smartphone",
        "spark",
        "bluemail",
        "http",
    ]
    .iter()
    .any(|one| line.contains(one))
}
