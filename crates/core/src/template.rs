//! Variables in the texts of a cadence: `{{ contact.first_name | default("there") }}`.
//!
//! A safe subset of Jinja2: variables, filters and `if`. No loops, no files, no calls. Values are
//! data: whatever a name holds, it is written as it is and never read as a template. A variable
//! without a value does not disappear: it is named in the outcome and stands in the text as
//! `⟦contact.title⟧`, so that nobody sends a hole by mistake.

use crate::custom::PREFIX;
use minijinja::value::{Object, ObjectRepr, Rest, Value};
use minijinja::{Environment, filters};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, LazyLock};

/// Stands before the name of a variable without a value.
pub const OPEN: char = '⟦';

/// Stands behind it.
pub const CLOSE: char = '⟧';

/// Bounds the work of one text. A long one needs a few thousand.
const FUEL: u64 = 200_000;

/// The variables that a text may use, by what stands before and behind the dot.
pub const VARIABLES: &[(&str, &[&str])] = &[
    ("contact", &["first_name", "last_name", "name", "title", "email", "phone", "linkedin"]),
    ("partnership", &["name", "website", "industry", "country", "stage", "tier"]),
    ("sender", &["name", "title", "company", "phone", "calendar_url", "postal_address"]),
    ("touch", &["personal_line", "video_url"]),
    // And the step's own variables (R47).
    ("step", &["name"]),
    // Those of the workspace: see [`crate::custom`].
    ("custom", &[]),
];

/// Values of variables by their full names, such as `contact.first_name`. An empty value is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Values(BTreeMap<String, String>);

impl Values {
    /// Sets a value. Brackets that mark a missing one are written as usual ones.
    pub fn set(&mut self, name: &str, value: &str) {
        let value = value.replace(OPEN, "[").replace(CLOSE, "]");
        self.0.insert(name.to_owned(), value);
    }

    /// Sets the value of a variable that is a template itself: what it lacks is missing in the text that
    /// uses it.
    pub fn set_filled(&mut self, name: &str, filled: &Filled) {
        self.0.insert(name.to_owned(), filled.text.clone());
    }
}

/// A text with its variables filled.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filled {
    /// The text.
    pub text: String,
    /// Names of the variables that have no value, each once.
    pub missing: Vec<String>,
}

/// Why a text cannot be filled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {detail}")]
pub struct TemplateProblem {
    /// Which line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub detail: String,
}

/// Fills a text.
///
/// # Errors
/// [`TemplateProblem`] when it is not written in the subset of the language.
pub fn fill(template: &str, values: &Values) -> Result<Filled, TemplateProblem> {
    refuse_other_tags(template)?;
    let namespaces =
        Value::from_object(Namespace { prefix: String::new(), values: values.clone() });
    let text = ENVIRONMENT
        .template_from_str(template)
        .and_then(|template| template.render(namespaces))
        .map_err(|error| problem(&error))?;
    let missing = missing(&text);
    Ok(Filled { text, missing })
}

/// Names of the variables that stand without a value in a filled text, each once, in their order.
#[must_use]
pub fn missing(text: &str) -> Vec<String> {
    let mut seen = BTreeSet::new();
    text.split(OPEN)
        .skip(1)
        .filter_map(|rest| rest.split_once(CLOSE))
        .map(|(name, _)| name.to_lowercase())
        .filter(|name| seen.insert(name.clone()))
        .collect()
}

/// Names of the variables of a text that are neither among [`VARIABLES`] nor custom fields with one of these
/// keys, in the order of the alphabet. A text that is not written in the language has none.
#[must_use]
pub fn unknown(template: &str, custom: &[&str]) -> BTreeSet<String> {
    let is_custom = |name: &str| name.strip_prefix(PREFIX).is_some_and(|key| custom.contains(&key));
    used(template).into_iter().filter(|name| !exists(name) && !is_custom(name)).collect()
}

