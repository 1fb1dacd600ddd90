//! Letters without case and accents, for comparing names.

/// Lower case without accents. `ue`, `oe` and `ae` lose their `e`, so that `Müller`, `Mueller` and `muller` are one.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut after = ' ';
    let mut push = |char| {
        if !(char == 'e' && matches!(after, 'u' | 'o' | 'a')) {
            folded.push(char);
        }
        after = char;
    };
    for char in text.chars() {
        if char.is_ascii() {
            push(char.to_ascii_lowercase());
            continue;
        }
        for char in char.to_lowercase() {
            match base(char) {
                Some(letters) => letters.chars().for_each(&mut push),
                None if is_combining(char) => {}
                None => push(char),
            }
        }
    }
    folded
}

fn is_combining(char: char) -> bool {
    matches!(char, '\u{300}'..='\u{36f}')
}

fn base(char: char) -> Option<&'static str> {
    Some(match char {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' | 'æ' => "a",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'œ' => "o",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'þ' => "th",
        'ù' | 'ú' | 'û' | 'ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_the_ways_around_them_are_one() {
        assert_eq!(fold("Müller"), fold("Mueller"));
        assert_eq!(fold("MÜLLER"), fold("muller"));
        assert_eq!(fold("Łukasz Żak"), "lukasz zak");
        assert_eq!(fold("Re\u{301}my"), "remy");
        assert_eq!(fold("Noë Queen-Æeon"), "no quen-aon");
    }
}
