//! Cuts the visible text into units and tells each what it stands under.

use super::sentence::{clauses, options, segments, sentences, trim};
use super::visible::{Block, HARD, Shape, Visible};
use super::wrap::Wrap;
use super::{Context, Kind, MAX_UNITS, Role, Unit, label};
use std::collections::HashMap;
use std::ops::Range;

/// Most words of a paragraph that introduces a list without a colon.
const LEAD_WORDS: usize = 12;
const BULLETS: &[char] = &['•', '–', '—', '*', '◦', '‣', '▪', '▸', '→', '✓', '✗', '☐', '☑', '-', '+', '·', '●', '○', '■', '□', '►', '➤', '✅', '❌', '➡'];

pub(super) fn units(visible: &Visible) -> Vec<Unit> {
    let mut splitter =
        Splitter { visible, units: Vec::new(), headings: Vec::new(), leads: Vec::new(), pending: None, bold: None, table: HashMap::new(), block: 0 };
    for (i, block) in visible.blocks.iter().enumerate() {
        if splitter.units.len() >= MAX_UNITS {
            break;
        }
        splitter.block = i;
        splitter.block(block);
    }
    splitter.units.truncate(MAX_UNITS);
    splitter.units
}

struct Pending {
    role: Role,
    range: Range<usize>,
    /// The block that may still use it, and whether a block after its own has.
    block: usize,
    list: bool,
}

struct Splitter<'a> {
    visible: &'a Visible,
    units: Vec<Unit>,
    headings: Vec<(u8, Range<usize>)>,
    /// The text above at a smaller depth of the list; depth 0 is the paragraph before it.
    leads: Vec<(u8, Range<usize>)>,
    /// A question or a key without a value: what follows belongs to it.
    pending: Option<Pending>,
    /// A line that is bold as a whole works as a heading.
    bold: Option<Range<usize>>,
    /// First cells of rows (true) and header cells of columns (false) of the current table.
    table: HashMap<(bool, usize), Range<usize>>,
    block: usize,
}

