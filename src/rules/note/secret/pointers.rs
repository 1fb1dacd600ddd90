//! What stands behind `password:` and is no password: names of places where secrets are kept, and words of sentences about them.

/// Names of places where secrets are kept, and of ways to sign in, that hold a digit or are short.
const NAMES: &str = "1password onepassword lastpass bitwarden keepass keepassxc 2fa mfa totp oauth2 oauth saml2 saml oidc sso ldap u2f fido2 webauthn base64 sha1 \
     sha256 sha512 md5 pbkdf2 argon2 bcrypt k8s s3 tls1 tlsv1 http2 rfc6238";

/// Words of one line or cell about a password.
const WORDS: &str = "above absent active another authenticator authentik available below blank blocked cannot certificate certificates changed changes cleared client \
     confidential contact correct created customer cyberark dashlane default deleted delinea deprecated disabled doppler elsewhere email emailed empty \
     enabled encrypted encryption enforced engineer entra escrow expired expires external failed false forbidden forgotten generated github google \
     hashed hashicorp hidden identical ignored incorrect individual infisical inherited internal invalid jenkins jumpcloud keeper kerberos keychain \
     keycloak keyring known kubernetes later leaked locked login lost managed management manager mandatory masked missing monthly needed never nothing \
     omitted onboarding ondemand onelogin optional other passbolt passed passkey passwordless pending permanent personal plaintext policy private \
     production protected protection provided psono quarterly random recovery refused regular rejected removed renewed requested required reset resets \
     restricted revoked rotated rotates rotating rotation safe salesforce same sealed secure secured sensitive separate shared should skipped slack \
     someone staging standard stored string strongbox support teleport temporary there thycotic true unavailable unchanged undefined undisclosed \
     unknown unlimited unnecessary unset updated username valid value vault verified weekly withheld wrong yearly zendesk";

/// `1Password`, `OAuth2`.
pub(super) fn is_pointer(value: &str) -> bool {
    let lower = value.to_lowercase();
    let first = lower.split(|character: char| !character.is_ascii_alphanumeric()).next().unwrap_or_default();
    let is_name = |word: &str| NAMES.split_whitespace().any(|name| name == word);
    is_name(first) || is_name(lower.trim_end_matches("'s"))
}

/// One lower-case word, alone on its line, that is no word of a sentence about passwords: `password: swordfish`.
pub(super) fn is_one_word(value: &str) -> bool {
    value.len() >= 6
        && value.bytes().all(|byte| byte.is_ascii_lowercase())
        && !WORDS.split_whitespace().any(|word| word == value)
        && !value.ends_with("word")
        && !value.ends_with("words")
}
