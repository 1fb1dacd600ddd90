//! The lines of a file around a finding, made fit for a terminal: control characters shown instead of sent, secrets blanked, long lines cut around
//! the place. Drawn by miette, which reads them as if they were the file.

use miette::{LabeledSpan, MietteError, SourceCode, SourceSpan, SpanContents};
use unicode_width::UnicodeWidthChar;

use super::{plain, redact};
use crate::engine::Run;
use crate::source::{Place, Position, Source, Span};

/// A place that spans more lines is marked on its first line alone.
const MOST_LINES: usize = 5;
/// More marks than that in one picture say nothing.
const MOST_MARKS: usize = 8;
const TAB: usize = 4;

/// A text put together from pieces of files, with marks in it. Offsets count in this text, not in a file.
#[derive(Debug, Default)]
pub struct Excerpt {
    text: String,
    pieces: Vec<Piece>,
    marks: Vec<Mark>,
}

/// Consecutive lines of one file.
#[derive(Debug)]
struct Piece {
    name: String,
    /// From 1.
    first_line: usize,
    lines: usize,
    /// In the excerpt's text.
    span: Span,
}

#[derive(Debug)]
struct Mark {
    span: Span,
    position: Position,
    label: Option<String>,
}

/// What to show: a place and what is said of it there.
#[derive(Debug)]
pub struct Shown<'a> {
    pub place: &'a Place,
    pub label: Option<String>,
}

/// The lines of one file to show, with the places in them.
struct Block<'a> {
    source: &'a Source,
    secrets: &'a [Span],
    first: usize,
    last: usize,
    shown: Vec<(&'a Shown<'a>, Span)>,
}

impl Excerpt {
    /// The first place leads; places without a source are left out. `width` is that of the terminal.
    pub fn new(run: &Run, places: &[Shown<'_>], width: usize) -> Self {
        let mut blocks: Vec<Block<'_>> = Vec::new();
        for shown in places.iter().take(MOST_MARKS) {
            let Some(source) = run.sources.get(&shown.place.path) else { continue };
            let span = clip(source, shown.place.range.span());
            let (start, end) = (source.line_of(span.start), source.line_of(span.end));
            // A line before and after, unless it is blank.
            let told = |line: usize| line >= 1 && line <= source.line_count() && !source.slice(source.line_span(line)).trim().is_empty();
            let first = if told(start - 1) { start - 1 } else { start };
            let last = if told(end + 1) { end + 1 } else { end };
            let near = |block: &&mut Block<'_>| block.source.path() == source.path() && first <= block.last + 2 && block.first <= last + 2;
            if let Some(block) = blocks.iter_mut().find(near) {
                (block.first, block.last) = (block.first.min(first), block.last.max(last));
                block.shown.push((shown, span));
            } else {
                blocks.push(Block { source, secrets: redact::spans(run, source.path()), first, last, shown: vec![(shown, span)] });
            }
        }
        let mut excerpt = Self::default();
        for block in &blocks {
            excerpt.add(block, width);
        }
        excerpt
    }

    pub fn is_empty(&self) -> bool {
        self.marks.is_empty()
    }

    pub fn labels(&self) -> impl Iterator<Item = LabeledSpan> + '_ {
        self.marks.iter().enumerate().map(|(index, mark)| {
            let (start, length) = (mark.span.start, mark.span.end - mark.span.start);
            let span = SourceSpan::new(start.into(), length);
            if index == 0 { LabeledSpan::new_primary_with_span(mark.label.clone(), span) } else { LabeledSpan::new_with_span(mark.label.clone(), span) }
        })
    }

    /// The place of the leading mark among all marks in the order of the text.
    pub fn leading(&self) -> usize {
        let Some(first) = self.marks.first() else { return 0 };
        self.marks.iter().filter(|mark| mark.span.start < first.span.start).count()
    }

