//! The HTML of strangers, made safe to be shown in a frame without scripts (PRODUCT 11).
//!
//! What is not known to be harmless goes: scripts, forms, styles, frames, everything that loads from
//! somewhere. Pictures stay when the message itself carries their bytes in place. A link loses its target
//! and gets a number: where it leads is kept here, and only the program opens it. The document says
//! the same once more as its policy, for whatever was overlooked.

use crate::classify::new_text::html::to_text;
use ammonia::{Builder, Url};
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Most links that are numbered; those beyond lead nowhere.
const MAX_LINKS: usize = 500;

/// Pictures that a message may carry in place. Not SVG, which is a document of its own.
const PICTURES: [&str; 4] =
    ["data:image/png;", "data:image/jpeg;", "data:image/gif;", "data:image/webp;"];

const BEFORE: &str = "<!doctype html><html><head><meta charset=\"utf-8\">\
<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; \
style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\
<style>html{color-scheme:light;background:#fff;color:#1a1b1e}\
body{margin:12px;font:14px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}\
img{max-width:100%;height:auto}blockquote{margin:8px 0;padding-left:12px;border-left:2px solid #ccc}\
a{color:#1458b8;text-decoration:underline}sup{font-size:11px}</style></head><body>";

const AFTER: &str = "</body></html>";

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = Builder::default();
    cleaner
        .url_schemes(HashSet::from(["http", "https", "mailto", "data"]))
        .url_relative(ammonia::UrlRelative::Deny)
        .rm_generic_attributes(["title"])
        .attribute_filter(|element, attribute, value| match (element, attribute) {
            ("img", "src") => PICTURES
                .iter()
                .any(|kind| value.get(..kind.len()).is_some_and(|at| at.eq_ignore_ascii_case(kind)))
                .then_some(Cow::Borrowed(value)),
            ("a", "href") => Some(Cow::Borrowed(value)),
            (_, "src" | "href" | "cite" | "background" | "longdesc" | "action" | "srcset") => None,
            _ => Some(Cow::Borrowed(value)),
        });
    cleaner
});

/// A document for a frame without scripts, and where its numbered links lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafeHtml {
    /// A whole HTML document.
    pub document: String,
    /// Its links; `[1]` in the document is the first.
    pub links: Vec<Link>,
}

/// A link of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where it leads: http, https or mailto.
    pub url: String,
    /// The host that it leads to, in ASCII; for mailto, the address.
    pub host: String,
    /// What the message shows of it, cut to 200 characters.
    pub text: String,
    /// Whether what it shows names another host than the one it leads to.
    pub disguised: bool,
}

/// Makes HTML safe.
pub(super) fn of(html: &str) -> SafeHtml {
    let clean = CLEANER.clean(html).to_string();
    let (body, links) = numbered(&clean);
    SafeHtml { document: format!("{BEFORE}{body}{AFTER}"), links }
}

/// Takes the targets out of links and numbers them.
fn numbered(clean: &str) -> (String, Vec<Link>) {
    let (mut out, mut links) = (String::with_capacity(clean.len()), Vec::<Link>::new());
    // Where the text of the open link began, and where it leads.
    let mut open: Option<(usize, Url)> = None;
    let mut rest = clean;
    while let Some((text, tag, after)) = next_tag(rest) {
        out.push_str(text);
        rest = after;
        if tag == "</a>" {
            out.push_str(tag);
            if let Some((from, url)) = open.take() {
                links.push(link(&url, out.get(from..).unwrap_or_default()));
                out.push_str(&format!("<sup>[{}]</sup>", links.len()));
            }
        } else if tag.starts_with("<a ") || tag == "<a>" {
            out.push_str("<a>");
            let target = target(tag).filter(|_| links.len() < MAX_LINKS);
            open = target.map(|url| (out.len(), url));
        } else {
            out.push_str(tag);
        }
    }
    out.push_str(rest);
    (out, links)
}

