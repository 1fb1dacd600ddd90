//! Builds the tree from the parser's events.

use std::sync::Arc;

use granit_parser::{Event, Parser, ScalarStyle, ScanError, Span as EventSpan, StrInput, Tag};

use super::anchors::Anchors;
use super::words::{self, Block, Scene};
use super::{Document, Entry, Kind, Node, Scalar, Style, SyntaxError, Value, Yaml, scalar};
use crate::document::scalar_map::Text;
use crate::source::Span;

/// How deep collections may nest, block and flow each.
const MAX_DEPTH: usize = 128;
/// How many values a file may hold. A note has five.
const MAX_NODES: usize = 300_000;
/// How many broken documents of one file are told of.
const MAX_ERRORS: usize = 20;

/// Strict as YAML 1.2 is, with bounds on nesting.
pub(super) fn options() -> granit_parser::Options {
    granit_parser::options! {
        strict_indentation: true,
        emit_unresolved_aliases: true,
        emit_anchor_events: true,
        max_buffered_comment_events: usize::MAX,
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
    }
}

pub(super) fn parse(text: &str) -> Yaml {
    let mut parser = Parser::new_from_str_with_options(text, options());
    let mut builder = Builder::new(text);
    let mut pending = None;
    while let Some(next) = pending.take().or_else(|| parser.next()) {
        let (event, span) = match next {
            Ok(event) => event,
            Err(error) => {
                builder.fail(&error);
                if builder.yaml.errors.len() >= MAX_ERRORS || !skip_document(&mut parser) {
                    break;
                }
                continue;
            }
        };
        // The anchor's name follows the node's event at once.
        let mut anchor = None;
        if anchor_id(&event) > 0 {
            match parser.next() {
                Some(Ok((Event::Anchor(_, name), place))) => anchor = Some((name.into_owned(), range(&place))),
                other => pending = other,
            }
        }
        builder.event(event, &span, anchor);
        if builder.nodes > MAX_NODES {
            builder.too_many();
            break;
        }
    }
    builder.finish()
}

fn skip_document<'a>(parser: &mut Parser<'a, StrInput<'a>>) -> bool {
    parser.proceed_next_document().unwrap_or(false)
}

fn anchor_id(event: &Event<'_>) -> usize {
    match event {
        Event::Scalar(_, _, id, _) | Event::SequenceStart(_, id, _) | Event::MappingStart(_, id, _) => *id,
        _ => 0,
    }
}

fn range(span: &EventSpan) -> Span {
    let bytes = span.byte_range().unwrap_or_default();
    Span::new(bytes.start, bytes.end.max(bytes.start))
}

/// A node that is under construction.
struct Open {
    node: Node,
    id: usize,
    flow: bool,
    /// Of a mapping, the key whose value has not come yet.
    key: Option<Node>,
}

impl Open {
    fn expects_key(&self) -> bool {
        self.key.is_none() && matches!(self.node.value, Value::Mapping(_))
    }
}

struct Builder<'a> {
    source: &'a str,
    line_end: &'static str,
    yaml: Yaml,
    open: Vec<Open>,
    anchors: Anchors,
    nodes: usize,
    /// The end of the last token of a node: a block scalar's header stands after it.
    after: usize,
    /// The last scalar when it was a block scalar.
    block: Option<Block>,
    /// The last scalar when it was a plain one.
    plain: Option<Span>,
}

impl<'a> Builder<'a> {
    fn new(source: &'a str) -> Self {
        let line_end = if source.find('\n').is_some_and(|at| source[..at].ends_with('\r')) { "\r\n" } else { "\n" };
        Self { source, line_end, yaml: Yaml::default(), open: Vec::new(), anchors: Anchors::default(), nodes: 0, after: 0, block: None, plain: None }
    }

