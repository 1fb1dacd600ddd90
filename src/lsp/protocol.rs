//! The protocol: messages in their frames, from bytes and to bytes. The only user of `lsp-server` and `lsp-types`.

use std::io::{self, BufRead, Read as _, Write};

use serde::Serialize;
use serde_json::{Value, json};

pub use lsp_server::{ErrorCode, Notification, Request, RequestId};
pub use lsp_types::notification::Notification as Notice;
pub use lsp_types::request::Request as Ask;
pub use lsp_types::*;

/// A larger message is skipped.
const MOST_BYTES: u64 = 256 << 20;
/// A longer line is no header.
const LONGEST_HEADER: u64 = 8 << 10;

/// What the client says.
#[derive(Debug)]
pub enum Said {
    Request(Request),
    Notification(Notification),
    /// The answer to a request of ours; none of them needs it.
    Response,
    /// Something else. The id where it has one.
    Flawed(Value, ErrorCode, String),
}

/// Reads the next message; `None` at the end. Lines that are no header are passed over, so that a broken frame costs one message.
pub fn read(input: &mut impl BufRead) -> io::Result<Option<Said>> {
    let mut length: Option<u64> = None;
    loop {
        let mut line = Vec::new();
        if input.by_ref().take(LONGEST_HEADER).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line).to_ascii_lowercase();
        if line.trim().is_empty() && length.is_some() {
            break;
        }
        if let Some((_, value)) = line.rsplit_once("content-length:") {
            length = value.trim().parse().ok();
        }
    }
    let length = length.unwrap_or(0);
    if length > MOST_BYTES {
        io::copy(&mut input.by_ref().take(length), &mut io::sink())?;
        return Ok(Some(Said::Flawed(Value::Null, ErrorCode::InvalidRequest, format!("a message of {length} bytes is too large"))));
    }
    let mut body = Vec::new();
    if input.by_ref().take(length).read_to_end(&mut body)? < usize::try_from(length).unwrap_or(usize::MAX) {
        return Ok(None);
    }
    Ok(Some(match serde_json::from_slice(&body) {
        Ok(message) => said(message),
        Err(error) => Said::Flawed(Value::Null, ErrorCode::ParseError, error.to_string()),
    }))
}

fn said(mut message: Value) -> Said {
    mend_uris(&mut message);
    let id = message.get("id").cloned().unwrap_or_default();
    let flawed = |error: serde_json::Error| Said::Flawed(Value::Null, ErrorCode::InvalidRequest, error.to_string());
    match (message.get("method"), id.is_null()) {
        (Some(_), true) => serde_json::from_value(message).map_or_else(flawed, Said::Notification),
        (Some(_), false) => serde_json::from_value(message).map_or_else(flawed, Said::Request),
        (None, _) if message.get("result").is_some() || message.get("error").is_some() => Said::Response,
        (None, _) => Said::Flawed(id, ErrorCode::InvalidRequest, "this is no message of the protocol".to_owned()),
    }
}

/// Encodes what some clients leave as it is in a URI: blanks, letters with accents.
fn mend_uris(value: &mut Value) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                match value {
                    Value::String(text) if key.eq_ignore_ascii_case("uri") || key.ends_with("Uri") => {
                        *text = mended(text);
                    }
                    other => mend_uris(other),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(mend_uris),
        _ => {}
    }
}

/// A URI with what may not stand in one encoded, brackets and lone percent signs too.
fn mended(text: &str) -> String {
    let is_escape = |at: usize| text.as_bytes().get(at + 1..at + 3).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit));
    let parts = text.split_inclusive('%').scan(0, |at, part| {
        *at += part.len();
        let lone = part.ends_with('%') && !is_escape(*at - 1);
        let part = if lone { &part[..part.len() - 1] } else { part };
        Some(encode(part, &|byte| is_of_uri(byte) || byte == b'%') + if lone { "%25" } else { "" })
    });
    parts.collect()
}

fn is_of_uri(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&'()*+,;=".contains(&byte)
}