/// The text up to the next tag, the tag, and what follows. Quoted values may hold `>`.
fn next_tag(html: &str) -> Option<(&str, &str, &str)> {
    let start = html.find('<')?;
    let (text, tail) = html.split_at_checked(start)?;
    let mut quoted = false;
    let end = tail.char_indices().find_map(|(at, c)| {
        quoted ^= c == '"';
        (c == '>' && !quoted).then_some(at + 1)
    })?;
    let (tag, rest) = tail.split_at_checked(end)?;
    Some((text, tag, rest))
}

fn target(tag: &str) -> Option<Url> {
    let (_, value) = tag.split_once(" href=\"")?;
    let (value, _) = value.split_once('"')?;
    let value = value.replace("&quot;", "\"").replace("&nbsp;", "\u{a0}").replace("&lt;", "<");
    let url = Url::parse(value.replace("&gt;", ">").replace("&amp;", "&").trim()).ok()?;
    matches!(url.scheme(), "http" | "https" | "mailto").then_some(url)
}

fn link(url: &Url, shown: &str) -> Link {
    let text: String = to_text(shown).split_whitespace().collect::<Vec<_>>().join(" ");
    let host = match url.host_str() {
        Some(host) => host.to_owned(),
        None => url.path().to_owned(),
    };
    let disguised = named_host(&text).is_some_and(|named| !is_same(&named, &host));
    Link { url: url.to_string(), host, text: text.chars().take(200).collect(), disguised }
}

/// The host that a text names, if it looks like an address of the web.
fn named_host(text: &str) -> Option<String> {
    let word = text.split_whitespace().find(|word| word.contains('.') && !word.contains('@'))?;
    let word = word.trim_matches(|c: char| "()[]<>,;\"'".contains(c));
    let url = if word.contains("://") { word.to_owned() } else { format!("https://{word}") };
    let host = Url::parse(&url).ok()?.host_str()?.to_owned();
    // "e.g." and "2.5" are no hosts.
    let end = host.rsplit('.').next().unwrap_or_default();
    (host.contains('.') && end.len() >= 2 && end.chars().all(|c| c.is_ascii_alphanumeric()))
        .then_some(host)
}