    fn add(&mut self, block: &Block<'_>, width: usize) {
        let room = width.saturating_sub(block.last.to_string().len() + 6).max(20);
        let start = self.text.len();
        let mut lines = Vec::new();
        for number in block.first..=block.last {
            let span = block.source.line_span(number);
            let focus = block.shown.iter().map(|(_, place)| place.start).find(|&start| span.start <= start && start <= span.end);
            lines.push(Line::cut(block, span, focus.unwrap_or(span.start), room, &mut self.text));
        }
        for (shown, place) in &block.shown {
            let from = lines.iter().rfind(|line| line.file.start <= place.start).unwrap_or(&lines[0]).find(place.start, false);
            let to = lines.iter().rfind(|line| line.file.start <= place.end).unwrap_or(&lines[0]).find(place.end, true);
            let label = shown.label.as_deref().map(|label| fold(&plain(label), (room / 2).max(30)));
            self.marks.push(Mark { span: Span::new(from, to.max(from)), position: shown.place.range.start, label });
        }
        let name = plain(block.source.path()).into_owned();
        self.pieces.push(Piece { name, first_line: block.first, lines: lines.len(), span: Span::new(start, self.text.len()) });
    }
}

/// The part of a place to mark: within its lines, without a final line end.
fn clip(source: &Source, span: Span) -> Span {
    let start = source.position(span.start).offset;
    let end = source.position(span.end).offset.max(start);
    let (first, last) = (source.line_of(start), source.line_of(end));
    if first == last {
        return Span::new(start, end.min(source.line_span(first).end).max(start));
    }
    let last = if source.line_span(last).start == end { last - 1 } else { last };
    let last = if last - first >= MOST_LINES { first } else { last };
    Span::new(start, end.min(source.line_span(last).end).max(start))
}

/// One line of the excerpt, with the way back to its file.
struct Line {
    /// The line in the file.
    file: Span,
    /// Offset in the file → offset in the excerpt, for each character shown and the end.
    map: Vec<(usize, usize)>,
}

impl Line {
    /// Appends the part of the line around byte `focus` that fits into `room` columns.
    fn cut(block: &Block<'_>, file: Span, focus: usize, room: usize, text: &mut String) -> Self {
        let line = block.source.slice(file);
        let focus = focus.clamp(file.start, file.end) - file.start;
        let mut map = Vec::with_capacity(line.len().min(room) + 2);
        let wide = |at: usize, c: char| shown(block.secrets, file.start + at, c, 0).1;
        // Where the whole line does not fit, it starts a quarter of the room before the place.
        let fits = line.len() <= room * 4 && line.char_indices().map(|(at, c)| wide(at, c)).sum::<usize>() <= room;
        let from = if fits || line[..focus].chars().take(room / 2).count() < room / 2 { 0 } else { back(&line[..focus], room / 4, wide) };
        let mut used = 0;
        if from > 0 {
            map.push((file.start, text.len()));
            text.push('…');
            used = 1;
        }
        for (count, (at, c)) in line[from..].char_indices().enumerate() {
            let at = file.start + from + at;
            let (piece, wide) = shown(block.secrets, at, c, used);
            // Characters without width do not fill the room.
            if !fits && (used + wide >= room || count >= room * 4) && at + c.len_utf8() < file.end {
                map.push((at, text.len()));
                text.push('…');
                break;
            }
            map.push((at, text.len()));
            match piece {
                Some(piece) => text.push_str(&piece),
                None => text.push(c),
            }
            used += wide;
        }
        map.push((file.end, text.len()));
        text.push('\n');
        Self { file, map }
    }

    /// Where byte `offset` of the file stands in the excerpt; for the end of a place (`after`) what follows its last byte.
    fn find(&self, offset: usize, after: bool) -> usize {
        let index = self.map.partition_point(|(at, _)| *at < offset);
        let index = if after || self.map.get(index).is_some_and(|(at, _)| *at == offset) { index } else { index.saturating_sub(1) };
        self.map.get(index).or(self.map.last()).map_or(0, |(_, at)| *at)
    }
}

