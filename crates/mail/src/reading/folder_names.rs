//! What folders are called by habit, where a server does not say what they are for: the names that
//! Outlook, Thunderbird, Apple Mail and the big providers give them, in lower case.

use crate::reading::folder::Role;

/// What a folder of this name, in lower case and without its parents, is for.
pub(crate) fn role(name: &str) -> Option<Role> {
    let of = [
        (Role::Sent, SENT),
        (Role::Drafts, DRAFTS),
        (Role::Trash, TRASH),
        (Role::Junk, JUNK),
        (Role::Archive, ARCHIVE),
        (Role::All, ALL),
    ];
    of.iter().find(|(_, names)| names.contains(&name)).map(|(role, _)| *role)
}

#[rustfmt::skip]
const SENT: &[&str] = &[
    "sent", "sent items", "sent messages", "sent mail", "sent-mail", "sent_mail", "sentmail", "outbox sent",
    "gesendet", "gesendete objekte", "gesendete elemente", "gesendete nachrichten",
    "envoyés", "éléments envoyés", "messages envoyés", "courrier envoyé", "objets envoyés",
    "enviados", "elementos enviados", "mensajes enviados", "correo enviado", "enviadas",
    "itens enviados", "mensagens enviadas", "e-mails enviados", "elements enviats", "enviats",
    "inviati", "inviata", "posta inviata", "messaggi inviati", "elementi inviati",
    "verzonden", "verzonden items", "verzonden berichten", "verzonden objecten",
    "skickat", "skickade", "skickade objekt", "sendt", "sendte elementer", "sendt post", "sendte",
    "lähetetyt", "lähetetyt viestit", "saadetud", "saadetud üksused", "nosūtītie", "nosūtītās",
    "išsiųsta", "išsiųsti laiškai", "wysłane", "elementy wysłane", "wiadomości wysłane",
    "odeslané", "odeslaná pošta", "odoslané", "odoslaná pošta", "elküldött", "elküldött elemek",
    "trimise", "elemente trimise", "poslano", "poslana pošta", "poslane stavke", "послато",
    "отправленные", "отправленные письма", "надіслані", "відправлені", "изпратени",
    "gönderilmiş", "gönderilenler", "gönderilmiş öğeler", "gönderilmiş postalar",
    "απεσταλμένα", "σταλμένα", "נשלח", "פריטים שנשלחו", "המשלוחים", "المرسلة", "البريد المرسل", "العناصر المرسلة",
    "送信済み", "送信済みメール", "送信済みアイテム", "送信済みトレイ", "已发送", "已发送邮件", "已发邮件",
    "已傳送", "已寄出", "寄件備份", "寄件匣", "보낸 편지함", "보낸편지함", "보낸메일함", "보낸 항목",
    "ส่งแล้ว", "รายการที่ส่ง", "đã gửi", "thư đã gửi", "terkirim", "item terkirim",
];

#[rustfmt::skip]
const DRAFTS: &[&str] = &[
    "drafts", "draft", "entwürfe", "entwurf", "brouillons", "brouillon", "borradores", "borrador",
    "rascunhos", "rascunho", "esborranys", "bozze", "concepten", "utkast", "kladder", "kladde", "luonnokset",
    "mustandid", "melnraksti", "juodraščiai", "kopie robocze", "wersje robocze", "robocze", "szkice", "koncepty",
    "rozepsané", "piszkozatok", "ciorne", "schițe", "osnutki", "skice", "черновики", "чернетки", "чернови",
    "taslaklar", "πρόχειρα", "טיוטות", "المسودات", "مسودات", "下書き", "草稿", "草稿箱", "草稿夾",
    "임시 보관함", "임시보관함", "ร่าง", "แบบร่าง", "thư nháp", "bản nháp", "draf",
];

