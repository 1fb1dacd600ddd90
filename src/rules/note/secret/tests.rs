//! What is a secret, and what only speaks of one.

use super::*;

fn kinds(text: &str) -> Vec<(&'static str, &str)> {
    find(text).iter().map(|secret| (secret.kind, &text[secret.span.range()])).collect()
}

#[test]
fn passwords_are_found_behind_their_word() {
    for (text, value) in [
        ("password: hunter2", "hunter2"),
        ("passwd = hunter2", "hunter2"),
        ("pwd: Sommer2026!", "Sommer2026!"),
        ("DB_PASSWORD=correcthorse9", "correcthorse9"),
        ("**Password:** `Tr0ub4dor&3`", "Tr0ub4dor&3"),
        ("**Password**: hunter2", "hunter2"),
        ("| Password | hunter2 |", "hunter2"),
        ("password: swordfish", "swordfish"),
        ("password: 'hunter2'", "hunter2"),
        ("  password: \"s3cr3t!\"  # the VPN", "s3cr3t!"),
        ("The password is Tr0ub4dor&3.", "Tr0ub4dor&3."),
        ("root password (staging): hunter2", "hunter2"),
        ("password for the VPN: hunter2", "hunter2"),
        ("login jill, pass: hunter2", "hunter2"),
        (r#"{"description": "The VPN.\nPassword: hunter2\nBye"}"#, "hunter2"),
        ("<!-- password: hunter2 -->", "hunter2"),
        ("password: hunter2, user: acme", "hunter2"),
        ("password: 12345678", "12345678"),
        ("Passwort: Geheim123", "Geheim123"),
        ("password: p@ssword", "p@ssword"),
        ("token: 8fK2mQ9xT4vB7nL1", "8fK2mQ9xT4vB7nL1"),
        ("api key: 5f4dcc3b5aa765d61d8327deb882cf99", "5f4dcc3b5aa765d61d8327deb882cf99"),
        ("apiKey = 'Zx81-kk20-pQ7a-19Lm'", "Zx81-kk20-pQ7a-19Lm"),
        ("client_secret: a8Kd93ndKd02lsPqz7", "a8Kd93ndKd02lsPqz7"),
        ("aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzzKEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzzKEY"),
    ] {
        assert_eq!(kinds(text).iter().map(|found| found.1).collect::<Vec<_>>(), [value], "{text}");
    }
    let long = "aB3".repeat(500);
    assert_eq!(kinds(&format!("password: {long} x")), [("a password", long.as_str())]);
}

#[test]
fn pointers_and_prose_are_no_secrets() {
    for text in [
        "password: see the vault",
        "Password: in 1Password",
        "Password: 1Password",
        "password: ask Jill",
        "Password: Jill has it",
        "password: <password>",
        "password: $PASSWORD",
        "password: ${DB_PASSWORD}",
        "password: ********",
        "password: xxxxxxxx",
        "password: YOUR_PASSWORD",
        "password = os.environ['PASSWORD']",
        "password: !reference [a, b]",
        "password reset: see the runbook",
        "Password reset requests go to the account manager.",
        "passwords: never by mail",
        "passwords are stored in the vault",
        "The password is rotated every 90 days.",
        "the password is 12 characters long",
        "Password: required",
        "password: vault",
        "Password: https://vault.example.com/acme2",
        "password: op://Support/acme2/password",
        "password: vault/kv/acme2",
        "password: jill2@example.com",
        "password: #support-acme2",
        "password: n/a",
        "password: none",
        "password:",
        "password: |",
        "password: 90-day rotation",
        "password: OAuth2 only",
        "password: SSO/SAML only",
        "password ticket: ABC-1234",
        "password: see ABC-1234",
        "password: changed on 2026-10-01",
        "token: expired",
        "token: valid for 30 days",
        "token: v2 only",
        "token: 27946339528",
        "token: 3f2504e0-4f89-11d3-9a0c-0305e82c3301",
        "token: 0011200001GkDsfAAF",
        "secret: da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "Secret Santa: 2026-12-24",
        "Correlation ID: 01HF3V6Y8QW2E4R5T6Y7U8I9O0",
        "correlation 3f2504e0-4f89-11d3-9a0c-0305e82c3301",
        "commit da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "bypass: hunter2",
        "The token is renewed monthly.",
        "api key: see the vault",
        "API key: in the vault, item acme2",
        "| Password | Token |",
        "| Secret | Owner |\n| --- | --- |",
        "access token: glpat-xxxxxxxxxxxxxxxxxxxx",
        "glpat-YOUR_TOKEN_GOES_HERE_NOW",
        "a token that starts with glpat-",
        "https://<user>:<password>@example.com",
        "https://user:$PASSWORD@example.com",
        "https://example.com:8080/@jill",
        "ssh://git@example.com:22/acme.git",
        "jill@example.com/token:$ZENDESK_TOKEN",
        "a block that starts with -----BEGIN PRIVATE KEY-----",
        "-----BEGIN PUBLIC KEY-----\nMFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAJ\n-----END PUBLIC KEY-----",
        "sk-learn, npm_config_registry, ghp_ and xoxb- are prefixes",
        "pass: the on-call engineer",
        "Two-factor: ask for the token (6 digits).",
    ] {
        assert_eq!(kinds(text), [], "{text}");
    }
}

#[test]
fn sentences_about_secrets_hold_none() {
    for text in [
        "Password resets go to Jill",
        "private_token=<your token>",
        "private_token=<your_access_token>",
        "token: ask in #spt_ase",
        "password = $PASSWORD",
        "private_token=$TOKEN",
        "private_token=${GITLAB_TOKEN}",
        "PRIVATE-TOKEN: $GITLAB_PERSONAL_ACCESS_TOKEN",
        "curl --header \"PRIVATE-TOKEN: <your_access_token>\" https://gitlab.example.com/api/v4/projects",
        "curl 'https://gitlab.example.com/api/v4/user?access_token=YOUR_TOKEN_GOES_HERE'",
        "access_token=xxxxxxxxxxxxxxxxxxxx",
        "access_token=********************",
        "access_token: see the vault",
        "PRIVATE-TOKEN: personal_access_token_of_the_bot",
        "job_token: /etc/gitlab/runner-credentials",
        "private_token: vault.support.example.com",
        "access_token=acme-production-read-only",
        "access_token = getTokenFromVault()",
        "private_token=self.api_client_settings.value",
        "The access token: administrators rotate it.",
        "The private_token parameter is deprecated, use the PRIVATE-TOKEN header.",
        "Tokens and passwords are in 1Password; ask there for access.",
        "Do not ask for the customer's password, token or secret: they have SSO.",
        "Secret Santa is on Friday.",
        "| Item | Password |\n| --- | --- |\n| VPN | see 1Password |\n| LDAP | - |\n| root | n/a |\n| bot | TBD |\n| db | |\n| x | vault |\n| y | <password> |",
        "| Password | Owner |\n|---|---|\n| in the vault | jill2026x |\n| 1Password | bob |\n| ask Jill | x |\n| 1Password item acme2 | x |\n| ******** | x |",
        "| Token | Use |\n|---|---|\n| deploy-token-2 | pulls images |\n| read-only | x |\n| https://vault.example.com/t/4f2a | x |\n| $CI_JOB_TOKEN | x |",
        "| Password reset | Token rotation |\n|---|---|\n| hunter2 | abcd1234efgh |",
        "| Test | Pass |\n|---|---|\n| login | passed |\n| smoke-2 | failed |",
        "| Account | Password |\n|---|---|\n| acme | keycloak |\n| b | monthly |",
        "| Has a password? | Name |\n|---|---|\n| acme2 | acme3x |",
        "| Name | Password |\n\n| hunter2hunter2x | hunter2hunter2x |",
        "| Password |\n| --- | --- |\n| hunter2hunter2x |",
    ] {
        assert_eq!(kinds(text), [], "{text}");
    }
}

#[test]
fn a_column_of_secrets_holds_secrets() {
    for (text, values) in [
        ("| System | Password |\n| --- | --- |\n| VPN | Hunter2hunter2x |\n| db | `s3cr3t!` |", &["Hunter2hunter2x", "s3cr3t!"][..]),
        ("  System | **Password** (staging)\n  --- | :--:\n  VPN | swordfish\n", &["swordfish"]),
        ("> | User / password |\n> |---|\n> | jill / hunter2 |", &["hunter2"]),
        ("# | Root password | Owner |\n# |-|-|\n# | hunter2 (until May) | Jill |\r\n# | a \\| b | x |", &["hunter2"]),
        ("| API token | Owner |\n|---|---|\n| 5f4dcc3b5aa765d61d8327deb882cf99 | Jill |", &["5f4dcc3b5aa765d61d8327deb882cf99"]),
        ("| Token for CI | Owner |\n|---|---|\n| 8fK2mQ9xT4vB7nL1 | Jill |", &["8fK2mQ9xT4vB7nL1"]),
        ("| Secret |\n| --- |\n| glpat-AbCdEf0123456789wxyz |", &["glpat-AbCdEf0123456789wxyz"]),
        ("| A \\| b | Passwort |\n|---|---|\n| x \\| y | Geheim123 |", &["Geheim123"]),
    ] {
        assert_eq!(kinds(text).iter().map(|found| found.1).collect::<Vec<_>>(), values, "{text}");
    }
}

#[test]
fn a_token_parameter_holds_a_token_whatever_it_is_made_of() {
    for (text, value) in [
        ("https://gitlab.example.com/api/v4/user?private_token=abcdefghijklmnopqrst", "abcdefghijklmnopqrst"),
        ("https://gitlab.example.com/a?private_token=abcdefghijklmnopqrst&x=1", "abcdefghijklmnopqrst"),
        ("curl -H 'PRIVATE-TOKEN: AbCdEfGhIjKlMnOpQrSt' https://gitlab.example.com", "AbCdEfGhIjKlMnOpQrSt"),
        ("curl -H \"Private-Token:zyxwvutsrqponmlkjihg\"", "zyxwvutsrqponmlkjihg"),
        (r#"{"description": "{\"access_token\": \"abcdefghijklmnopqrst\"}"}"#, "abcdefghijklmnopqrst"),
        ("ACCESS_TOKEN=QWERTYUIOPASDFGHJKLM", "QWERTYUIOPASDFGHJKLM"),
        ("access_token=abCdE_fGh-ijKLmnopQRst", "abCdE_fGh-ijKLmnopQRst"),
        ("JOB-TOKEN: abcd1234efgh5678", "abcd1234efgh5678"),
    ] {
        assert_eq!(kinds(text).iter().map(|found| found.1).collect::<Vec<_>>(), [value], "{text}");
    }
}

#[test]
fn tokens_are_known_by_their_form() {
    for (text, kind) in [
        ("use glpat-AbCdEf0123456789wxyz please", "a GitLab personal access token"),
        ("(gldt-AbCdEf0123456789wxyz)", "a GitLab deploy token"),
        ("glrt-AbCdEf0123456789wxyz", "a GitLab runner token"),
        ("GR1348941AbCdEf0123456789wxyz", "a GitLab runner token"),
        ("glcbt-64_AbCdEf0123456789wxyz", "a GitLab CI/CD job token"),
        ("token: glptt-AbCdEf0123456789wxyz", "a GitLab pipeline trigger token"),
        (r"first\nglft-AbCdEf0123456789wxyz", "a GitLab feed token"),
        ("AKIAIOSFODNN7EXAMPLE", "an AWS access key"),
        ("xoxb-123456789012-abcdefABCDEF", "a Slack token"),
        ("https://hooks.slack.com/services/T00000001/B00000002/abcdefghijABCDEFGHIJ0123", "a Slack webhook"),
        ("ghp_abcdefghijABCDEFGHIJ0123456789abcdef", "a GitHub token"),
        ("AIzaSyA1234567890abcdefghijABCDEFGHIJ12", "a Google API key"),
        ("sk_live_abcdefghijABCDEFGHIJ0123", "a Stripe key"),
        ("SG.abcdefghijABCDEFGHIJ01.abcdefghijABCDEFGHIJ0123456789abcdefghijABC", "a SendGrid key"),
        ("npm_abcdefghijABCDEFGHIJ0123456789abcdef", "an npm token"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N", "a JSON web token"),
        ("https://jill:hunter2@example.com/acme.git", "a password in a URL"),
        ("jill@example.com/token:abcdefghijABCDEFGHIJ0123", "a Zendesk API token"),
        ("Authorization: Bearer abcdefghijABCDEFGHIJ0123", "an access token"),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEAabcdefghij\nabcd\n-----END RSA PRIVATE KEY-----", "a private key"),
        ("Key:\n  -----BEGIN EC PRIVATE KEY-----\n  …\n", "a private key"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\n  b3BlbnNzaC1rZXktdjEAAAAA\n\nNext.", "a private key"),
    ] {
        assert_eq!(kinds(text).iter().map(|found| found.0).collect::<Vec<_>>(), [kind], "{text}");
    }
}

#[test]
fn hostile_text_ends_soon() {
    for unit in [
        "password: ",
        "eyJa.",
        "-----BEGIN PRIVATE KEY-----",
        "https://a:",
        "glpat-",
        "a@b/token:",
        "token for a ",
        "é\\n",
        "|",
        "private_token=",
        "| a ",
        "|-\n",
        "\\|",
        "| Password |\n|---|\n| / ",
        "| Password ",
        "- | token (",
    ] {
        let text = unit.repeat((1 << 18) / unit.len());
        let start = std::time::Instant::now();
        find(&text);
        assert!(start.elapsed().as_secs() < 20, "{unit}");
    }
}
