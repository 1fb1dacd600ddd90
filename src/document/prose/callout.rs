//! Callouts: written as quotes, and quoting nobody.

/// What a callout starts with.
const LEADS: &[&str] = &["note", "tip", "info", "important", "caution", "warning", "attention", "reminder", "heads up", "heads-up", "fyi", "nb", "please note"];
/// GitLab's names of the emoji that stand in front of one, and the emoji themselves.
const EMOJI: &[&str] = &[
    ":warning:",
    ":information_source:",
    ":exclamation:",
    ":bulb:",
    ":memo:",
    ":pushpin:",
    ":rotating_light:",
    "\u{26a0}",
    "\u{2139}",
    "\u{2757}",
    "\u{1f4a1}",
    "\u{1f4dd}",
    "\u{1f4cc}",
    "\u{1f6a8}",
];
/// Most characters that a lead has, with what stands around it.
const LONGEST: usize = 60;
/// Makes a sign an emoji.
const VARIANT: char = '\u{fe0f}';

/// Whether a block quote, from its `>` on, is one of GitLab's alerts (`> [!note]`), or begins as one: `> **Note:** …`, `> Important: …`, `> :warning: …`.
pub(super) fn is_callout(quote: &str) -> bool {
    let text = quote.strip_prefix('>').unwrap_or(quote).trim_start_matches(' ');
    // Quotes in quotes are asked for the same text again and again.
    let text = text.char_indices().nth(LONGEST).map_or(text, |(end, _)| &text[..end]);
    let is_lead = |word: &str| LEADS.iter().any(|lead| word.trim().eq_ignore_ascii_case(lead));
    if let Some((kind, _)) = text.strip_prefix("[!").and_then(|rest| rest.split_once(']')) {
        return is_lead(kind);
    }
    if EMOJI.iter().any(|emoji| text.starts_with(emoji)) {
        return true;
    }
    let line = text.lines().next().unwrap_or_default();
    for mark in ["**", "__"] {
        if let Some((bold, _)) = line.strip_prefix(mark).and_then(|rest| rest.split_once(mark)) {
            let bold = EMOJI.iter().find_map(|emoji| bold.strip_prefix(emoji)).unwrap_or(bold);
            return is_lead(bold.trim_start_matches(VARIANT).trim_end_matches([':', '!']));
        }
    }
    line.split_once(':').is_some_and(|(lead, _)| is_lead(lead))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn callouts_are_known_by_how_they_begin() {
        for quote in [
            "> [!note]\n> x",
            "> [!WARNING] x",
            "> **Note:** x",
            "> **Important**: x",
            "> __Heads-up__ x",
            "> Note: x",
            "> :warning: x",
            "> ⚠️ x",
            ">**⚠️ Attention!** x",
        ] {
            assert!(is_callout(quote), "{quote}");
        }
        for quote in ["> Hi Kim,", "> [!x]", "> **Kim:** x", "> Notes of the call: x", "> Kim wrote: x", "> **Note", ">", ""] {
            assert!(!is_callout(quote), "{quote}");
        }
    }
}
