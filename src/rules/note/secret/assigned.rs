//! `password: …` and its kin: a word for a secret, and behind it a value that looks like one. A pointer ("password: see the vault") is none.

use std::sync::LazyLock;

use regex::Regex;

use super::Secret;
use super::pointers::{is_one_word, is_pointer};
use super::shape::Shape;
use super::tokens::compiled;
use crate::source::Span;

/// What a finding calls a value that nothing is known of but the word in front.
pub(super) const PASSWORD: &str = "a password";
const TOKEN: &str = "a token or key";

/// The word, what may stand between it and the value, and where the value starts. The value is read by hand.
static WORD: LazyLock<Regex> = LazyLock::new(|| {
    compiled(concat!(
        r#"(?i)(?:(?P<password>passwords?|passwd|passphrase|passcode|passwort|kennwort)|(?:^|[^0-9A-Za-z]|\\[nrt])(?P<short>pwd|pass|pw)"#,
        r#"|(?P<key>(?:api|access|secret|private|auth|client|account|encryption|signing)[ _-]?(?:key|token|secret)|(?:license|licence)[ _-]?token|bot[ _-]?token)|(?P<token>tokens?|secrets?))"#,
        // Marks around the word, and what it is for: `**Password** (staging):`, "password for the VPN:".
        r#"["'`*_\])]{0,4}(?P<between>[ \t]?\([^()\r\n]{1,40}\)|[ \t](?:for|of|to|on)[ \t][0-9A-Za-z .'-]{1,40}?)?["'`*_]{0,4}"#,
        r#"[ \t]{0,4}(?P<sign>:=|=>|->|==?|:|\||→|[ \t]is[ \t]|[ \t]lautet[ \t])["'`*_]{0,4}[ \t]*(?P<open>["'`*_({]{0,4})(?P<value>)"#,
    ))
});

/// Values are judged by their first bytes.
const LONGEST: usize = 400;

pub(super) fn find(text: &str) -> Vec<Secret> {
    let mut found = Vec::new();
    let mut done = 0;
    for capture in WORD.captures_iter(text) {
        let (Some(start), Some(sign)) = (capture.name("value"), capture.name("sign")) else { continue };
        if start.start() < done {
            continue;
        }
        let group = |name: &str| capture.name(name).is_some();
        let word = if group("password") || group("short") {
            Word::Password
        } else if group("key") {
            Word::Key
        } else {
            Word::Token
        };
        // Behind `password: in …` or `password is …` a value has to look more like one than behind `password: …`.
        let loose = group("between") || sign.as_str().trim().chars().all(char::is_alphabetic);
        let value = Value::read(text, start.start(), loose || group("short"));
        if value.is_secret(word) {
            let secret = value.secret(word, text);
            done = secret.hidden.end;
            found.push(secret);
        }
    }
    found
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    Password,
    /// `api key`, `client secret`.
    Key,
    /// `token` or `secret` alone, which mean many things.
    Token,
}

/// What stands behind the sign.
#[derive(Debug)]
pub(super) struct Value<'a> {
    text: &'a str,
    pub(super) span: Span,
    /// Whether nothing but marks stands behind it on its line, or in its cell.
    alone: bool,
    loose: bool,
}

impl<'a> Value<'a> {
    pub(super) fn read(text: &'a str, start: usize, loose: bool) -> Self {
        let rest = super::start_of(&text[start..], LONGEST);
        let line = &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())];
        let len = line.char_indices().find(|&(at, character)| ends_value(&line[at..], character)).map_or(line.len(), |(at, _)| at);
        let word = line[..len].trim_end_matches(['"', '\'', '`', '*', ',', ';', ')']).trim_end_matches(". ");
        let behind = line[len..].trim_start_matches(['"', '\'', '`', '*', '_', ')', '.', ',', ';', ' ', '\t']);
        let alone = behind.is_empty() || behind.starts_with(['|', '(', '<', '#', '/', '\\', '}', '→']) || behind.starts_with("- ");
        Self { text: word, span: Span::new(start, start + word.len()), alone, loose }
    }

    /// What a finding says of a value behind this word.
    pub(super) fn secret(&self, word: Word, text: &str) -> Secret {
        let kind = if word == Word::Password { PASSWORD } else { TOKEN };
        // A longer one was not read to its end.
        let rest =
            if self.span.range().len() + 4 > LONGEST { text[self.span.end..].find(char::is_whitespace).unwrap_or(text.len() - self.span.end) } else { 0 };
        let span = Span::new(self.span.start, self.span.end + rest);
        Secret { kind, span, hidden: span }
    }

    pub(super) fn is_secret(&self, word: Word) -> bool {
        let text = self.text.trim_end_matches(['.', ':', '?', '!', ',']);
        if text.chars().count() < 4 || is_placeholder(self.text) || is_something_else(text) || is_pointer(text) {
            return false;
        }
        let shape = Shape::of(text);
        let is_hash = matches!(text.len(), 32 | 40 | 56 | 64 | 96 | 128) && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        match word {
            Word::Token => !is_hash && (shape.is_random() || (self.alone && !self.loose && shape.is_strong(8) && !shape.words_with_digits)),
            Word::Key => shape.is_random() || is_hash || (self.alone && shape.is_strong(8) && !shape.words_with_digits),
            Word::Password if shape.is_random() || is_hash => true,
            Word::Password if self.alone && !self.loose => {
                shape.is_strong(5) || (shape.only_digits && text.len() <= 10 && !text.starts_with("20")) || is_one_word(text)
            }
            Word::Password => shape.is_strong(6) && !shape.words_with_digits,
        }
    }
}

