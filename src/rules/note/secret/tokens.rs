//! Secrets that are known by their form, whatever stands around them.

use std::sync::{LazyLock, OnceLock};

use aho_corasick::AhoCorasick;
use regex::Regex;

use super::shape::Shape;
use super::{Secret, assigned};
use crate::source::Span;

/// What it is, its form, and what its text holds one of (the cheap test that comes first).
const FORMS: &[(&str, &str, &[&str])] = &[
    ("a GitLab personal access token", r"glpat-[0-9A-Za-z_.-]{18,}", &["glpat-"]),
    ("a GitLab deploy token", r"gldt-[0-9A-Za-z_.-]{18,}", &["gldt-"]),
    ("a GitLab runner token", r"(?:glrtr?-[0-9A-Za-z_.-]{18,}|GR1348941[0-9A-Za-z_-]{18,})", &["glrt", "GR1348941"]),
    ("a GitLab CI/CD job token", r"glcbt-[0-9A-Za-z_.-]{18,}", &["glcbt-"]),
    ("a GitLab pipeline trigger token", r"glptt-[0-9A-Za-z_.-]{18,}", &["glptt-"]),
    ("a GitLab feed token", r"glft-[0-9A-Za-z_.-]{18,}", &["glft-"]),
    ("a GitLab incoming mail token", r"glimt-[0-9A-Za-z_.-]{18,}", &["glimt-"]),
    ("a GitLab agent token", r"glagent-[0-9A-Za-z_.-]{18,}", &["glagent-"]),
    ("a GitLab OAuth secret", r"gloas-[0-9A-Za-z_.-]{18,}", &["gloas-"]),
    ("a GitLab SCIM token", r"glsoat-[0-9A-Za-z_.-]{18,}", &["glsoat-"]),
    ("a GitLab feature flags token", r"glffct-[0-9A-Za-z_.-]{18,}", &["glffct-"]),
    ("a GitLab workspace token", r"glwt-[0-9A-Za-z_.-]{18,}", &["glwt-"]),
    ("an AWS access key", r"(?:AKIA|ASIA)[A-Z0-9]{16}", &["AKIA", "ASIA"]),
    ("a Slack token", r"(?:xox[a-z]|xapp)-[0-9A-Za-z-]{10,}", &["xox", "xapp-"]),
    ("a Slack webhook", r"https://hooks\.slack(?:-gov)?\.com/(?:services|workflows|triggers)/[0-9A-Za-z/_+-]{16,}", &["hooks.slack"]),
    ("a GitHub token", r"(?:gh[pousr]_[0-9A-Za-z]{30,}|github_pat_[0-9A-Za-z_]{22,})", &["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"]),
    ("a Google API key", r"AIza[0-9A-Za-z_-]{35}", &["AIza"]),
    ("a Google OAuth secret", r"(?:GOCSPX-[0-9A-Za-z_-]{28}|ya29\.[0-9A-Za-z_-]{20,})", &["GOCSPX-", "ya29."]),
    ("a Stripe key", r"(?:[sr]k_(?:live|test)_[0-9A-Za-z]{16,}|whsec_[0-9A-Za-z+/=]{32,})", &["k_live_", "k_test_", "whsec_"]),
    ("a SendGrid key", r"SG\.[0-9A-Za-z_-]{16,32}\.[0-9A-Za-z_-]{30,64}", &["SG."]),
    ("an npm token", r"npm_[0-9A-Za-z]{36}", &["npm_"]),
    ("a PyPI token", r"pypi-AgEI[0-9A-Za-z_-]{50,}", &["pypi-"]),
    ("a Docker token", r"dckr_(?:pat|oat)_[0-9A-Za-z_-]{20,}", &["dckr_"]),
    ("a Vault token", r"hv[sbr]\.[0-9A-Za-z_-]{24,}", &["hvs.", "hvb.", "hvr."]),
    ("a DigitalOcean token", r"do[opr]_v1_[0-9a-f]{64}", &["_v1_"]),
    ("an Atlassian token", r"AT[AC]TT3x[0-9A-Za-z_=.-]{50,}", &["TT3x"]),
    ("an OpenAI or Anthropic key", r"sk-(?:(?:proj|svcacct|admin)-[0-9A-Za-z_-]{40,}|ant-[0-9A-Za-z_-]{40,}|[0-9A-Za-z]{48})", &["sk-"]),
    ("a Telegram bot token", r"[0-9]{8,10}:AA[0-9A-Za-z_-]{33}", &[":AA"]),
    ("a JSON web token", r"eyJ[0-9A-Za-z_-]{8,}\.eyJ[0-9A-Za-z_-]{8,}\.[0-9A-Za-z_-]{8,}", &["eyJ"]),
];

/// The form of each of `FORMS`, compiled when the first text holds its part.
static KNOWN: LazyLock<Vec<OnceLock<Regex>>> = LazyLock::new(|| FORMS.iter().map(|_| OnceLock::new()).collect());

