//! The HTML reading of a plain text: the same words, paragraphs and line breaks, with web addresses
//! as links. Nothing of the text is ever markup; there is nothing to sanitise because everything
//! is escaped.

/// What a web address begins with; nothing else becomes a link (no `javascript:`, no `data:`).
const SCHEMES: [&str; 2] = ["https://", "http://"];

/// `text`, with LF as its line end, as an HTML document.
pub(crate) fn document(text: &str) -> String {
    let mut html = String::from(
        "<!DOCTYPE html>\n<html>\n<head><meta http-equiv=\"Content-Type\" \
         content=\"text/html; charset=utf-8\"></head>\n<body>\n",
    );
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    for paragraph in lines.split(|line| line.is_empty()).filter(|lines| !lines.is_empty()) {
        let lines: Vec<String> = paragraph.iter().map(|line| with_links(line)).collect();
        html.push_str(&format!("<p>{}</p>\n", lines.join("<br>\n")));
    }
    html.push_str("</body>\n</html>\n");
    html
}

/// One line, escaped, with its web addresses as links whose text is the address itself: what is
/// seen is where it leads.
fn with_links(line: &str) -> String {
    let mut html = String::new();
    let mut rest = line;
    while let Some(start) = next_address(rest) {
        let (before, from_here) = rest.split_at(start);
        let (address, after) = from_here.split_at(length_of_address(from_here));
        html.push_str(&escaped(before));
        let shown = escaped(address);
        html.push_str(&format!("<a href=\"{shown}\">{shown}</a>"));
        rest = after;
    }
    html.push_str(&escaped(rest));
    html
}

/// Where the next web address with at least one character behind its scheme begins.
fn next_address(text: &str) -> Option<usize> {
    let starts = text.char_indices().map(|(at, _)| at);
    starts.into_iter().find(|at| {
        let (before, from_here) = text.split_at(*at);
        let scheme = SCHEMES.iter().find(|scheme| starts_with_ignoring_case(from_here, scheme));
        scheme.is_some_and(|scheme| {
            length_of_address(from_here) > scheme.len()
                && !before.ends_with(|c: char| c.is_alphanumeric())
        })
    })
}

fn starts_with_ignoring_case(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

/// How many bytes of `text` belong to the address that it begins with. Punctuation at the end
/// belongs to the sentence, a closing bracket too unless the address opened it.
fn length_of_address(text: &str) -> usize {
    let ends = |c: char| c.is_whitespace() || c.is_control() || "<>\"`".contains(c);
    let mut address = text.split(ends).next().unwrap_or_default();
    loop {
        let shorter = if address.ends_with(')') && count(address, ')') > count(address, '(') {
            address.strip_suffix(')')
        } else {
            address.strip_suffix(['.', ',', ';', ':', '!', '?', '\'', ']', '}', '*', '_', '…'])
        };
        match shorter {
            Some(shorter) => address = shorter,
            None => return address.len(),
        }
    }
}

fn count(text: &str, which: char) -> usize {
    text.chars().filter(|c| *c == which).count()
}

/// Escaped for element content and quoted attributes alike. Of several spaces in a row, all but
/// the first are kept by making them unbreakable.
fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    let mut after_space = false;
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            ' ' if after_space => html.push_str("&nbsp;"),
            _ => html.push(c),
        }
        after_space = c == ' ';
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn body(text: &str) -> String {
        let document = document(text);
        let (_, body) = document.split_once("<body>\n").unwrap();
        body.strip_suffix("</body>\n</html>\n").unwrap().to_owned()
    }

    #[test]
    fn a_blank_line_parts_paragraphs_and_a_line_break_stays_one() {
        assert_eq!(
            body("Hi\n\n\nfirst\nsecond\n \nend"),
            concat!("<p>Hi</p>\n", "<p>first<br>\nsecond</p>\n", "<p>end</p>\n",)
        );
    }

    #[test]
    fn markup_in_the_text_is_text() {
        assert_eq!(
            body("Robert'); <script>alert(\"&\")</script>"),
            "<p>Robert&#39;); &lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;</p>\n"
        );
    }

    #[test]
    fn web_addresses_are_links_to_what_they_show() {
        let link = |address: &str| format!("<a href=\"{address}\">{address}</a>");
        for (text, html) in [
            ("see https://a.example/x.", format!("see {}.", link("https://a.example/x"))),
            ("(HTTP://a.example)", format!("({})", link("HTTP://a.example"))),
            ("https://a.example/f_(x)", link("https://a.example/f_(x)")),
            ("<https://a.example/>", format!("&lt;{}&gt;", link("https://a.example/"))),
            ("https://a.example/?a=1&b='2", link("https://a.example/?a=1&amp;b=&#39;2")),
            ("https://ä.example ü", format!("{} ü", link("https://ä.example"))),
            ("xhttps://a.example", "xhttps://a.example".to_owned()),
            ("https://, http://", "https://, http://".to_owned()),
            ("javascript:alert(1) data:x", "javascript:alert(1) data:x".to_owned()),
        ] {
            assert_eq!(body(text), format!("<p>{html}</p>\n"), "{text}");
        }
    }

    #[test]
    fn an_address_cannot_leave_its_attribute() {
        assert_eq!(
            body("https://a.example/\"onclick=\"x"),
            "<p><a href=\"https://a.example/\">https://a.example/</a>&quot;onclick=&quot;x</p>\n"
        );
    }

    #[test]
    fn spaces_in_a_row_are_kept() {
        assert_eq!(body("a   b"), "<p>a &nbsp;&nbsp;b</p>\n");
    }

    proptest! {
        #[test]
        fn no_text_makes_an_element_of_its_own(text in "(<|>|\"|'|&|[a-z ]|https?://|\n|\\PC){0,60}") {
            let mut left = body(&text);
            for tag in ["<p>", "</p>", "<br>", "</a>"] {
                left = left.replace(tag, "");
            }
            let links: Vec<&str> = left.split("<a href=\"").skip(1).collect();
            for link in links {
                let (address, _) = link.split_once("\">").unwrap();
                prop_assert!(SCHEMES.iter().any(|scheme| starts_with_ignoring_case(address, scheme)));
                prop_assert!(!address.contains(['"', '<', '>']));
            }
            let rest = left.replace("<a href=\"", "").replace("\">", "");
            prop_assert!(!rest.contains(['<', '>', '"', '\'']), "{}", rest);
        }
    }
}