#[rustfmt::skip]
const TRASH: &[&str] = &[
    "trash", "deleted", "deleted items", "deleted messages", "bin", "wastebasket",
    "papierkorb", "gelöscht", "gelöschte objekte", "gelöschte elemente", "corbeille", "éléments supprimés",
    "messages supprimés", "papelera", "elementos eliminados", "eliminados", "lixeira", "lixo",
    "itens excluídos", "itens eliminados", "paperera", "cestino", "posta eliminata", "elementi eliminati",
    "prullenbak", "prullenmand", "verwijderde items", "papperskorgen", "borttagna objekt", "slettet post",
    "slettede elementer", "papirkurv", "papirkurven", "roskakori", "poistetut", "prügikast", "kustutatud üksused",
    "atkritne", "šiukšliadėžė", "kosz", "elementy usunięte", "usunięte", "koš", "odstraněná pošta", "kôš",
    "odstránené", "lomtár", "törölt elemek", "kuka", "coș de gunoi", "elemente șterse", "smeće", "izbrisano",
    "koš za smeti", "корзина", "удаленные", "удалённые", "кошик", "видалені", "кошче", "çöp", "çöp kutusu",
    "silinmiş öğeler", "κάδος απορριμμάτων", "διαγραμμένα", "אשפה", "פריטים שנמחקו", "المهملات",
    "العناصر المحذوفة", "ゴミ箱", "ごみ箱", "削除済みアイテム", "已删除", "已删除邮件", "垃圾桶", "刪除的郵件",
    "휴지통", "지운 편지함", "지운 항목", "ถังขยะ", "thùng rác", "sampah",
];

#[rustfmt::skip]
const JUNK: &[&str] = &[
    "junk", "spam", "junk e-mail", "junk email", "junk mail", "bulk", "bulk mail", "quarantine",
    "spamverdacht", "unerwünscht", "courrier indésirable", "indésirables", "pourriel",
    "correo no deseado", "no deseado", "lixo eletrônico", "lixo electrónico", "correu brossa", "brossa",
    "posta indesiderata", "indesiderata", "ongewenste e-mail", "ongewenste reclame", "ongewenst",
    "skräppost", "uønsket e-post", "søppelpost", "uønsket mail", "uønskede", "roskaposti", "rämpspost",
    "mēstules", "brukalas", "šlamštas", "wiadomości-śmieci", "niechciane", "nevyžádaná pošta", "nevyžiadaná pošta",
    "levélszemét", "mesaje nedorite", "neželena pošta", "спам", "нежелательная почта", "небажана пошта",
    "нежелана поща", "önemsiz", "önemsiz e-posta", "istenmeyen", "ανεπιθύμητα", "דואר זבל", "ספאם",
    "البريد العشوائي", "البريد غير الهام", "迷惑メール", "迷惑メールフォルダ", "垃圾邮件", "垃圾郵件",
    "스팸", "스팸메일함", "스팸편지함", "정크 메일", "อีเมลขยะ", "thư rác",
];

#[rustfmt::skip]
const ARCHIVE: &[&str] = &[
    "archive", "archives", "archived", "archiv", "archivio", "archivo", "archivados", "arquivo", "arquivadas",
    "arxiu", "archief", "arkiv", "arkisto", "arhiiv", "arhīvs", "archyvas", "archiwum", "archív", "archívum",
    "arhivă", "arhiva", "arhiv", "архив", "архів", "arşiv", "αρχειοθήκη", "αρχείο", "ארכיון", "الأرشيف",
    "أرشيف", "アーカイブ", "存档", "归档", "封存", "보관함", "보관", "เก็บถาวร", "lưu trữ", "arsip",
];

#[rustfmt::skip]
const ALL: &[&str] = &[
    "all mail", "alle nachrichten", "tous les messages", "todos", "todos os e-mails", "toda a correspondência",
    "tutti i messaggi", "alle berichten", "alla mail", "alle e-mails", "all e-post", "kaikki viestit",
    "wszystkie", "všechny zprávy", "všetky správy", "összes levél", "toate mesajele", "вся почта", "уся пошта",
    "tüm postalar", "όλα τα μηνύματα", "כל הדואר", "كل البريد", "すべてのメール", "所有邮件", "所有郵件",
    "전체보관함", "จดหมายทั้งหมด", "tất cả thư", "semua email",
];