/// What `assigned` looks for has one of these in it.
const SECRET_WORDS: [&str; 6] = ["token", "pass", "pw", "kennwort", "key", "secret"];
/// What stands in front of other secrets, or starts them.
const STARTS: [&str; 4] = ["bearer", "basic", "/token:", "-----begin"];

/// `SECRET_WORDS`, `STARTS` and the parts of `FORMS`, in any case: most texts hold none of them, and then no pattern need even be compiled.
static PARTS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let parts = SECRET_WORDS.into_iter().chain(STARTS).chain(FORMS.iter().flat_map(|(.., holds)| holds.iter().copied()));
    AhoCorasick::builder().ascii_case_insensitive(true).build(parts).expect("some fifty short words")
});

/// What a text holds of what stands in front of secrets, or in them.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Seen {
    words: [bool; SECRET_WORDS.len() + STARTS.len()],
    form: bool,
}

impl Seen {
    pub(super) fn of(text: &str) -> Self {
        let mut seen = Self::default();
        for part in PARTS.find_overlapping_iter(text) {
            match seen.words.get_mut(part.pattern().as_usize()) {
                Some(word) => *word = true,
                None => seen.form = true,
            }
        }
        seen
    }

    fn has(self, word: &str) -> bool {
        SECRET_WORDS.iter().chain(&STARTS).zip(self.words).any(|(known, seen)| seen && *known == word)
    }

    /// Whether a word for a secret stands in it.
    pub(super) fn has_word(self) -> bool {
        self.words[..SECRET_WORDS.len()].contains(&true)
    }
}

/// How far behind the start of a URL its password ends at the latest.
const NEAR: usize = 1 << 10;

/// Longest password in a URL.
const LONGEST_IN_URL: usize = 200;