/// `text` with every byte that is not kept as `%XX`.
pub fn encode(text: &str, keep: &dyn Fn(u8) -> bool) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::with_capacity(text.len()), |mut encoded, byte| {
        if keep(byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
        encoded
    })
}

/// The client's ear.
#[derive(Debug)]
pub struct Client<W> {
    out: W,
    next_id: i32,
}

impl<W: Write> Client<W> {
    pub fn new(out: W) -> Self {
        Self { out, next_id: 1 }
    }

    /// Answers a request.
    pub fn answer(&mut self, id: &RequestId, result: &impl Serialize) -> io::Result<()> {
        self.send(&json!({"jsonrpc": "2.0", "id": id, "result": result}))
    }

    /// Refuses a request; `id` is null where nobody knows which.
    pub fn refuse(&mut self, id: &impl Serialize, code: ErrorCode, message: &str) -> io::Result<()> {
        self.send(&json!({"jsonrpc": "2.0", "id": id, "error": {"code": code as i32, "message": message}}))
    }

    pub fn notify<N: Notice>(&mut self, params: &N::Params) -> io::Result<()> {
        self.send(&json!({"jsonrpc": "2.0", "method": N::METHOD, "params": params}))
    }

    /// Asks for something whose answer does not matter.
    pub fn ask<R: Ask>(&mut self, params: &R::Params) -> io::Result<()> {
        let id = self.next_id;
        self.next_id = self.next_id.wrapping_add(1);
        let mut message = json!({"jsonrpc": "2.0", "id": id, "method": R::METHOD});
        let params = json!(params);
        if !params.is_null() {
            message["params"] = params;
        }
        self.send(&message)
    }

    fn send(&mut self, message: &Value) -> io::Result<()> {
        let body = message.to_string();
        write!(self.out, "Content-Length: {}\r\n\r\n{body}", body.len())?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(bytes: &[u8]) -> Vec<String> {
        let mut input = bytes;
        std::iter::from_fn(|| read(&mut input).expect("memory can be read"))
            .map(|said| match said {
                Said::Request(request) => format!("{} {}", request.id, request.method),
                Said::Notification(notification) => notification.method,
                Said::Response => "response".to_owned(),
                Said::Flawed(id, code, _) => format!("{id} {}", code as i32),
            })
            .collect()
    }

    #[test]
    fn broken_frames_cost_one_message() {
        let frame = |body: &str| format!("Content-Length: {}\r\n\r\n{body}", body.len());
        let good = frame(r#"{"jsonrpc":"2.0","id":1,"method":"a"}"#);
        for (broken, said) in [
            (frame("{"), vec!["null -32700"]),
            (frame("[]"), vec!["null -32600"]),
            (frame(r#"{"id":4}"#), vec!["4 -32600"]),
            (frame(r#"{"id":[],"method":"b"}"#), vec!["null -32600"]),
            (frame(r#"{"id":null,"result":1}"#), vec!["response"]),
            (frame(r#"{"method":"b"}"#), vec!["b"]),
            ("Content-Length: x\r\n\r\n{}".to_owned(), vec![]),
            ("noise\r\n\r\n".to_owned(), vec![]),
            (format!("content-type: x\ncontent-length:{}\n\n{}", 14, r#"{"method":"b"}"#), vec!["b"]),
        ] {
            let expected: Vec<&str> = said.into_iter().chain(["1 a"]).collect();
            assert_eq!(all(format!("{broken}{good}").as_bytes()), expected, "{broken}");
        }
        assert_eq!(all(&good.as_bytes()[..good.len() - 1]), Vec::<String>::new());
    }

    #[test]
    fn uris_are_encoded_where_the_client_did_not() {
        let mut message = json!({"params": {"textDocument": {"uri": "file:///a b/%C3%BC/ü.yaml"}, "text": "ü"}});
        mend_uris(&mut message);
        assert_eq!(message, json!({"params": {"textDocument": {"uri": "file:///a%20b/%C3%BC/%C3%BC.yaml"}, "text": "ü"}}));
    }
}
