//! HTML of e-mails as text, in which quoted lines are marked by `> ` as in plain text.
//!
//! No browser: tags that break lines, the containers in which mail programs put quotations, and
//! entities. Whatever is in the input, it is read once from front to back.

/// Deepest nesting that is followed. Real mails have a few hundred levels at most.
const MAX_DEPTH: usize = 1000;

/// How far up the open elements the partner of a closing tag is looked for.
const LOOK_UP: usize = 64;

/// The text of a document.
pub(crate) fn to_text(html: &str) -> String {
    let mut page = Page::default();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (text, tail) = rest.split_at_checked(at).unwrap_or((rest, ""));
        page.text(text);
        rest = page.tag(tail);
    }
    page.text(rest);
    page.end_line();
    page.out
}

#[derive(Default)]
struct Page {
    out: String,
    line: String,
    /// Open elements that can hold a quotation, and whether each is one.
    open: Vec<(String, bool)>,
    quotes: usize,
    /// All that follows is the quotation.
    rest_is_quoted: bool,
}

impl Page {
    /// Reads what begins with `<` and gives back what stands behind it.
    fn tag<'h>(&mut self, html: &'h str) -> &'h str {
        if let Some(comment) = html.strip_prefix("<!--") {
            return comment.split_once("-->").map_or("", |(_, rest)| rest);
        }
        let is_tag = html.get(1..).is_some_and(|rest| {
            rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
        });
        if !is_tag {
            self.text("<");
            return html.get(1..).unwrap_or_default();
        }
        let Some((inside, rest)) = html.get(1..).and_then(|html| html.split_once('>')) else {
            return "";
        };
        let end = |c: char| c.is_whitespace() || c == '/';
        if let Some(name) = inside.strip_prefix('/') {
            self.close(&name.trim().to_ascii_lowercase());
            return rest;
        }
        let name = inside.split(end).next().unwrap_or_default().to_ascii_lowercase();
        if matches!(name.as_str(), "script" | "style" | "head" | "title") && !inside.ends_with('/')
        {
            return behind(rest, &name);
        }
        self.open(name, inside);
        rest
    }

    fn open(&mut self, name: String, inside: &str) {
        match name.as_str() {
            "br" => self.end_line(),
            "p" | "hr" => self.blank_line(),
            "div" | "tr" | "table" | "li" | "ul" | "ol" | "blockquote" | "h1" | "h2" | "h3"
            | "h4" | "section" | "body" => {
                self.break_line();
            }
            _ => {}
        }
        if name == "li" {
            self.line.push_str("- ");
        }
        if !matches!(name.as_str(), "div" | "blockquote" | "span" | "section" | "table") {
            return;
        }
        let inside: String =
            inside.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
        if begins_quoted_rest(&inside) {
            self.break_line();
            self.rest_is_quoted = true;
        }
        let quotes = is_quotation(&name, &inside);
        if quotes {
            self.break_line();
        }
        if self.open.len() < MAX_DEPTH {
            self.quotes += usize::from(quotes);
            self.open.push((name, quotes));
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" | "blockquote" => self.blank_line(),
            "div" | "tr" | "table" | "li" | "ul" | "ol" | "h1" | "h2" | "h3" | "h4" | "section" => {
                self.break_line()
            }
            "td" | "th" => self.line.push(' '),
            _ => {}
        }
        let above = self.open.iter().rev().take(LOOK_UP).position(|(one, _)| one == name);
        let Some(above) = above else { return };
        for (_, quoted) in self.open.split_off(self.open.len() - above - 1) {
            if quoted {
                self.break_line();
                self.quotes -= 1;
            }
        }
    }

    fn text(&mut self, html: &str) {
        let mut rest = html;
        while let Some(c) = rest.chars().next() {
            if c == '&' {
                let (c, behind) = entity(rest);
                self.push(c);
                rest = behind;
            } else {
                self.push(c);
                rest = rest.get(c.len_utf8()..).unwrap_or_default();
            }
        }
    }

    fn push(&mut self, c: char) {
        if c.is_whitespace() {
            if !self.line.is_empty() && !self.line.ends_with(' ') {
                self.line.push(' ');
            }
        } else if !matches!(c, '\u{200b}' | '\u{feff}' | '\u{200c}') {
            self.line.push(c);
        }
    }

    fn break_line(&mut self) {
        if !self.line.trim().is_empty() {
            self.end_line();
        }
        self.line.clear();
    }

    fn blank_line(&mut self) {
        self.break_line();
        if !self.out.is_empty() && !self.out.ends_with("\n\n") && !self.out.ends_with("\n> \n") {
            self.end_line();
        }
    }

    fn end_line(&mut self) {
        if self.quotes > 0 || self.rest_is_quoted {
            self.out.push_str("> ");
        }
        self.out.push_str(self.line.trim_end());
        self.out.push('\n');
        self.line.clear();
    }
}

