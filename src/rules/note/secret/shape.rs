//! What a value is made of: whether it looks like a word, or like something that a machine or a careful person made up.

/// What a value is made of.
#[derive(Debug, Clone, Copy)]
#[allow(clippy::struct_excessive_bools, reason = "each is one thing that the value holds")]
pub(super) struct Shape {
    len: usize,
    lower: bool,
    upper: bool,
    digits: usize,
    /// Signs that words do not hold: no hyphen, point, slash, apostrophe.
    signs: bool,
    pub(super) only_digits: bool,
    /// Words and numbers with hyphens or the like between them: `90-day`, `staging-2024`.
    pub(super) words_with_digits: bool,
    /// How often letters, digits and cases follow upon each other.
    changes: usize,
}

impl Shape {
    pub(super) fn of(value: &str) -> Self {
        let kind = |byte: u8| match byte {
            b'0'..=b'9' => 0_u8,
            b'a'..=b'z' => 1,
            b'A'..=b'Z' => 2,
            _ => 3,
        };
        let bytes = value.as_bytes();
        let digits = bytes.iter().filter(|byte| byte.is_ascii_digit()).count();
        let pieces = value.split(['-', '/', '.', '_', '\'', '’', ',']);
        let plain = |piece: &str| {
            let all = |test: fn(&u8) -> bool| piece.as_bytes().iter().all(test);
            all(u8::is_ascii_digit) || all(u8::is_ascii_lowercase) || (piece.get(1..).is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_lowercase())))
        };
        Self {
            len: value.chars().count(),
            lower: bytes.iter().any(u8::is_ascii_lowercase),
            upper: bytes.iter().any(u8::is_ascii_uppercase),
            digits,
            signs: value
                .chars()
                .any(|character| !character.is_alphanumeric() && !matches!(character, '-' | '/' | '.' | '_' | '\'' | '’' | ',' | ':' | '(' | ')' | '…')),
            only_digits: digits == bytes.len(),
            words_with_digits: value.contains(['-', '/', '.', '_', '\'', '’', ',']) && pieces.clone().all(plain),
            changes: bytes.windows(2).filter(|pair| kind(pair[0]) != kind(pair[1]) && kind(pair[0]) != 3 && kind(pair[1]) != 3).count(),
        }
    }

    /// Long, and mixed as no word is.
    pub(super) fn is_random(self) -> bool {
        let has_letters = self.lower || self.upper;
        has_letters && self.digits >= 2 && self.len >= 16 && self.changes >= 4 && !self.words_with_digits
    }

    /// Letters in an order of cases that words do not have.
    pub(super) fn is_mixed(self) -> bool {
        self.changes >= 4
    }

    /// Letters and digits, or letters and signs, of some length.
    pub(super) fn is_strong(self, len: usize) -> bool {
        let has_letters = self.lower || self.upper;
        self.len >= len && has_letters && (self.digits > 0 || (self.signs && self.len >= 7))
    }
}