fn is_same(named: &str, host: &str) -> bool {
    let bare = |host: &str| host.strip_prefix("www.").unwrap_or(host).to_ascii_lowercase();
    bare(named) == bare(host)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn body(html: &str) -> String {
        let document = of(html).document;
        let body = document.strip_prefix(BEFORE).and_then(|rest| rest.strip_suffix(AFTER));
        body.expect("a document").to_owned()
    }

    #[test]
    fn whatever_runs_sends_or_loads_is_gone() {
        for (hostile, left) in [
            ("<script>alert(1)</script>Hi", "Hi"),
            ("<p onclick=\"alert(1)\">Hi</p>", "<p>Hi</p>"),
            ("<img src=x onerror=alert(1)>", "<img>"),
            ("<img src=\"https://track.example/p.gif\" width=1>", "<img width=\"1\">"),
            ("<img src=\"//track.example/p.gif\">", "<img>"),
            ("<img srcset=\"https://track.example/p.gif 2x\">", "<img>"),
            ("<img src=\"data:image/svg+xml;base64,PHN2Zz4=\">", "<img>"),
            ("<img src=\"data:text/html,<script>\">", "<img>"),
            ("<style>@import url(https://track.example/a.css)</style>Hi", "Hi"),
            ("<link rel=stylesheet href=https://track.example/a.css>Hi", "Hi"),
            ("<p style=\"background:url(https://track.example/b.png)\">Hi</p>", "<p>Hi</p>"),
            ("<table background=\"https://track.example/b.png\"></table>", "<table></table>"),
            ("<meta http-equiv=refresh content=\"0;url=https://evil.example\">Hi", "Hi"),
            ("<base href=https://evil.example/>Hi", "Hi"),
            ("<form action=https://evil.example><input name=a><button>Go</button></form>", "Go"),
            ("<iframe src=https://evil.example></iframe>Hi", "Hi"),
            ("<object data=x></object><embed src=x>Hi", "Hi"),
            ("<svg><script>alert(1)</script><circle onload=alert(1)></svg>Hi", "Hi"),
            ("<svg><style><img src=x onerror=alert(1)></style></svg>", ""),
            ("<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", ""),
            ("<a href=\"javascript:alert(1)\">Hi</a>", "<a>Hi</a>"),
            ("<a href=\" java\nscript:alert(1)\">Hi</a>", "<a>Hi</a>"),
            ("<a href=\"data:text/html,<script>alert(1)</script>\">Hi</a>", "<a>Hi</a>"),
            ("<a href=\"file:///etc/passwd\">Hi</a>", "<a>Hi</a>"),
            ("<a href=\"/relative\">Hi</a>", "<a>Hi</a>"),
            (
                "<blockquote cite=\"https://track.example\">Hi</blockquote>",
                "<blockquote>Hi</blockquote>",
            ),
            ("</body></html><p>Hi", "<p>Hi</p>"),
        ] {
            let made = body(hostile);
            if left.is_empty() {
                assert!(!made.contains("onerror") && !made.contains("src"), "{hostile}: {made}");
            } else {
                assert_eq!(made, left, "{hostile}");
            }
        }
    }

    #[test]
    fn the_document_forbids_once_more_what_was_taken_out() {
        let document = of("Hi").document;
        assert!(document.contains("default-src 'none'; img-src data:;"), "{document}");
    }

    #[test]
    fn what_people_write_with_stays() {
        let html = "<p>Hello <b>Ada</b>, <i>yes</i></p><ul><li>one</li></ul>";
        assert_eq!(body(html), html);
        let picture = "<img src=\"data:image/png;base64,AAAA\" alt=\"a > b\">";
        assert!(body(picture).contains("data:image/png;base64,AAAA"));
    }

    #[test]
    fn links_lose_their_target_and_are_numbered_with_where_they_lead() {
        let html = "<a href=\"https://acme.example/a?b=1&amp;c=2\" title=\"<a href=x>\">The <b>offer</b></a>, \
            <a href=\"mailto:ada@acme.example\">mail</a>, <a name=x>no link</a>";
        let made = of(html);
        assert!(!made.document.contains("href"), "{}", made.document);
        assert!(
            made.document.contains("<a>The <b>offer</b></a><sup>[1]</sup>"),
            "{}",
            made.document
        );
        let shown: Vec<_> =
            made.links.iter().map(|link| (&*link.url, &*link.host, &*link.text)).collect();
        assert_eq!(
            shown,
            [
                ("https://acme.example/a?b=1&c=2", "acme.example", "The offer"),
                ("mailto:ada@acme.example", "ada@acme.example", "mail"),
            ]
        );
    }

    #[test]
    fn a_link_that_shows_another_host_than_it_leads_to_is_disguised() {
        let disguised = |html: &str| of(html).links.first().expect("a link").disguised;
        for (html, expected) in [
            ("<a href=\"https://evil.example\">https://bank.example/login</a>", true),
            ("<a href=\"https://evil.example\">www.bank.example</a>", true),
            ("<a href=\"https://bank.example@evil.example\">bank.example</a>", true),
            ("<a href=\"https://www.bank.example/x\">bank.example</a>", false),
            ("<a href=\"https://evil.example\">Click here.</a>", false),
            ("<a href=\"https://evil.example\">version 2.5</a>", false),
        ] {
            assert_eq!(disguised(html), expected, "{html}");
        }
    }

    proptest! {
        #[test]
        fn no_attribute_that_runs_or_loads_survives_whatever_comes_in(
            html in "(<(a|img|svg|p|script|style|math|title|textarea|noscript|template|!--)( (href|src|onload|style|title)=(\"[ -~]{0,12}\"|'[ -~]{0,12}'|[a-z:/]{0,8}))?>|[ -~]{0,8}|</(a|p|svg|style|math|script|title)>|-->){0,12}"
        ) {
            let made = body(&html).to_lowercase();
            let mut rest = made.as_str();
            while let Some((_, tag, after)) = next_tag(rest) {
                for bad in ["<script", "<svg", "<style", "<form", "<iframe", "<meta", "<link", " on", "href=", "style=", "http"] {
                    // An `alt` may say anything.
                    prop_assert!(tag.contains("alt=") || !tag.contains(bad), "{} in {}", bad, tag);
                }
                rest = after;
            }
        }
    }
}
