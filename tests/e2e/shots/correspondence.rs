//! Screens of mail that has left, has not, and has arrived, in the order in which it happens to one rep.

use super::album::{Album, use_theme};
use super::mailroom::{MINUTE, Mailroom, Someone};
use desk_store::files::KeptFiles;
use serde_json::{Value, json};

/// All pictures, for whoever asks for some of them only.
const NAMES: &[&str] = &[
    "settings-account",
    "account-own",
    "suppression",
    "email-window-files",
    "email-preview",
    "replies",
    "replies-formatted",
    "replies-review",
    "replies-all",
    "outbox-troubles",
    "late-dialog",
    "outbox-late",
    "returned-dialog",
];

const MARTA: Someone = (
    "Nordhafen Logistik",
    "Marta",
    "Lindqvist",
    "Head of Operations",
    "marta.lindqvist@nordhafen.example",
);
const OWEN: Someone =
    ("Brightwater Studios", "Owen", "Castellane", "Managing Director", "owen@brightwater.example");
const NOA: Someone = ("Sela Robotics", "Noa", "Berger", "CTO", "noa.berger@sela.example");
const IDA: Someone = ("Sela Robotics", "Ida", "Marchetti", "Purchasing", "ida@sela.example");
const PRIYA: Someone =
    ("Tessellate Foods", "Priya", "Raman", "Supply Chain Lead", "priya.raman@tessellate.example");
const JORIS: Someone = ("Quillon Partners", "Joris", "van Dam", "Partner", "joris@quillon.example");
const TOMAS: Someone = ("Halden & Sons", "Tomás", "Halden", "Owner", "tomas@halden.example");
const AMELIE: Someone =
    ("Meridian Freight", "Amélie", "Roux", "Fleet Manager", "amelie.roux@meridian.example");
const KENJI: Someone =
    ("Atelier Kessler", "Kenji", "Watanabe", "Studio Lead", "kenji@kessler.example");
const LATE: [Someone; 3] = [
    ("Oakline Furniture", "Sofie", "Aalto", "Buyer", "sofie@oakline.example"),
    ("Petrichor Labs", "Luca", "Moretti", "Head of Research", "luca@petrichor.example"),
    ("Vantage Optics", "Hanne", "Dahl", "Sales Director", "hanne.dahl@vantage.example"),
];

const PLAIN: &str = "Content-Type: text/plain; charset=utf-8\n";

const HUMAN: &str = "Hello Grace,

thank you for writing. You are right about the replies: two of us spend most of the morning on them.

Would Thursday at 10:00 suit you? I would bring Henrik, who runs the dispatch desk. Twenty minutes are enough for a first look, and please send the price list before.

Best regards
Marta

On Mon, 2 Mar 2026 at 09:00, Grace Hopper <sender@example.test> wrote:
> Hello Marta,
>
> teams like yours lose an hour a day to chasing replies. We give it back.
> May I show you how, in ten minutes?";

const FORMATTED: &str = "Content-Type: multipart/alternative; boundary=\"part\"

--part
Content-Type: text/plain; charset=utf-8

Hi Grace, happy to talk. Our dates are below, pick one: https://calendar.brightwater.example/owen
--part
Content-Type: text/html; charset=utf-8

<div style=\"font-family: Georgia, serif; font-size: 15px\"><p>Hi Grace,</p>
<p>happy to talk. <b>Our dates</b> for the first half of March:</p>
<table border=\"1\" cellpadding=\"6\" style=\"border-collapse: collapse\">
<tr><th>Day</th><th>Time</th><th>Room</th></tr>
<tr><td>Wednesday, 4 March</td><td>14:00</td><td>Studio 2</td></tr>
<tr><td>Friday, 6 March</td><td>09:30</td><td>by video</td></tr></table>
<p>Pick one <a href=\"https://calendar.brightwater.example/owen\">in my calendar</a>, or see
<a href=\"https://tracking.elsewhere.example/x\">www.brightwater.example</a>.</p>
<p style=\"color: #555\">Owen Castellane<br>Managing Director, Brightwater Studios</p></div>
--part--";

fn step(amount: i64, unit: &str, content: Value) -> Value {
    json!({"id": null, "name": "", "rules": {"any_hour": true}, "delay": {"amount": amount, "unit": unit}, "content": content})
}

fn email(mode: &str, thread: &str, subject: &str, body: &str) -> Value {
    json!({"type": "email", "mode": mode, "thread": thread, "subject": subject, "body": body})
}