/// What stands behind the closing tag of an element whose content is no text.
fn behind<'h>(html: &'h str, name: &str) -> &'h str {
    let mut rest = html;
    while let Some((_, tail)) = rest.split_once("</") {
        rest = tail;
        if tail.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name)) {
            return tail.split_once('>').map_or("", |(_, rest)| rest);
        }
    }
    // Never closed: browsers show nothing of it, and what is hidden is not said.
    ""
}

/// Containers of quotations and of signatures: Gmail, Apple Mail, Thunderbird, Yahoo, Proton, Zoho.
fn is_quotation(name: &str, inside: &str) -> bool {
    let has = |marks: &[&str]| marks.iter().any(|mark| inside.contains(mark));
    if name == "blockquote" {
        return has(&[
            "type=\"cite\"",
            "type='cite'",
            "type=cite",
            "quote",
            "cite=",
            "border-left",
            "margin",
        ]);
    }
    has(&[
        "gmail_quote",
        "gmail_signature",
        "gmail_attr",
        "yahoo_quoted",
        "protonmail_quote",
        "protonmail_signature",
        "moz-cite-prefix",
        "moz-signature",
        "zmail_extra",
        "tutanota_quote",
        "wrote-block",
        "data-marker=\"__quote",
        "x_gmail_quote",
        "ms-outlook-mobile-signature",
    ])
}

/// Marks of Outlook behind which all is the quotation.
fn begins_quoted_rest(inside: &str) -> bool {
    let marks = [
        "divrplyfwdmsg",
        "appendonsend",
        "olk_src_body_section",
        "mail-editor-reference-message",
        "border:none;border-top:solid",
        "outlookmessageheader",
    ];
    marks.iter().any(|mark| inside.contains(mark))
}

/// The character of the entity that `html` begins with, and what stands behind it.
fn entity(html: &str) -> (char, &str) {
    let tail = html.get(1..).unwrap_or_default();
    let name: String =
        tail.chars().take(10).take_while(|c| c.is_ascii_alphanumeric() || *c == '#').collect();
    let found = match name.as_str() {
        "nbsp" | "ensp" | "emsp" => Some(' '),
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "auml" => Some('ä'),
        "ouml" => Some('ö'),
        "uuml" => Some('ü'),
        "Auml" => Some('Ä'),
        "Ouml" => Some('Ö'),
        "Uuml" => Some('Ü'),
        "szlig" => Some('ß'),
        "eacute" => Some('é'),
        "Eacute" => Some('É'),
        "egrave" => Some('è'),
        "agrave" => Some('à'),
        "Agrave" => Some('À'),
        "ccedil" => Some('ç'),
        "aacute" => Some('á'),
        "iacute" => Some('í'),
        "oacute" => Some('ó'),
        "uacute" => Some('ú'),
        "ntilde" => Some('ñ'),
        "atilde" => Some('ã'),
        "rsquo" | "lsquo" => Some('\u{2019}'),
        "ldquo" | "rdquo" => Some('"'),
        "ndash" => Some('–'),
        "mdash" => Some('—'),
        "hellip" => Some('…'),
        name => numbered(name),
    };
    match found {
        Some(c) => {
            let behind = tail.get(name.len()..).unwrap_or_default();
            (c, behind.strip_prefix(';').unwrap_or(behind))
        }
        None => ('&', tail),
    }
}

fn numbered(name: &str) -> Option<char> {
    let digits = name.strip_prefix('#')?;
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => digits.parse().ok()?,
    };
    char::from_u32(code)
}
