//! An amount of money as the rep estimates it: whole units of a currency, no calculation with it.

/// Most units of an amount.
pub const MAX_AMOUNT: i64 = 1_000_000_000_000;

/// An amount in whole units of a currency (euros, not cents): what is estimated is never exact to a hundredth.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Money {
    /// Whole units; 0 to [`MAX_AMOUNT`].
    pub amount: i64,
    /// The three letters of ISO 4217, such as EUR.
    pub currency: String,
}

/// What is wrong with an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoneyProblem {
    /// It is less than nothing or more than [`MAX_AMOUNT`].
    #[error("an amount is 0 to {MAX_AMOUNT}")]
    Amount,
    /// The currency has no three letters.
    #[error("a currency is three letters")]
    Currency,
}

impl Money {
    /// The same with its currency in capitals, as it is stored.
    ///
    /// # Errors
    /// [`MoneyProblem`] says what is wrong with it.
    pub fn checked(self) -> Result<Self, MoneyProblem> {
        if !(0..=MAX_AMOUNT).contains(&self.amount) {
            return Err(MoneyProblem::Amount);
        }
        let currency = self.currency.trim().to_ascii_uppercase();
        let is_code = currency.len() == 3 && currency.bytes().all(|b| b.is_ascii_uppercase());
        if is_code { Ok(Self { currency, ..self }) } else { Err(MoneyProblem::Currency) }
    }

    /// The amount and its currency, such as "EUR 12000".
    #[must_use]
    pub fn text(&self) -> String {
        format!("{} {}", self.currency, self.amount)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(amount: i64, currency: &str) -> Result<Money, MoneyProblem> {
        Money { amount, currency: currency.to_owned() }.checked()
    }

    #[test]
    fn r46_a_value_is_whole_units_of_a_currency_of_three_letters() {
        assert_eq!(checked(0, " eur ").unwrap().currency, "EUR");
        assert!(checked(MAX_AMOUNT, "USD").is_ok());
        for amount in [-1, MAX_AMOUNT + 1, i64::MIN] {
            assert_eq!(checked(amount, "USD"), Err(MoneyProblem::Amount), "{amount}");
        }
        for currency in ["", "EU", "EURO", "E1R", "€uro", "ÄÖÜ"] {
            assert_eq!(checked(1, currency), Err(MoneyProblem::Currency), "{currency:?}");
        }
    }
}