/// The cadence in which most of it happens.
fn introduction() -> Value {
    let opening = "Hello {{ contact.first_name }},\n\nteams like yours lose an hour a day to chasing replies. \
        We give it back. May I show you how, in ten minutes?";
    json!([
        step(0, "days", email("manual", "new", "A question about {{ partnership.name }}", opening)),
        step(3, "days", json!({"type": "call", "script": "Ask whether the e-mail arrived."})),
        step(5, "days", email("automatic", "same", "", "One more idea, in two lines.")),
    ])
}

/// Pictures of all of them.
pub async fn correspondence(album: &mut Album) {
    if !NAMES.iter().any(|name| album.wants(name)) {
        return;
    }
    let mut room = Mailroom::open().await;
    use_theme(room.page(), album.theme).await;
    let cadence = room.cadence("Warm introduction", introduction()).await;
    settings(album, &room, &cadence).await;
    window_with_files(album, &room, &cadence).await;
    replies(album, &mut room, &cadence).await;
    outbox(album, &mut room, &cadence).await;
    coming_back(album, room).await;
}

async fn take(album: &mut Album, room: &Mailroom, name: &str) {
    if album.wants(name) {
        album.take(&room.desk, name).await;
    }
}

async fn settings(album: &mut Album, room: &Mailroom, cadence: &Value) {
    let page = room.page();
    for entry in
        ["competitor.example", "jobs*@*.example", "press@nordhafen.example", "+49 30 23125 199"]
    {
        room.ask("suppression_add", json!({"entry": entry})).await;
    }
    let gone =
        room.enters(cadence, ("Larkspur Media", "Bea", "Holt", "Editor", "bea@larkspur.example"));
    let shown = room.ask("partnership_get", json!({"id": gone.await})).await;
    room.ask("contact_opt_out", json!({"id": shown["contacts"][0]["id"]})).await;
    let limits = json!({"per_day": 120, "per_hour": 20, "gap_from": 30, "gap_until": 90});
    let own = json!({"name": "Grace H.", "signature": "Grace, Harbour & Vale", "pace": limits});
    room.ask("account_own", json!({"id": 1, "own": own})).await;
    page.reload(Some("/settings")).await;
    page.sees("Inbox: read").await;
    take(album, room, "settings-account").await;
    page.press("Signature and limits").await;
    page.field("E-mails in 24 hours").await;
    take(album, room, "account-own").await;
    // It would keep back what is sent next.
    room.ask("account_own", json!({"id": 1, "own": {}})).await;
    page.reload(Some("/settings")).await;
    page.sees("bea@larkspur.example").await;
    let list =
        "document.querySelector('[aria-label=Suppressed]').closest('section').scrollIntoView()";
    page.script(list, vec![]).await;
    take(album, room, "suppression").await;
}

async fn window_with_files(album: &mut Album, room: &Mailroom, cadence: &Value) {
    let page = room.page();
    let partnership = room.enters(cadence, KENJI).await;
    let touch = &room.touches(&partnership).await[0];
    let mut draft = room.ask("touch_get", json!({"id": touch})).await["work"]["draft"].clone();
    draft["attachments"] = json!([
        kept(room, "Harbour & Vale – how it works.pdf", 482_113),
        kept(room, "Price list 2026.xlsx", 38_420),
    ]);
    room.ask("email_save", json!({"id": touch, "draft": draft})).await;
    let id = partnership.as_i64().expect("an id");
    page.reload(Some(&format!("/partnerships/{id}"))).await;
    page.press("Run step").await;
    page.sees("in all").await;
    let last =
        "document.querySelector('section[aria-label=Preview]').scrollIntoView({block: 'end'})";
    page.script(last, vec![]).await;
    take(album, room, "email-window-files").await;
    page.press("Preview").await;
    page.sees("As most recipients see it").await;
    page.script(last, vec![]).await;
    take(album, room, "email-preview").await;
}

/// A file as the workspace keeps it.
fn kept(room: &Mailroom, name: &str, size: usize) -> Value {
    let surroundings = &room.desk.surroundings;
    let outside = surroundings.home().join("outside");
    std::fs::write(&outside, vec![b'x'; size]).expect("a file");
    let workspace = surroundings.workspace().join(desk_store::open::FILE_NAME);
    let connection = rusqlite::Connection::open(workspace).expect("the workspace");
    let (file, size) = KeptFiles::beside(&connection).keep(&outside).expect("it is kept");
    json!({"file": file.as_str(), "name": name, "size": size})
}

