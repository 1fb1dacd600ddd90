//! Guesses in which encoding of old a file is written that is not UTF-8, and converts it.

/// The characters of Windows-1252 from 0x80 to 0x9f; a null where the byte stands for nothing.
const UPPER: [char; 32] = [
    '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0',
    'ž', 'Ÿ',
];

/// What a file turned out to be.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Guess {
    /// How people call the encoding.
    pub(super) name: &'static str,
    /// The whole file as text, without a byte-order mark.
    pub(super) text: String,
    /// Whether nothing else is likely.
    pub(super) certain: bool,
}

/// `None` when the bytes look like no text at all.
pub(super) fn guess(bytes: &[u8]) -> Option<Guess> {
    utf_16(bytes).or_else(|| windows_1252(bytes))
}

/// The character that a C1 control character stands for where Windows-1252 was taken for Latin-1.
pub(super) fn meant(character: char) -> Option<char> {
    let index = u32::from(character).checked_sub(0x80).and_then(|index| usize::try_from(index).ok())?;
    UPPER.get(index).copied().filter(|meant| *meant != '\0')
}

/// UTF-16 with its byte-order mark, or with the zero bytes that Western text has in every second place.
pub(super) fn utf_16(bytes: &[u8]) -> Option<Guess> {
    let (little, start) = match bytes {
        [0xff, 0xfe, ..] => (true, 2),
        [0xfe, 0xff, ..] => (false, 2),
        _ => (zeros_at(bytes, 0)?, 0),
    };
    let (pairs, rest) = bytes[start..].as_chunks::<2>();
    let units = pairs.iter().map(|&pair| if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) });
    let text: String = char::decode_utf16(units).collect::<Result<_, _>>().ok()?;
    let is_text = rest.is_empty() && !text.contains('\0');
    is_text.then_some(Guess { name: if little { "UTF-16 (little endian)" } else { "UTF-16 (big endian)" }, text, certain: true })
}

/// Whether the zero bytes of Western text in UTF-16 stand behind each character (little endian) or in front of it; `None`
/// when they stand elsewhere too, or there are few.
fn zeros_at(bytes: &[u8], start: usize) -> Option<bool> {
    let (pairs, _) = bytes[start..].as_chunks::<2>();
    let behind = pairs.iter().filter(|pair| pair[1] == 0 && pair[0] != 0).count();
    let in_front = pairs.iter().filter(|pair| pair[0] == 0 && pair[1] != 0).count();
    let most = |count: usize, other: usize| other == 0 && count >= 2 && count * 2 > pairs.len();
    if most(behind, in_front) {
        Some(true)
    } else if most(in_front, behind) {
        Some(false)
    } else {
        None
    }
}

/// Windows-1252, or UTF-8 with some bytes of it: what is right in UTF-8 stays.
fn windows_1252(bytes: &[u8]) -> Option<Guess> {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    let (mut foreign, mut letters, mut mixed) = (0, 0, false);
    for chunk in bytes.utf8_chunks() {
        mixed |= !chunk.valid().is_ascii();
        text.push_str(chunk.valid());
        for &byte in chunk.invalid() {
            let character = match byte {
                0x80..=0x9f => UPPER[usize::from(byte - 0x80)],
                other => char::from(other),
            };
            if character == '\0' {
                return None;
            }
            foreign += 1;
            // Hardly anybody writes ÿ; the byte is more often the mark of something else.
            letters += usize::from((character.is_alphabetic() && byte != 0xff) || matches!(byte, 0x80 | 0x82..=0x97 | 0xa0));
            text.push(character);
        }
    }
    if text.contains('\0') || foreign * 3 > bytes.len() {
        return None;
    }
    Some(Guess { name: "Windows-1252", text, certain: !mixed && letters == foreign })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encodings_of_old_are_told_apart() {
        let guessed = guess(b"notes: Gr\xfc\xdfe \x96 \x93ja\x94\n").expect("text");
        assert_eq!((guessed.name, guessed.text.as_str(), guessed.certain), ("Windows-1252", "notes: Grüße – “ja”\n", true));
        let mixed = guess("ü \u{e9}".as_bytes().iter().copied().chain(*b"\xe9").collect::<Vec<_>>().as_slice()).expect("text");
        assert_eq!((mixed.text.as_str(), mixed.certain), ("ü éé", false));
        let utf_16 = guess(b"\xff\xfei\0d\0:\0\xe9\0").expect("text");
        assert_eq!((utf_16.name, utf_16.text.as_str()), ("UTF-16 (little endian)", "id:é"));
        assert_eq!(guess(b"\0i\0d\0:\0\xe9").expect("text").text, "id:é");
        assert_eq!(guess(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), None);
        assert_eq!(guess(&[0xfe; 64]), None);
        assert_eq!(guess(b"\x81"), None);
    }
}