/// The start of the last characters of `text` that take at most `room` columns.
fn back(text: &str, room: usize, wide: impl Fn(usize, char) -> usize) -> usize {
    let (mut from, mut used) = (text.len(), 0);
    for (count, (at, c)) in text.char_indices().rev().enumerate() {
        used += wide(at, c);
        if used > room || count > room * 4 {
            break;
        }
        from = at;
    }
    from
}

/// How a character of a file is shown, `None` for as it is, and how many columns it takes.
fn shown(secrets: &[Span], at: usize, c: char, column: usize) -> (Option<String>, usize) {
    if let Some(secret) = secrets.get(secrets.partition_point(|secret| secret.end <= at)).filter(|secret| secret.start <= at) {
        return if secret.start == at { (Some(redact::BLANK.to_owned()), redact::BLANK.chars().count()) } else { (Some(String::new()), 0) };
    }
    match c {
        ' '..='~' => (None, 1),
        '\t' => {
            let wide = TAB - column % TAB;
            (Some(format!("→{:1$}", "", wide - 1)), wide)
        }
        // A lone carriage return would be drawn as a line of its own.
        '\u{0}'..='\u{1f}' => (Some(char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}').to_string()), 1),
        '\u{7f}' => (Some("␡".to_owned()), 1),
        _ => {
            let piece = plain(c.encode_utf8(&mut [0; 4])).into_owned();
            let wide = piece.chars().map(|c| c.width().unwrap_or(0)).sum();
            (Some(piece), wide)
        }
    }
}

/// Breaks words into lines of at most `room` columns, where there are blanks to break at.
fn fold(text: &str, room: usize) -> String {
    let (mut folded, mut used) = (String::with_capacity(text.len()), 0);
    for word in text.split(' ') {
        let wide: usize = word.chars().map(|c| c.width().unwrap_or(0)).sum();
        if used > 0 {
            let fits = used + 1 + wide <= room;
            folded.push(if fits { ' ' } else { '\n' });
            used = if fits { used + 1 } else { 0 };
        }
        folded.push_str(word);
        used += wide;
    }
    folded
}

/// What miette asks for. With context lines it wants the picture, without it wants line and column of a mark.
struct Contents<'a> {
    data: &'a [u8],
    span: SourceSpan,
    piece: &'a Piece,
    line: usize,
    column: usize,
}

impl<'a> SpanContents<'a> for Contents<'a> {
    fn data(&self) -> &'a [u8] {
        self.data
    }
    fn span(&self) -> &SourceSpan {
        &self.span
    }
    fn name(&self) -> Option<&str> {
        Some(&self.piece.name)
    }
    fn line(&self) -> usize {
        self.line
    }
    fn column(&self) -> usize {
        self.column
    }
    fn line_count(&self) -> usize {
        self.piece.lines
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(&'a self, span: &SourceSpan, before: usize, after: usize) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let wanted = Span::new(span.offset(), span.offset() + span.len());
        // Marks in two pieces are never drawn as one.
        let piece = self.pieces.iter().find(|piece| piece.span.contains(wanted)).ok_or(MietteError::OutOfBounds)?;
        let data = self.text.get(piece.span.range()).ok_or(MietteError::OutOfBounds)?.as_bytes();
        let whole = SourceSpan::new(piece.span.start.into(), piece.span.end - piece.span.start);
        if before == 0 && after == 0 {
            let mark = self.marks.iter().find(|mark| mark.span == wanted).ok_or(MietteError::OutOfBounds)?;
            let (line, column) = (mark.position.line.saturating_sub(1), mark.position.column.saturating_sub(1));
            return Ok(Box::new(Contents { data, span: whole, piece, line, column }));
        }
        Ok(Box::new(Contents { data, span: whole, piece, line: piece.first_line - 1, column: 0 }))
    }
}