impl<'a> Splitter<'a> {
    fn str(&self, range: &Range<usize>) -> &'a str {
        &self.visible.text[range.clone()]
    }

    fn block(&mut self, block: &Block) {
        let Some(range) = trim(&self.visible.text, block.range.clone()) else { return };
        match block.shape {
            Shape::Heading(level) if !self.str(&range).contains('\n') => self.heading(level, range),
            Shape::Cell { row, column } => self.cell(&range, row, column),
            Shape::Item(depth, own) => {
                // A second paragraph of an item stands under its first.
                self.leads.retain(|(d, _)| *d < depth || (!own && *d == depth));
                let lines = self.lines_of(block, &range);
                self.lines(block, &lines, Kind::Item);
                if own {
                    let lead = lines.first().cloned().unwrap_or(range);
                    self.leads.push((depth, lead));
                }
            }
            // Several lines above a rule `---` are a heading to Markdown, and a paragraph to who wrote them.
            Shape::Paragraph | Shape::Heading(_) => {
                self.leads.clear();
                let lines = self.lines_of(block, &range);
                self.lines(block, &lines, Kind::Sentence);
                let last = lines.last().cloned().unwrap_or(range);
                let text = self.str(&last);
                if text.ends_with(':') || is_short(text) {
                    self.leads.push((0, last));
                }
            }
        }
    }

    fn heading(&mut self, level: u8, range: Range<usize>) {
        self.headings.retain(|(l, _)| *l < level);
        self.leads.clear();
        self.pending = None;
        self.bold = None;
        let contexts = self.outer();
        let (text, at) = (self.str(&range), range.start);
        for part in segments(text, at) {
            self.sentence(&part, Kind::Heading, None, &contexts, None);
        }
        self.headings.push((level, range));
    }

    fn cell(&mut self, range: &Range<usize>, row: usize, column: usize) {
        if row == 0 && column == 0 {
            self.table.clear();
        }
        let mut contexts = Vec::new();
        if column == 0 {
            self.table.insert((true, row), range.clone());
        } else if let Some(first) = self.table.get(&(true, row)) {
            contexts.push(Context { role: Role::Row, range: first.clone() });
        }
        if row == 0 {
            self.table.insert((false, column), range.clone());
        } else if let Some(header) = self.table.get(&(false, column)) {
            contexts.push(Context { role: Role::Column, range: header.clone() });
        }
        contexts.extend(self.outer());
        let (text, at) = (self.str(range), range.start);
        let before = self.units.len();
        for line in text.split([HARD, '\n']).map(|l| l.as_ptr() as usize - text.as_ptr() as usize..l.as_ptr() as usize - text.as_ptr() as usize + l.len()) {
            for part in segments(&text[line.clone()], at + line.start) {
                self.line(&part, Kind::Cell, None, &contexts);
            }
        }
        // The first cell is a label once something stands beside it.
        if column == 1 {
            let first = self.table.get(&(true, row)).cloned();
            for unit in self.units[..before].iter_mut().rev().take_while(|u| Some(u.range.start) >= first.as_ref().map(|f| f.start)) {
                unit.empty |= row > 0;
            }
        }
        self.pending = None;
    }

    /// The contexts that hold for everything at this place, nearest first.
    fn outer(&self) -> Vec<Context> {
        let mut out: Vec<Context> = self.leads.iter().rev().map(|(_, r)| Context { role: Role::Lead, range: r.clone() }).collect();
        out.extend(self.bold.iter().map(|r| Context { role: Role::Heading, range: r.clone() }));
        out.extend(self.headings.iter().rev().map(|(_, r)| Context { role: Role::Heading, range: r.clone() }));
        out
    }

    fn lines(&mut self, block: &Block, lines: &[Range<usize>], kind: Kind) {
        if let Some(pending) = &mut self.pending
            && pending.block != self.block
        {
            // It holds for the next block, or for the whole list below it.
            let list = matches!(block.shape, Shape::Item(..));
            if pending.block + 1 != self.block && !(pending.list && list) {
                self.pending = None;
            } else if list {
                pending.list = true;
            }
        }
        for line in lines {
            let mut contexts: Vec<Context> = self.pending.iter().map(|p| Context { role: p.role, range: p.range.clone() }).collect();
            contexts.extend(self.outer());
            let choice = options(self.str(line), line.start);
            if let Some((first, _)) = choice.first() {
                self.options(line, first.start, &choice, kind, contexts);
                continue;
            }
            let strong = block.strong.iter().find(|s| s.start >= line.start && s.start <= line.start + 4 && s.end <= line.end).cloned();
            let text = self.str(line);
            if let Some(strong) = &strong
                && line.end - strong.end <= 1
                && kind == Kind::Sentence
                && label::find(text).is_none_or(|(_, value)| value >= text.len())
                && !text.contains('?')
            {
                self.push(line, line.end, kind, contexts, block.task, true);
                self.bold = Some(line.clone());
                self.pending = None;
                continue;
            }
            let bold = strong.and_then(|s| self.bold_label(&s, line));
            if let Some((key, body)) = bold {
                self.labelled(line, key, body, kind, block.task, &contexts);
                continue;
            }
            for part in segments(text, line.start) {
                self.line(&part, kind, block.task, &contexts);
            }
        }
    }

    /// The options of a form: what stands before the first box is their label.
    fn options(&mut self, line: &Range<usize>, first: usize, choice: &[(Range<usize>, bool)], kind: Kind, mut contexts: Vec<Context>) {
        let key = self.str(&(line.start..first)).trim_end_matches(|c: char| !c.is_alphanumeric() && c != '?').len();
        if key > 0 {
            contexts.insert(0, Context { role: Role::Label, range: line.start..line.start + key });
        }
        self.pending = None;
        // What nobody ticked says nothing.
        for (option, _) in choice.iter().filter(|(_, ticked)| *ticked) {
            self.push(option, option.start, kind, contexts.clone(), Some(true), false);
        }
        if choice.iter().all(|(_, ticked)| !ticked) {
            self.push(line, line.end, kind, contexts, Some(false), true);
        }
    }

    /// A bold start is a label when it ends like one or something that separates follows.
    fn bold_label(&self, strong: &Range<usize>, line: &Range<usize>) -> Option<(Range<usize>, usize)> {
        let key = trim(&self.visible.text, strong.clone())?;
        let after = self.str(&(strong.end..line.end));
        let rest = after.trim_start();
        let inside = self.str(&key).ends_with([':', '.', '?', '!']);
        let outside = rest.starts_with([':', '–', '—', '-', '→', '=', '|', '?', '.']);
        let words = self.str(&key).split_whitespace().count();
        if !(inside || outside) || words > 16 || rest.is_empty() {
            return None;
        }
        let body = line.end - rest.trim_start_matches([':', '–', '—', '-', '→', '=', '>', '|', '?', '.', ' ']).len();
        Some((key, body))
    }

    /// A line with a label that is already known.
    fn labelled(&mut self, line: &Range<usize>, key: Range<usize>, body: usize, kind: Kind, task: Option<bool>, outer: &[Context]) {
        let question = self.visible.text[key.start..(key.end + 1).min(body)].contains('?');
        let role = if question { Role::Question } else { Role::Label };
        // An earlier open question is closed by a new label.
        let mut contexts: Vec<Context> = outer.iter().filter(|c| c.role != Role::Question).cloned().collect();
        if self.str(&(body..line.end)).trim().is_empty() {
            self.pending = Some(Pending { role, range: key, block: self.block, list: false });
            self.push(line, line.end, kind, contexts, task, true);
            return;
        }
        self.pending = None;
        contexts.insert(0, Context { role, range: key.clone() });
        let text = self.str(&(body..line.end));
        let mut first = !question;
        for part in segments(text, body) {
            let text = self.str(&part);
            for sentence in sentences(text, part.start) {
                let lead = std::mem::take(&mut first).then_some(line.start);
                self.sentence(&sentence, kind, task, &contexts, lead);
            }
        }
    }

    fn line(&mut self, range: &Range<usize>, kind: Kind, task: Option<bool>, outer: &[Context]) {
        let text = self.str(range);
        let list = sentences(text, range.start);
        let mut contexts = outer.to_vec();
        for (i, sentence) in list.iter().enumerate() {
            let part = self.str(sentence);
            if !part.contains(char::is_alphanumeric) && kind != Kind::Cell && i > 0 && !contexts.iter().any(|c| c.role == Role::Question) {
                continue;
            }
            let said = part.starts_with("Q:") || part.starts_with("Q.") || part.starts_with("Q -");
            let asks = said
                || part.trim_end_matches(['"', '”', ')', '*', '\'']).ends_with('?')
                    && part.contains(char::is_alphanumeric)
                    && part.split_whitespace().count() <= 30;
            if asks {
                let more = i + 1 < list.len();
                contexts.retain(|c| c.role != Role::Question);
                self.push(sentence, sentence.start, kind, contexts.clone(), task, false);
                if let Some(unit) = self.units.last_mut() {
                    unit.question = true;
                }
                contexts.insert(0, Context { role: Role::Question, range: sentence.clone() });
                if !more && kind != Kind::Cell {
                    self.pending = Some(Pending { role: Role::Question, range: sentence.clone(), block: self.block, list: false });
                }
                continue;
            }
            if i == 0
                && let Some((key, value)) = label::find(part)
            {
                let key = sentence.start..sentence.start + key;
                if value >= part.len() && list.len() == 1 {
                    self.pending = Some(Pending { role: Role::Label, range: key, block: self.block, list: false });
                    self.push(sentence, sentence.end, kind, contexts.clone(), task, true);
                    return;
                }
                // `Q:` and `A:` say nothing.
                self.sentence(sentence, kind, task, &contexts, None);
                if key.len() > 2 {
                    contexts.insert(0, Context { role: Role::Label, range: key });
                }
                continue;
            }
            self.sentence(sentence, kind, task, &contexts, None);
        }
    }

    /// A sentence as one unit, or as its clauses. `start` widens the first unit back to a label that stands before it.
    fn sentence(&mut self, range: &Range<usize>, kind: Kind, task: Option<bool>, outer: &[Context], start: Option<usize>) {
        let text = self.str(range);
        let mut inherited: Option<Context> = None;
        for (i, clause) in clauses(text, range.start).into_iter().enumerate() {
            let own = label::find(self.str(&clause)).map(|(key, value)| (clause.start..clause.start + key, clause.start + value));
            let mut contexts = outer.to_vec();
            let begin = if i == 0 { start.unwrap_or(clause.start) } else { clause.start };
            if let Some((key, value)) = own {
                let context = Context { role: Role::Label, range: key.clone() };
                if key.len() > 2 {
                    contexts.insert(0, context.clone());
                    inherited = Some(context);
                }
                self.push(&(begin..clause.end), value, kind, contexts, task, value >= clause.end);
            } else {
                contexts.splice(0..0, inherited.clone());
                let body = clause.start;
                self.push(&(begin..clause.end), body, kind, contexts, task, false);
            }
        }
    }

    fn push(&mut self, range: &Range<usize>, body: usize, kind: Kind, contexts: Vec<Context>, task: Option<bool>, empty: bool) {
        if self.units.len() < MAX_UNITS {
            self.units.push(Unit { kind, range: range.clone(), body, contexts, block: self.block, question: false, task, empty });
        }
    }

    /// The lines of a block as a reader takes them: wrapped prose is joined, entries stand alone.
    fn lines_of(&self, block: &Block, range: &Range<usize>) -> Vec<Range<usize>> {
        let text = self.str(range);
        if !text.bytes().any(ends_line) {
            return trim(&self.visible.text, range.clone()).map(|line| self.unbullet(line)).into_iter().collect();
        }
        let raw: Vec<&str> = text.split(['\n', HARD]).collect();
        let wrap = Wrap::of(&raw);
        let mut out: Vec<Range<usize>> = Vec::new();
        let mut at = range.start;
        let mut joinable = false;
        for line in raw {
            let end = at + line.len();
            if let Some(r) = trim(&self.visible.text, at..end) {
                let r = self.unbullet(r);
                let bold = block.strong.iter().any(|s| s.start == r.start);
                let hard = at > range.start && self.visible.text[..at].ends_with(HARD);
                match out.last_mut() {
                    Some(last) if joinable && !hard && !bold && self.continues(last, &r, wrap) => last.end = r.end,
                    _ => out.push(r),
                }
                joinable = true;
            }
            at = end + self.visible.text[end..].chars().next().map_or(0, char::len_utf8);
        }
        out
    }

    fn unbullet(&self, range: Range<usize>) -> Range<usize> {
        let text = self.str(&range);
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(c), Some(' ')) if BULLETS.contains(&c) => range.start + c.len_utf8() + 1..range.end,
            _ => range,
        }
    }

    fn continues(&self, last: &Range<usize>, next: &Range<usize>, wrap: Wrap) -> bool {
        let (a, b) = (self.str(last), self.str(next));
        let previous = self.visible.text[..next.start].trim_end_matches(' ');
        if !previous.ends_with('\n') || a.ends_with(['.', '?', '!', ':', '。']) {
            return false;
        }
        if enumerated(b) {
            return false;
        }
        if label::is_entry(b) && (label::is_entry(a) || wrap != Wrap::Full) {
            return false;
        }
        wrap.joins(a, b)
    }
}

/// A paragraph without a colon introduces a list when it has few words.
fn is_short(text: &str) -> bool {
    // In ASCII, where no line ends, they are counted in less time.
    if text.is_ascii() && !text.contains(HARD) {
        return text.split_ascii_whitespace().nth(LEAD_WORDS).is_none();
    }
    text.split_whitespace().nth(LEAD_WORDS).is_none()
}

fn ends_line(byte: u8) -> bool {
    byte == b'\n' || char::from(byte) == HARD
}

/// `a) …`, `2. …`: an entry of a list that Markdown does not take for one.
fn enumerated(line: &str) -> bool {
    let mark = line.trim_start_matches('(').trim_start_matches(|c: char| c.is_ascii_digit());
    let mark = if mark.len() == line.len() { mark.strip_prefix(|c: char| c.is_ascii_lowercase()).unwrap_or("") } else { mark };
    mark.strip_prefix([')', '.']).is_some_and(|rest| rest.starts_with(' '))
}