/// The password of `https://user:password@host`.
static IN_URL: LazyLock<Regex> = LazyLock::new(|| compiled(r#"[A-Za-z][A-Za-z0-9+.-]{1,20}://[^\s/@:<>"'`\\]*:([^\s/@<>"'`\\]+)@[0-9A-Za-z\[]"#));
/// The token of Zendesk's `user@example.com/token:…`.
static ZENDESK: LazyLock<Regex> = LazyLock::new(|| compiled(r"[0-9A-Za-z]/token:([0-9A-Za-z]{20,})"));
static HEADER: LazyLock<Regex> =
    LazyLock::new(|| compiled(r"(?i)\b(?:bearer[ \t]+([0-9A-Za-z._~+/=-]{20,})|authorization:[ \t]{1,4}basic[ \t]+([0-9A-Za-z+/=]{12,}))"));
/// GitLab's query parameters and headers, which nothing but a token stands behind.
static PARAMETER: LazyLock<Regex> = LazyLock::new(|| {
    compiled(concat!(
        r#"(?i)(?:^|[^0-9A-Za-z])(?:private|personal[_-]access|access|refresh|job|deploy|trigger|gitlab)[_-]token"#,
        r#"[\\"'`*]{0,3}[ \t]{0,4}[=:][ \t]{0,4}[\\"'`*]{0,3}([0-9A-Za-z_.~+/-]{16,}={0,2})"#,
    ))
});
static PEM: LazyLock<Regex> = LazyLock::new(|| compiled(r"-----BEGIN (?:[A-Z0-9]{2,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----"));
static PEM_END: LazyLock<Regex> = LazyLock::new(|| compiled(r"-----END (?:[A-Z0-9]{2,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----"));

/// How far behind its first line a private key is looked for.
const KEY_LENGTH: usize = 32 << 10;

pub(super) fn compiled(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a built-in pattern compiles")
}

pub(super) fn find(text: &str, seen: Seen) -> Vec<Secret> {
    let mut found = Vec::new();
    let forms = FORMS.iter().zip(&*KNOWN).filter(|((.., holds), _)| seen.form && holds.iter().any(|part| text.contains(part)));
    for ((kind, pattern, _), known) in forms {
        // An escape of JSON or of a quoted YAML text may stand in front: `\nglpat-…`.
        let regex = known.get_or_init(|| compiled(&format!(r"(?:^|[^0-9A-Za-z_-]|\\[nrt])({pattern})")));
        for capture in regex.captures_iter(text) {
            let Some(token) = capture.get(1) else { continue };
            // The full stop of a sentence.
            let written = token.as_str().trim_end_matches('.');
            if !is_sample(written) {
                found.push(whole(kind, token.start(), token.start() + written.len()));
            }
        }
    }
    if text.match_indices("://").any(|(at, _)| has_user(&text[at + 3..])) {
        let passwords = IN_URL.captures_iter(text).filter_map(|capture| capture.get(1));
        let passwords = passwords.filter(|password| password.len() <= LONGEST_IN_URL && !assigned::is_placeholder(password.as_str()));
        found.extend(passwords.map(|password| whole("a password in a URL", password.start(), password.end())));
    }
    if seen.has("/token:") {
        let tokens = ZENDESK.captures_iter(text).filter_map(|capture| capture.get(1)).filter(|token| !is_sample(token.as_str()));
        found.extend(tokens.map(|token| whole("a Zendesk API token", token.start(), token.end())));
    }
    let headers = (seen.has("bearer") || seen.has("basic")).then(|| HEADER.captures_iter(text));
    for capture in headers.into_iter().flatten() {
        let Some(token) = capture.get(1).or_else(|| capture.get(2)) else { continue };
        let has_digit = token.as_str().bytes().any(|byte| byte.is_ascii_digit());
        if has_digit && !is_sample(token.as_str()) {
            found.push(whole("an access token", token.start(), token.end()));
        }
    }
    let parameters = seen.has("token").then(|| PARAMETER.captures_iter(text)).into_iter().flatten().filter_map(|capture| capture.get(1));
    found.extend(parameters.filter(|token| is_opaque(token.as_str())).map(|token| whole("an access token", token.start(), token.end())));
    if seen.has("-----begin") {
        private_keys(text, &mut found);
    }
    found
}

/// Whether an `@` stands in the first word behind `://`.
fn has_user(rest: &str) -> bool {
    let near = super::start_of(rest, NEAR);
    near.bytes().take_while(|byte| !byte.is_ascii_whitespace() && *byte != b'/').any(|byte| byte == b'@')
}

fn whole(kind: &'static str, start: usize, end: usize) -> Secret {
    Secret { kind, span: Span::new(start, end), hidden: Span::new(start, end) }
}

/// A private key: its first line on a line of its own, or with something of the key behind it; the finding points at that line.
fn private_keys(text: &str, found: &mut Vec<Secret>) {
    for first in PEM.find_iter(text) {
        let behind = super::start_of(&text[first.end()..], KEY_LENGTH);
        let next = PEM.find(behind).map_or(behind.len(), |next| next.start());
        let end = match PEM_END.find(&behind[..next]) {
            Some(end) => end.end(),
            None => body(&behind[..next]),
        };
        let key = &behind[..end];
        let letters =
            key.split("-----").next().unwrap_or_default().split(|character: char| !character.is_ascii_alphanumeric() && !matches!(character, '+' | '/' | '='));
        // "a block that starts with -----BEGIN PRIVATE KEY-----" holds no key; on a line of its own it starts one, however short.
        let before = text[..first.start()].rsplit('\n').next().unwrap_or_default();
        let alone = before.trim().is_empty() && text[first.end()..].trim_start_matches([' ', '\t', '\r']).starts_with('\n');
        if alone || letters.map(str::len).max().unwrap_or_default() >= 16 {
            found.push(Secret { kind: "a private key", span: Span::new(first.start(), first.end()), hidden: Span::new(first.start(), first.end() + end) });
        }
    }
}

/// The length of the lines that look like a key.
fn body(behind: &str) -> usize {
    let mut end = 0;
    for line in behind.split_inclusive('\n') {
        let inside = line.trim().trim_start_matches("\\n");
        let is_key = inside.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'\\' | b'"'));
        let is_header = inside.starts_with("Proc-Type:") || inside.starts_with("DEK-Info:");
        if !is_key && !is_header {
            break;
        }
        end += line.len();
    }
    end
}

/// Whether a value behind a parameter's name is a token: not an example, a place, a variable, or words with hyphens between them.
fn is_opaque(value: &str) -> bool {
    const WORDS: [&str; 11] = ["token", "secret", "password", "vault", "your", "example", "placeholder", "replace", "redacted", "insert", "stored"];
    let shape = Shape::of(value);
    let lower = value.to_ascii_lowercase();
    let is_plain = value.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_place = (value.contains('.') && assigned::is_host(value)) || assigned::is_path(value);
    let is_named = !shape.is_random() && (WORDS.iter().any(|word| lower.contains(word)) || (!is_plain && assigned::is_placeholder(value)));
    let has_digit = value.bytes().any(|byte| byte.is_ascii_digit());
    !is_sample(value) && !is_place && !is_named && !shape.words_with_digits && (has_digit || is_plain || shape.is_mixed())
}

/// `glpat-xxxxxxxxxxxxxxxxxxxx` and `glpat-YOUR_TOKEN_GOES_HERE` are no tokens.
fn is_sample(token: &str) -> bool {
    let upper = token.to_ascii_uppercase();
    let mut seen = [false; 128];
    let body = token.rsplit_once(['-', '_', '.']).map_or(token, |(_, body)| if body.len() >= 10 { body } else { token });
    body.bytes().filter(u8::is_ascii).for_each(|byte| seen[usize::from(byte)] = true);
    let distinct = seen.iter().filter(|seen| **seen).count();
    distinct < 5 || ["YOUR", "XXXX", "TOKEN_HERE", "REDACTED", "PLACEHOLDER"].iter().any(|word| upper.contains(word))
}
