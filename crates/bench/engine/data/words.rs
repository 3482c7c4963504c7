//! Names of people and companies, the same for the same number.

use desk_core::text::fold;

const FIRST: [&str; 40] = [
    "Ada", "Alan", "Amélie", "Anna", "Arjun", "Astrid", "Björn", "Carla", "Chen", "Clara", "David",
    "Dana", "Elif", "Emma", "Erik", "Fatima", "Felix", "Greta", "Hana", "Hugo", "Ines", "Ivan",
    "Jana", "Jonas", "Kaja", "Karim", "Lena", "Liam", "Lucía", "Marek", "Mia", "Nadia", "Noah",
    "Olga", "Paul", "Rosa", "Samir", "Tessa", "Viktor", "Zoé",
];

const LAST: [&str; 48] = [
    "Abel",
    "Andersen",
    "Bauer",
    "Becker",
    "Bianchi",
    "Brandt",
    "Castro",
    "Costa",
    "Dubois",
    "Eriksen",
    "Fischer",
    "Fontana",
    "Garcia",
    "Gruber",
    "Hansen",
    "Hoffmann",
    "Ivanova",
    "Jansen",
    "Kaya",
    "Keller",
    "Klein",
    "Kovács",
    "Lambert",
    "Larsen",
    "Lindqvist",
    "Martin",
    "Meyer",
    "Moreau",
    "Müller",
    "Nagy",
    "Neumann",
    "Novak",
    "Okafor",
    "Olsen",
    "Peeters",
    "Petrov",
    "Ramos",
    "Richter",
    "Rossi",
    "Schmidt",
    "Silva",
    "Simon",
    "Tanaka",
    "Vogel",
    "Wagner",
    "Weber",
    "Young",
    "Zimmermann",
];

const COMPANY: [&str; 60] = [
    "Acorn", "Alba", "Amber", "Apex", "Arbor", "Atlas", "Aurora", "Beacon", "Birch", "Blue",
    "Bolt", "Bright", "Cedar", "Clear", "Cobalt", "Coral", "Crest", "Delta", "Dune", "Echo",
    "Ember", "Falcon", "Fjord", "Forge", "Garnet", "Glade", "Granite", "Harbor", "Hazel", "Iris",
    "Ivory", "Juniper", "Keystone", "Lark", "Lumen", "Maple", "Marble", "Meridian", "Nimbus",
    "North", "Nova", "Oak", "Onyx", "Orchid", "Pine", "Polar", "Quartz", "Raven", "Ridge", "River",
    "Saffron", "Sequoia", "Silver", "Slate", "Solar", "Summit", "Terra", "Vale", "Willow",
    "Zephyr",
];

const TRADE: [&str; 24] = [
    "Analytics",
    "Bakeries",
    "Capital",
    "Ceramics",
    "Consulting",
    "Dental",
    "Design",
    "Energy",
    "Foods",
    "Freight",
    "Garden",
    "Health",
    "Hotels",
    "Insurance",
    "Labs",
    "Logistics",
    "Machines",
    "Media",
    "Optics",
    "Pharma",
    "Robotics",
    "Software",
    "Textiles",
    "Travel",
];

/// Countries with a zone and the beginning of a phone number.
const COUNTRIES: [(&str, &str, &str); 5] = [
    ("Germany", "Europe/Berlin", "+49 30 "),
    ("France", "Europe/Paris", "+33 1 "),
    ("United Kingdom", "Europe/London", "+44 20 "),
    ("United States", "America/New_York", "+1 212 "),
    ("Australia", "Australia/Sydney", "+61 2 "),
];

/// A partnership with its contact.
pub struct Someone {
    /// Name of the partnership.
    pub company: String,
    /// The same as it is compared.
    pub key: String,
    /// First name of the contact.
    pub first: &'static str,
    /// Last name of the contact.
    pub last: &'static str,
    /// E-mail address, the same as it is compared.
    pub email: String,
    /// Phone number.
    pub phone: String,
    /// The country.
    pub country: &'static str,
    /// The zone that counts.
    pub zone: &'static str,
    /// How far it has come.
    pub stage: &'static str,
    /// How much it matters.
    pub tier: Option<&'static str>,
}

/// A number that has nothing to do with those beside it.
pub const fn mixed(number: u64) -> u64 {
    let mut x = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

fn pick<T: Copy + Default>(list: &[T], number: u64) -> T {
    let length = u64::try_from(list.len()).unwrap_or(1).max(1);
    let at = usize::try_from(number % length).unwrap_or(0);
    list.get(at).copied().unwrap_or_default()
}

/// The one with this number, 1 being the first; `in_europe` when their day has to be the rep's.
pub fn someone(number: u64, in_europe: bool) -> Someone {
    let chance = mixed(number);
    let (first, last) = (pick(&FIRST, chance), pick(&LAST, chance >> 8));
    let (word, trade) = (pick(&COMPANY, chance >> 16), pick(&TRADE, chance >> 24));
    let (country, zone, prefix) = pick(&COUNTRIES, if in_europe { 0 } else { chance >> 32 });
    let company = format!("{word} {trade} {number}");
    let email = format!("{}.{}@{}{number}.example", plain(first), plain(last), plain(word));
    Someone {
        key: fold(&company),
        phone: format!("{prefix}{:07}", 2_000_000 + chance % 7_000_000),
        first,
        last,
        email,
        company,
        country,
        zone,
        stage: pick(&["lead", "lead", "contacted", "in_conversation", "lost"], chance >> 40),
        tier: pick(&[None, Some("one"), Some("two"), Some("three")], chance >> 44),
    }
}

fn plain(name: &str) -> String {
    fold(name).chars().filter(char::is_ascii_alphanumeric).collect()
}

/// What a rep types on the way to a name or an address.
pub fn searches() -> Vec<String> {
    let whole = [
        "alpha",
        "berlin",
        "müller",
        "river robotics",
        "ada.weber",
        "zimmermann",
        "oak 77",
        "example",
    ];
    let names =
        FIRST.iter().step_by(5).chain(LAST.iter().step_by(6)).chain(COMPANY.iter().step_by(7));
    let typed = names.map(|name| name.to_lowercase()).chain(whole.map(str::to_owned));
    let mut all = Vec::new();
    for word in typed {
        let letters = word.chars().count();
        all.extend((1..=letters).map(|length| word.chars().take(length).collect::<String>()));
    }
    all
}
