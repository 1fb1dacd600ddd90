//! The sections of a record: the headings, bold lead-ins, definition lines and table columns that name its parts, and what belongs to each.

use std::ops::Range;

use super::body::{Body, Piece, PieceKind, Words};
use super::parts::{Named, Names, Part};

/// How a section is introduced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lead {
    Heading(u8),
    /// `**Attendees**`, or with its colon inside or behind.
    Bold,
    /// `Attendees: …`
    Definition,
    /// The header of a table column, or the first cell of a row of two.
    Cell,
}

/// One place where parts of the record stand.
#[derive(Debug)]
pub struct Section {
    pub parts: Vec<Part>,
    pub lead: Lead,
    /// The words that introduce it.
    pub name: Words,
    /// What stands behind them on the same line.
    pub inline: Option<Words>,
    /// The pieces that follow and belong to it.
    pub pieces: Range<usize>,
    /// Where the lead is a column: that column of the rows alone.
    pub column: Option<usize>,
}

/// All sections of a record. `title` is the piece that is the record's title.
pub fn sections(body: &Body, names: &Names, title: Option<usize>) -> Vec<Section> {
    let leads: Vec<Option<Found>> = body.pieces.iter().enumerate().map(|(index, piece)| if title == Some(index) { None } else { lead(piece, names) }).collect();
    let ends = ends(body, &leads);
    let mut found = Vec::new();
    let mut table = None;
    for (index, lead) in leads.into_iter().enumerate() {
        if let PieceKind::Row { table: this, .. } = body.pieces[index].kind
            && table != Some(this)
        {
            table = Some(this);
            columns(body, names, this, index, &mut found);
        }
        let Some(lead) = lead else { continue };
        let pieces = index + 1..ends[index];
        found.push(Section { parts: lead.named.parts, lead: lead.kind, name: lead.name, inline: lead.inline, pieces, column: None });
    }
    found
}

struct Found {
    kind: Lead,
    named: Named,
    name: Words,
    inline: Option<Words>,
}

fn lead(piece: &Piece, names: &Names) -> Option<Found> {
    let words = &piece.words;
    match &piece.kind {
        PieceKind::Heading(level) => {
            let named = names.read(&words.text)?;
            // `## Attendees: Jill, Bob`
            if let Some((name, rest)) = words.text.split_once(':')
                && !rest.trim().is_empty()
                && let Some(named) = names.read_lead(name)
            {
                let inline = Words { text: rest.trim().to_owned(), range: words.range.clone() };
                return Some(Found { kind: Lead::Heading(*level), named, name: words.clone(), inline: Some(inline) });
            }
            Some(Found { kind: Lead::Heading(*level), named, name: words.clone(), inline: None })
        }
        PieceKind::Line => {
            let (bold, rest) = words.text.split_at_checked(piece.bold).filter(|(bold, _)| !bold.is_empty()).unwrap_or(("", &words.text));
            let (kind, name, rest) = if let (false, Some(named)) = (bold.is_empty(), names.read_lead(bold)) {
                // `**Attendees:** …`, `**Attendees** – …`, but not `**Decisions: we go**`, which is content in bold.
                (Lead::Bold, (bold, named), rest)
            } else {
                let at = words.text.find([':', '\u{ff1a}'])?;
                let (name, rest) = words.text.split_at(at);
                let rest = &rest[rest.chars().next().map_or(0, char::len_utf8)..];
                if !(rest.is_empty() || rest.starts_with(char::is_whitespace)) {
                    return None;
                }
                (if piece.bold >= name.len() { Lead::Bold } else { Lead::Definition }, (name, names.read_lead(name)?), rest)
            };
            let rest = rest.trim_start_matches([':', '\u{ff1a}', '-', '–', '—', ' ', '\t']).trim();
            let inline = (!rest.is_empty()).then(|| Words { text: rest.to_owned(), range: words.range.clone() });
            let name = Words { text: name.0.to_owned(), range: words.range.clone() };
            Some(Found { kind, named: names.read_lead(&name.text)?, name, inline })
        }
        PieceKind::Row { cells, .. } => {
            let [name, value] = cells.as_slice() else { return None };
            let named = names.read(&name.text).filter(|named| named.whole)?;
            let inline = (!value.text.is_empty()).then(|| value.clone());
            Some(Found { kind: Lead::Cell, named, name: name.clone(), inline })
        }
        PieceKind::Code => None,
    }
}

