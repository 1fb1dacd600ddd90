//! From a URI to a file's path and back.

use std::path::{Path, PathBuf};

use super::protocol::{Uri, encode};

/// The path of a `file:` URI; `None` for other schemes.
pub fn path(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.as_str().split_once(':').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("file"))?.1;
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let (host, path) = match rest.strip_prefix("//") {
        Some(rest) => rest.split_at(rest.find('/').unwrap_or(rest.len())),
        None => ("", rest),
    };
    let path = decode(path);
    let has_drive = path.get(1..3).is_some_and(|drive| drive.ends_with(':') && drive.starts_with(|char: char| char.is_ascii_alphabetic()));
    Some(match (host, cfg!(windows) && has_drive) {
        ("" | "localhost", true) => PathBuf::from(&path[1..]),
        ("" | "localhost", false) => PathBuf::from(path),
        (host, _) => PathBuf::from(format!("//{host}{path}")),
    })
}

/// What a URI of another scheme calls its text: the `Untitled-1` of `untitled:Untitled-1`.
pub fn name(uri: &Uri) -> String {
    let text = uri.as_str();
    decode(text.split_once(':').map_or(text, |(_, name)| name)).trim_start_matches('/').to_owned()
}

/// The URI of a file; `None` for a path that is not whole.
pub fn of(path: &Path) -> Option<Uri> {
    let text = path.to_str()?.replace(std::path::MAIN_SEPARATOR, "/");
    // What Windows puts in front of a path without links.
    let text = text.strip_prefix("//?/").unwrap_or(&text);
    let kept = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let encoded = encode(text, &kept);
    match text.strip_prefix("//") {
        Some(_) => format!("file:{encoded}"),
        None if text.starts_with('/') => format!("file://{encoded}"),
        None if path.is_absolute() => format!("file:///{encoded}"),
        None => return None,
    }
    .parse()
    .ok()
}

fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let code = text.get(at + 1..at + 3).filter(|_| byte == b'%').and_then(|digits| u8::from_str_radix(digits, 16).ok());
        decoded.push(code.unwrap_or(byte));
        at += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path_of(uri: &str) -> Option<String> {
        path(&uri.parse().expect("a URI")).map(|path| path.to_string_lossy().into_owned())
    }

    #[test]
    fn paths_are_decoded() {
        for (uri, expected) in [
            ("file:///a%20b/%C3%BC.yaml", Some("/a b/ü.yaml")),
            ("file://localhost/a.yaml", Some("/a.yaml")),
            ("file:/a.yaml", Some("/a.yaml")),
            ("FILE:///a%zz.yaml".replace("%zz", "%25").as_str(), Some("/a%.yaml")),
            ("file://server/share/a.yaml", Some("//server/share/a.yaml")),
            ("untitled:Untitled-1", None),
            ("git:/a.yaml?ref", None),
        ] {
            assert_eq!(path_of(uri).as_deref(), expected, "{uri}");
        }
        let windows = if cfg!(windows) { "c:/a.yaml" } else { "/c:/a.yaml" };
        assert_eq!(path_of("file:///c%3A/a.yaml").as_deref(), Some(windows));
    }

    #[test]
    fn a_path_comes_back_from_its_uri() {
        for name in ["/a b/ü.yaml", "/100%/x#y?z.yaml", "/c:/a.yaml"] {
            let uri = of(Path::new(name)).expect("a whole path");
            assert_eq!(path(&uri).as_deref(), Some(Path::new(name)), "{uri:?}");
        }
        assert_eq!(of(Path::new("a.yaml")), None);
        assert_eq!(name(&"untitled:/a%20b.yaml".parse().expect("a URI")), "a b.yaml");
    }
}