    fn event(&mut self, event: Event<'_>, span: &EventSpan, anchor: Option<(String, Span)>) {
        let place = range(span);
        let tag = span.tag_span().map(|tag| range(&tag));
        let id = anchor_id(&event);
        let anchor = anchor.map(|(name, place)| {
            self.anchors.define(id, name);
            place
        });
        match event {
            Event::Comment(..) => self.yaml.comments.push(place),
            Event::DocumentStart(explicit, _) => {
                self.yaml.documents.push(Document { marker: explicit.then_some(place), root: None });
                if explicit {
                    self.after = place.end;
                }
            }
            Event::Scalar(value, style, _, kind) => {
                let kind = kind_of(kind.as_deref());
                let properties = [tag, anchor].into_iter().flatten().map(|property| property.end).max().unwrap_or(0);
                let (scalar, span) = self.scalar(&value, style, span, properties);
                self.warn_of_no_break_space(&scalar, span);
                self.complete(Node { span, anchor, tag, value: Value::Scalar(scalar), kind }, id);
            }
            Event::SequenceStart(style, _, _) => self.start(Value::Sequence(Vec::new()), place, style, anchor, tag, id),
            Event::MappingStart(style, _, _) => self.start(Value::Mapping(Vec::new()), place, style, anchor, tag, id),
            Event::SequenceEnd | Event::MappingEnd => self.end(place),
            Event::Alias(target) => {
                let (name, target) = self.anchors.target(target);
                self.alias(name, target, place);
            }
            Event::UnresolvedAlias(name) => {
                self.report(place.start, |scene| Some(words::unknown_anchor(scene, place)));
                self.alias(name.into_owned(), None, place);
            }
            _ => {}
        }
    }

    fn alias(&mut self, name: String, target: Option<Arc<Node>>, span: Span) {
        self.after = span.end;
        self.block = None;
        self.plain = None;
        self.complete(Node { span, anchor: None, tag: None, value: Value::Alias { name, target }, kind: Kind::Untagged }, 0);
    }

    fn start(&mut self, value: Value, place: Span, style: granit_parser::StructureStyle, anchor: Option<Span>, tag: Option<Span>, id: usize) {
        let flow = style == granit_parser::StructureStyle::Flow;
        if flow {
            self.after = place.end;
        }
        let node = Node { span: Span::at(place.start), anchor, tag, value, kind: Kind::Untagged };
        self.open.push(Open { node, id, flow, key: None });
    }

    /// Ends the innermost collection. A block collection's end event stands at the next token, so its last child tells.
    fn end(&mut self, place: Span) {
        let Some(mut open) = self.open.pop() else { return };
        if let Some(key) = open.key.take() {
            add_entry(&mut open.node, key, None);
        }
        if open.flow {
            open.node.span.end = place.end.max(open.node.span.end);
            self.after = self.after.max(place.end);
        }
        self.complete(open.node, open.id);
    }

    /// Puts a finished node where it belongs.
    fn complete(&mut self, node: Node, id: usize) {
        self.nodes += 1;
        if id > 0 {
            self.anchors.keep(&node, id);
        }
        let Some(open) = self.open.last_mut() else {
            if let Some(document) = self.yaml.documents.last_mut() {
                document.root = Some(node);
            }
            return;
        };
        match &mut open.node.value {
            Value::Sequence(items) => {
                widen(&mut open.node.span, &node);
                items.push(node);
            }
            _ => match open.key.take() {
                None => {
                    widen(&mut open.node.span, &node);
                    open.key = Some(node);
                }
                Some(key) => add_entry(&mut open.node, key, Some(node)),
            },
        }
    }

    fn scalar(&mut self, value: &str, style: ScalarStyle, span: &EventSpan, properties: usize) -> (Scalar, Span) {
        let place = range(span);
        let after = self.after.max(properties);
        let context = scalar::Context {
            source: self.source,
            line_end: self.line_end,
            after,
            flow: self.open.last().is_some_and(|open| open.flow),
            key: self.open.last().is_some_and(Open::expects_key),
        };
        let style = match style {
            ScalarStyle::Plain if place.is_empty() => Style::Absent,
            ScalarStyle::Plain => Style::Plain,
            ScalarStyle::SingleQuoted => Style::SingleQuoted,
            ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
            ScalarStyle::Literal => Style::Literal,
            ScalarStyle::Folded => Style::Folded,
        };
        if style == Style::Absent {
            let at = self.absent_place(after, place.start);
            return (Scalar { style, text: Text::verbatim("", at), header: None, indent: 0 }, Span::at(at));
        }
        let (scalar, span) = match style {
            Style::Literal | Style::Folded => scalar::block(&context, value, style, place, span.start.col()),
            _ => scalar::flow(&context, value, style, place, span.start.col()),
        };
        self.after = self.after.max(span.end);
        let key = self.open.last().and_then(|open| open.key.as_ref()).map(|key| key.span);
        self.plain = (style == Style::Plain).then_some(span);
        self.block = style.is_block().then_some(Block { key, indent: scalar.indent, end: span.end });
        (scalar, span)
    }