async fn replies(album: &mut Album, room: &mut Mailroom, cadence: &Value) {
    let mut homes = Vec::new();
    for person in [MARTA, OWEN, NOA, PRIYA] {
        homes.push(room.enters(cadence, person).await);
    }
    room.colleague_enters(cadence, &homes[2], IDA).await;
    for home in &homes {
        room.write_to(home).await;
    }
    room.pass(10_000).await;
    room.have_left(5).await;
    for (away, from, subject, answers, content) in arrivals() {
        room.pass(away * MINUTE).await;
        room.arrives(from, subject, answers, &content);
    }
    room.pass(12 * MINUTE).await;
    let page = room.page();
    page.reload(Some("/replies?tab=all")).await;
    for text in ["Thursday at 10:00", "happy to talk", "back on 9 March", "speak with you"] {
        page.sees(text).await;
    }
    take(album, room, "replies-all").await;
    for (name, person) in [
        ("replies", "Marta Lindqvist"),
        ("replies-formatted", "Owen Castellane"),
        ("replies-review", "office@sela.example"),
    ] {
        page.reload(Some("/replies")).await;
        page.script(
            "[...document.querySelectorAll('[aria-label=Messages] button')]
               .find((row) => row.textContent.includes(arguments[0])).click()",
            vec![json!(person)],
        )
        .await;
        page.until("document.querySelector('article h2')").await;
        page.ready().await;
        if name == "replies-formatted" {
            page.script(
                "[...document.querySelectorAll('article label')]
                   .find((label) => label.textContent === 'Formatted').click()",
                vec![],
            )
            .await;
            page.until("document.querySelector('article iframe')").await;
        }
        take(album, room, name).await;
    }
}

type Arrival = (i64, (&'static str, &'static str), &'static str, Option<&'static str>, String);

/// What comes, each so many minutes after the one before.
fn arrivals() -> Vec<Arrival> {
    let plain = |more: &str, text: &str| format!("{more}{PLAIN}\n{text}");
    vec![
        (
            3,
            ("Priya Raman", PRIYA.4),
            "Automatic reply: A question about Tessellate Foods",
            Some(PRIYA.4),
            plain(
                "Auto-Submitted: auto-replied\n",
                "I am out of the office and will be back on 9 March.",
            ),
        ),
        (
            11,
            ("Owen Castellane", OWEN.4),
            "Re: A question about Brightwater Studios",
            Some(OWEN.4),
            FORMATTED.to_owned(),
        ),
        (
            6,
            ("Front Office", "office@sela.example"),
            "Re: A question about Sela Robotics",
            None,
            plain("", "Good morning, our colleague would like to speak with you about this."),
        ),
        (
            9,
            ("Marta Lindqvist", MARTA.4),
            "Re: A question about Nordhafen Logistik",
            Some(MARTA.4),
            plain("", HUMAN),
        ),
    ]
}

async fn outbox(album: &mut Album, room: &mut Mailroom, cadence: &Value) {
    let into_silence = room.enters(cadence, AMELIE).await;
    room.write_into_silence(&into_silence).await;
    for person in [JORIS, TOMAS] {
        let home = room.enters(cadence, person).await;
        room.write_to(&home).await;
    }
    room.pass(10_000).await;
    let page = room.page();
    page.reload(Some("/outbox")).await;
    for text in ["No such user here", "Greylisted"] {
        page.sees(text).await;
    }
    let next = ("Corvid Analytics", "Ruth", "Okafor", "Founder", "ruth@corvid.example");
    let home = room.enters(cadence, next).await;
    room.write_to(&home).await;
    page.reload(Some("/outbox")).await;
    page.sees("Ruth Okafor").await;
    take(album, room, "outbox-troubles").await;
}

async fn coming_back(album: &mut Album, mut room: Mailroom) {
    let note = email(
        "automatic",
        "new",
        "Welcome to the spring list",
        "Hello {{ contact.first_name }}, …",
    );
    let later = room.cadence("Spring list", json!([step(2, "hours", note)])).await;
    for person in LATE {
        room.enters(&later, person).await;
    }
    room.pass(2 * 24 * 60 * MINUTE).await;
    let page = room.page();
    page.reload(Some("/partnerships")).await;
    page.sees("Send at the normal pace").await;
    take(album, &room, "late-dialog").await;
    page.press("Choose one by one").await;
    page.sees("Hanne Dahl").await;
    take(album, &room, "outbox-late").await;

    let room = room.restore().await;
    let page = room.page();
    page.sees("This workspace was restored").await;
    page.sees_no("Reading your folder of sent mail").await;
    take(album, &room, "returned-dialog").await;
}