/// For each piece that leads a section: the piece behind its last one. Read from the back, so that it takes one pass.
fn ends(body: &Body, leads: &[Option<Found>]) -> Vec<usize> {
    let count = body.pieces.len();
    let mut ends = vec![count; count];
    // The next heading of each level, the next heading or lead that names a part, by depth in lists.
    let mut next_heading = [count; 7];
    let mut next_named_heading = count;
    let mut next_bold = count;
    let mut next_lead: Vec<(usize, usize)> = Vec::new();
    for (index, piece) in body.pieces.iter().enumerate().rev() {
        let depth = body.depth(piece);
        match leads[index].as_ref().map(|found| found.kind) {
            Some(Lead::Heading(level)) => {
                let outer = next_heading[..=usize::from(level.min(6))].iter().copied().min().unwrap_or(count);
                ends[index] = outer.min(next_named_heading).min(next_bold);
            }
            Some(Lead::Bold | Lead::Definition) => {
                let heading = next_heading.iter().copied().min().unwrap_or(count);
                let lead = next_lead.iter().filter(|(at, _)| *at <= depth).map(|(_, index)| *index).min().unwrap_or(count);
                ends[index] = heading.min(lead);
            }
            Some(Lead::Cell) => ends[index] = index + 1,
            None => {}
        }
        if let Some(level) = piece.heading() {
            next_heading[usize::from(level.min(6))] = index;
            next_lead.clear();
        }
        match &leads[index] {
            Some(Found { kind: Lead::Heading(_), named, .. }) if named.whole => next_named_heading = index,
            Some(Found { kind: kind @ (Lead::Bold | Lead::Definition), named, .. }) if named.whole || *kind == Lead::Bold => {
                // Those further down the list and deeper inside are hidden by this one.
                next_lead.retain(|(at, _)| *at < depth);
                next_lead.push((depth, index));
                if *kind == Lead::Bold && depth == 0 {
                    next_bold = index;
                }
            }
            _ => {}
        }
    }
    ends
}

/// The columns of a table that are parts of the record: `| Topic | Decision | Action item |`.
fn columns(body: &Body, names: &Names, table: usize, first: usize, found: &mut Vec<Section>) {
    let Some(header) = body.tables.get(table) else { return };
    let rows = body.pieces[first..].iter().take_while(|piece| matches!(piece.kind, PieceKind::Row { table: this, .. } if this == table)).count();
    for (column, cell) in header.iter().enumerate().take(30) {
        let Some(named) = names.read(&cell.text).filter(|named| named.whole) else { continue };
        found.push(Section { parts: named.parts, lead: Lead::Cell, name: cell.clone(), inline: None, pieces: first..first + rows, column: Some(column) });
    }
    // The header of `| Attendees | Jill, Bob |` is itself a line of content.
    if let [name, value] = header.as_slice()
        && !value.text.is_empty()
        && names.read(&value.text).is_none()
        && let Some(named) = names.read(&name.text).filter(|named| named.whole)
    {
        found.push(Section { parts: named.parts, lead: Lead::Cell, name: name.clone(), inline: Some(value.clone()), pieces: first..first, column: None });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        Names::new(&crate::config::Settings::new(jiff::civil::date(2026, 11, 1)))
    }

    fn content(text: &str) -> Vec<(Part, Lead, String)> {
        let body = Body::parse(text);
        let sections = sections(&body, &names(), None);
        let content = |section: &Section| {
            let inline = section.inline.iter().map(|words| words.text.clone());
            inline.chain(body.pieces[section.pieces.clone()].iter().map(|piece| piece.words.text.clone())).collect::<Vec<_>>().join("/")
        };
        sections.iter().map(|section| (section.parts[0], section.lead, content(section))).collect()
    }

    #[test]
    fn a_heading_holds_until_its_equal_or_another_part() {
        let text = "## Notes\n### Upgrade\nfine\n### Decisions\ngo\n## Other\nx\n";
        let expected = [(Part::Topics, Lead::Heading(2), "Upgrade/fine".to_owned()), (Part::Decisions, Lead::Heading(3), "go".to_owned())];
        assert_eq!(content(text), expected);
    }

    #[test]
    fn leads_hold_until_the_next_part() {
        let text = "**Attendees:** Jill\n**Purpose**\n\nTalk: a lot\n\nDecisions: none\n\n- Next steps:\n  - [ ] x\n";
        let expected = [
            (Part::Attendees, Lead::Bold, "Jill".to_owned()),
            (Part::Purpose, Lead::Bold, "Talk: a lot".to_owned()),
            (Part::Decisions, Lead::Definition, "none/Next steps:/x".to_owned()),
            (Part::ActionItems, Lead::Definition, "x".to_owned()),
        ];
        assert_eq!(content(text), expected);
    }
}