    /// The parser puts what is not written in front of some later token; a reader looks behind the colon or the dash.
    fn absent_place(&self, after: usize, next: usize) -> usize {
        if self.open.last().is_some_and(Open::expects_key) {
            return next;
        }
        let Some(rest) = self.source.get(after..) else { return next };
        if self.open.last().is_some_and(|open| matches!(open.node.value, Value::Sequence(_)) && !open.flow) {
            let gap = self.source.get(after..next).unwrap_or_default();
            return gap.rfind('-').map_or(next, |dash| after + dash + 1);
        }
        let indicator = after + (rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len());
        match self.source.as_bytes().get(indicator) {
            Some(b':' | b'-' | b'?') if indicator <= next => indicator + 1,
            _ => after,
        }
    }

    fn fail(&mut self, error: &ScanError) {
        let at = error.marker().byte_offset().unwrap_or(self.source.len()).min(self.source.len());
        self.report(at, |scene| Some(words::explain(scene, error.kind())));
        self.close_all();
    }

    /// One error a line is enough: what follows it there follows from it.
    fn report(&mut self, at: usize, explain: impl FnOnce(&Scene<'a>) -> Option<SyntaxError>) {
        let same_line = |last: &SyntaxError| {
            let between = last.span.end.min(at)..at;
            self.source.get(between).is_some_and(|between| !between.contains(['\n', '\r']))
        };
        if self.yaml.errors.len() < MAX_ERRORS && !self.yaml.errors.last().is_some_and(same_line) {
            let error = explain(&self.scene(at));
            self.yaml.errors.extend(error);
        }
    }

    fn scene(&self, at: usize) -> Scene<'a> {
        let mappings: Vec<&Open> = self.open.iter().rev().filter(|open| matches!(open.node.value, Value::Mapping(_))).take(2).collect();
        let last_key = |open: &&Open| match (&open.key, &open.node.value) {
            (Some(key), _) => Some(key.span),
            (None, Value::Mapping(entries)) => entries.last().map(|entry| entry.key.span),
            _ => None,
        };
        let document = self.yaml.documents.last();
        Scene {
            source: self.source,
            at,
            after: self.after,
            key: mappings.first().and_then(last_key),
            pending: mappings.first().is_some_and(|open| open.key.is_some()),
            outer_key: mappings.get(1).and_then(last_key),
            bracket: self.open.iter().rev().find(|open| open.flow).map(|open| open.node.span.start),
            block: self.block,
            plain: self.plain,
            root: document.and_then(|document| document.root.as_ref()).map(|root| root.span).filter(|_| self.open.is_empty()),
        }
    }

    /// YAML takes a no-break space in front of a key as part of the key; nobody means that.
    fn warn_of_no_break_space(&mut self, scalar: &Scalar, span: Span) {
        let starts_with_one = scalar.style == Style::Plain && scalar.text.value().starts_with(|first: char| !first.is_ascii() && first.is_whitespace());
        if starts_with_one && self.open.last().is_none_or(Open::expects_key) {
            self.report(span.start, words::key_with_no_break_space);
        }
    }

    fn too_many(&mut self) {
        self.yaml.errors.push(SyntaxError {
            span: Span::at(self.after),
            message: format!("more than {MAX_NODES} values in one file"),
            help: Some("split the file".to_owned()),
            fix: None,
        });
    }

    /// Keeps the nodes that an error left unfinished.
    fn close_all(&mut self) {
        while !self.open.is_empty() {
            self.end(Span::at(self.after));
        }
    }

    fn finish(mut self) -> Yaml {
        self.close_all();
        self.yaml
    }
}

fn add_entry(mapping: &mut Node, key: Node, value: Option<Node>) {
    let value = value.unwrap_or_else(|| absent(key.span.end));
    widen(&mut mapping.span, &value);
    if let Value::Mapping(entries) = &mut mapping.value {
        entries.push(Entry { key, value });
    }
}

fn absent(at: usize) -> Node {
    let scalar = Scalar { style: Style::Absent, text: Text::verbatim("", at), header: None, indent: 0 };
    Node { span: Span::at(at), anchor: None, tag: None, value: Value::Scalar(scalar), kind: Kind::Untagged }
}

fn widen(span: &mut Span, child: &Node) {
    *span = span.join(child.span);
}

fn kind_of(tag: Option<&Tag>) -> Kind {
    let Some(tag) = tag else { return Kind::Untagged };
    match format!("{}{}", tag.handle(), tag.suffix()).strip_prefix("tag:yaml.org,2002:") {
        Some("null") => Kind::Null,
        Some("bool") => Kind::Bool,
        Some("int") => Kind::Int,
        Some("float") => Kind::Float,
        _ => Kind::Str,
    }
}