/// Whether a text uses the custom field with this key, or may: it can be named by what is known only when the
/// text is filled.
#[must_use]
pub fn uses_custom(template: &str, key: &str) -> bool {
    let names = used(template);
    let by_its_name = names.iter().any(|name| name.strip_prefix(PREFIX) == Some(key));
    by_its_name || names.contains("custom") && template.contains(key)
}

/// Names of the variables of a text; none of one that is not written in the language.
fn used(template: &str) -> BTreeSet<String> {
    let Ok(template) = ENVIRONMENT.template_from_str(template) else { return BTreeSet::new() };
    template.undeclared_variables(true).into_iter().collect()
}

fn exists(name: &str) -> bool {
    let (namespace, name) = name.split_once('.').unwrap_or((name, ""));
    let known = VARIABLES.iter().find(|(known, _)| *known == namespace);
    // Its name alone stands for what is then looked up by a key.
    known.is_some_and(|(_, names)| name.is_empty() || names.contains(&name))
}

/// The language. Made once: that takes as long as filling a text.
static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(environment);

fn environment() -> Environment<'static> {
    let mut environment = Environment::empty();
    environment.set_fuel(Some(FUEL));
    environment.add_filter("default", default);
    environment.add_filter("upper", filters::upper);
    environment.add_filter("lower", filters::lower);
    environment.add_filter("title", filters::title);
    environment.add_filter("capitalize", filters::capitalize);
    environment.add_filter("trim", filters::trim);
    environment.add_filter("replace", filters::replace);
    environment
}

fn default(value: Value, other: Rest<Value>) -> Value {
    let lacks = value.is_undefined() || value.downcast_object_ref::<Missing>().is_some();
    match other.first() {
        Some(other) if lacks => other.clone(),
        _ => value,
    }
}

fn problem(error: &minijinja::Error) -> TemplateProblem {
    let detail = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
    TemplateProblem { line: error.line().unwrap_or(1), detail }
}

/// Loops and definitions are not part of the subset.
fn refuse_other_tags(template: &str) -> Result<(), TemplateProblem> {
    let mut line = 1;
    for (index, part) in template.split("{%").enumerate() {
        if index > 0 {
            let tag = part.trim_start_matches(['-', '+']).trim_start();
            let word: String =
                tag.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if !matches!(word.as_str(), "if" | "elif" | "else" | "endif" | "raw" | "endraw") {
                let detail =
                    format!("“{word}” is not allowed here; only if, elif, else and endif are");
                return Err(TemplateProblem { line, detail });
            }
        }
        line += part.matches('\n').count();
    }
    Ok(())
}

/// What stands before a dot.
#[derive(Debug)]
struct Namespace {
    prefix: String,
    values: Values,
}

impl Object for Namespace {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let key = key.as_str()?;
        if self.prefix.is_empty() {
            if VARIABLES.iter().any(|(namespace, _)| *namespace == key) {
                let values = self.values.clone();
                return Some(Value::from_object(Self { prefix: key.to_owned(), values }));
            }
            return Some(Value::from_object(Missing(key.to_owned())));
        }
        let name = format!("{}.{key}", self.prefix);
        match self.values.0.get(&name).filter(|value| !value.is_empty()) {
            Some(value) => Some(Value::from(value.as_str())),
            None => Some(Value::from_object(Missing(name))),
        }
    }

    fn is_true(self: &Arc<Self>) -> bool {
        true
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{OPEN}{}{CLOSE}", self.prefix)
    }
}

/// A variable without a value.
#[derive(Debug)]
struct Missing(String);