/// Blanks, the end of a cell, markup, and escapes for a new line.
fn ends_value(rest: &str, character: char) -> bool {
    match character {
        '\\' => rest[1..].starts_with(['n', 'r', 't', '"']),
        '<' => rest.starts_with("<br") || rest.starts_with("</") || rest.starts_with("<!--"),
        '"' | '`' | '|' => true,
        other => other.is_whitespace(),
    }
}

/// `<password>`, `$PASSWORD`, `********`, `xxxx`, `DB_PASSWORD`, `YOUR-PASSWORD`.
pub(super) fn is_placeholder(value: &str) -> bool {
    if value.starts_with(['<', '$', '{', '[', '%', '(', '…', '!', '&', '@', '#', '-', '=', ':', '~']) && !Shape::of(value).is_random() {
        // A variable, an empty template, a YAML tag, a person, a channel. A password may start with a sign too.
        let signs = value.chars().filter(|character| !character.is_alphanumeric()).count();
        let is_mixed = value.bytes().any(|byte| byte.is_ascii_digit()) && value.bytes().any(|byte| byte.is_ascii_alphabetic());
        if value.starts_with(['<', '$', '{', '[', '%', '(', '…', ':']) || !is_mixed || signs < 2 {
            return true;
        }
    }
    let letters: Vec<char> = value.chars().filter(|character| character.is_alphanumeric()).collect();
    let masked = letters.is_empty()
        || letters.iter().all(|letter| matches!(letter, 'x' | 'X'))
        || value.contains("***")
        || value.contains("•••")
        || value.contains("...");
    let is_name = value.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-'))
        && (value.contains('_') || value.bytes().all(|byte| byte.is_ascii_uppercase()));
    let lower = value.to_lowercase();
    let is_example = ["your", "example", "placeholder", "redacted", "changeme", "change_me", "change-me", "my-password", "my_password", "insert"]
        .iter()
        .any(|word| lower.contains(word));
    masked || is_name || is_example || matches!(lower.as_str(), "password" | "passwd" | "pwd" | "secret" | "token")
}

/// Ids, dates, versions, addresses and code.
fn is_something_else(value: &str) -> bool {
    let bytes = value.as_bytes();
    let all = |test: fn(&u8) -> bool| bytes.iter().all(test);
    let uuid = bytes.len() == 36 && [8, 13, 18, 23].iter().all(|&at| bytes[at] == b'-') && all(|byte| byte.is_ascii_hexdigit() || *byte == b'-');
    let salesforce = matches!(bytes.len(), 15 | 18)
        && value.starts_with('0')
        && value.as_bytes()[1..3].iter().all(u8::is_ascii_alphanumeric)
        && all(u8::is_ascii_alphanumeric)
        && bytes[5..].iter().any(u8::is_ascii_digit)
        && value.starts_with("00");
    let date_or_number = all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.' | b':' | b'/' | b',' | b'T' | b'Z' | b'+')) && !all(u8::is_ascii_digit);
    let version = bytes.first() == Some(&b'v') && bytes.len() > 1 && bytes[1..].iter().all(|byte| byte.is_ascii_digit() || *byte == b'.');
    let issue_key = value.split_once('-').is_some_and(|(project, number)| {
        project.len() >= 2 && project.bytes().all(|byte| byte.is_ascii_uppercase()) && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    });
    let address = value.contains("://") || value.starts_with("www.") || value.starts_with("mailto:") || is_mail(value) || is_path(value) || is_host(value);
    let reference =
        value.starts_with(['#', '@', '!', '&']) && value[1..].bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    let call = value.find(['(', '[']).is_some_and(|at| at > 0 && value[..at].bytes().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'.')));
    let template = value.contains("${") || value.contains("{{") || value.contains("$(") || value.contains("<%");
    let link = value.contains("](");
    uuid || salesforce || date_or_number || version || issue_key || address || reference || call || template || link
}

pub(super) fn is_mail(value: &str) -> bool {
    let host = value.split_once('@').filter(|(user, _)| !user.is_empty()).map(|(_, host)| host);
    host.is_some_and(|host| {
        host.rsplit_once('.').is_some_and(|(name, top)| !name.is_empty() && top.len() >= 2 && top.bytes().all(|byte| byte.is_ascii_alphabetic()))
            && !host.contains('@')
    })
}

/// `vault/kv/acme2`, `/etc/gitlab/gitlab.rb`, `~/.netrc`.
pub(super) fn is_path(value: &str) -> bool {
    let plain = value.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'/' | b'.' | b'_' | b'-' | b'~'));
    value.contains('/')
        && (plain || value.starts_with('/') || value.starts_with("~/") || value.split('/').all(|part| part.bytes().all(|byte| byte.is_ascii_alphabetic())))
}

/// `vault.example2.com`, `secrets.prod.yaml`, `process.env.TOKEN2`.
pub(super) fn is_host(value: &str) -> bool {
    let parts: Vec<&str> = value.split('.').collect();
    let name =
        |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) && !Shape::of(part).is_random();
    parts.len() >= 2 && parts.iter().all(name) && parts.last().is_some_and(|top| top.len() <= 8 && top.bytes().all(|byte| byte.is_ascii_alphabetic()))
}