impl Object for Missing {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        Some(Value::from_object(Self(format!("{}.{key}", self.0))))
    }

    fn is_true(self: &Arc<Self>) -> bool {
        false
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{OPEN}{}{CLOSE}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn values() -> Values {
        let mut values = Values::default();
        values.set("contact.first_name", "Ada");
        values.set("contact.title", "");
        values.set("partnership.name", "Analytical Engines");
        values
    }

    fn filled(template: &str) -> Filled {
        fill(template, &values()).unwrap()
    }

    #[test]
    fn variables_are_filled() {
        let Filled { text, missing } =
            filled("Hello {{ contact.first_name }} of {{partnership.name}}");
        assert_eq!(text, "Hello Ada of Analytical Engines");
        assert!(missing.is_empty());
    }

    #[test]
    fn a_missing_value_is_named_and_marked_and_never_a_hole() {
        let Filled { text, missing } = filled(
            "{{ contact.title }}, {{ contact.title | upper }}, {{ sender.name }}, {{ nobody.at.all }}",
        );
        assert!(text.starts_with("⟦contact.title⟧, ⟦CONTACT.TITLE⟧"), "{text}");
        assert_eq!(missing, ["contact.title", "sender.name", "nobody.at.all"]);
    }

    #[test]
    fn a_default_stands_in_for_a_missing_value_only() {
        let Filled { text, missing } = filled(
            "{{ contact.title | default(\"there\") }} {{ contact.first_name | default(\"there\") }}",
        );
        assert_eq!((text.as_str(), missing.is_empty()), ("there Ada", true));
    }

    #[test]
    fn an_if_looks_whether_there_is_a_value() {
        let text = "{% if contact.title %}{{ contact.title }}{% else %}none{% endif %}";
        assert_eq!(filled(text).text, "none");
    }

    #[test]
    fn loops_definitions_and_broken_texts_are_refused_by_line() {
        for (template, line) in [
            ("{% for x in 'abc' %}x{% endfor %}", 1),
            ("one\n{% set x = 1 %}", 2),
            ("one\ntwo\n{%- macro x() %}{% endmacro %}", 3),
            ("{% include '/etc/passwd' %}", 1),
            ("Hello {{ contact.first_name ", 1),
            ("Hello\n{{ contact. }}", 2),
            ("{{ contact.first_name | nonsense }}", 1),
            ("{{ range(9) }}", 1),
        ] {
            let problem = fill(template, &values()).unwrap_err();
            assert_eq!(problem.line, line, "{template}: {problem}");
        }
    }

    #[test]
    fn variables_that_do_not_exist_are_named_wherever_they_stand() {
        let unknown = |text: &str| unknown(text, &["town"]).into_iter().collect::<Vec<_>>();
        for (namespace, names) in VARIABLES {
            for name in *names {
                assert!(unknown(&format!("{{{{ {namespace}.{name} }}}}")).is_empty(), "{name}");
            }
        }
        let text = "{{ custom.city | default(nobody) }}{% if contact.titel %}{{ first_name }}{% else %}\
            {{ contact.name if step.hook else contact['title'] }}{% endif %}";
        let expected = ["contact.titel", "custom.city", "first_name", "nobody", "step.hook"];
        assert_eq!(unknown(text), expected);
        assert!(unknown("{% raw %}{{ custom.city }}{% endraw %}").is_empty());
        assert!(unknown("{{ custom.town }}{{ custom['town'] }}").is_empty());
        assert!(unknown("{{ custom.city ").is_empty(), "it is not in the language");
    }

    #[test]
    fn a_custom_field_is_found_wherever_a_text_uses_it() {
        for text in [
            "{{ custom.town }}",
            "{% if custom.town %}x{% endif %}",
            "{{ contact.name if custom['town'] else custom.city }}",
            "{{ contact.title | default(custom.town) }}",
        ] {
            assert!(uses_custom(text, "town"), "{text}");
        }
        for text in ["{{ custom.towns }}", "{{ contact.town }} custom.town", "{{ custom.town "] {
            assert!(!uses_custom(text, "town"), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_value_is_never_read_as_a_template(name in "\\PC{0,40}") {
            let mut values = Values::default();
            let expected = format!("<{}>", name.replace('⟦', "[").replace('⟧', "]"));
            for variable in ["contact.first_name", "custom.town"] {
                values.set(variable, &name);
                let filled = fill(&format!("<{{{{ {variable} | default('') }}}}>"), &values).unwrap();
                prop_assert_eq!(&filled.text, &expected);
            }
        }

        #[test]
        fn no_text_panics(template in "[{}%# a-z.|()'\"\n-]{0,60}") {
            let _ = fill(&template, &values());
        }
    }
}
