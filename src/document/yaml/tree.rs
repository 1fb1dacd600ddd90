//! Builds the tree from the parser's events.

use std::collections::HashMap;
use std::sync::Arc;

use granit_parser::{Event, Parser, ScalarStyle, ScanError, Span as EventSpan, StrInput, Tag};

use super::{Document, Entry, Kind, Node, Scalar, Style, SyntaxError, Value, Yaml, scalar, words};
use crate::document::scalar_map::Text;
use crate::source::Span;

/// How deep collections may nest, block and flow each.
const MAX_DEPTH: usize = 128;
/// How many values a file may hold. A note has five.
const MAX_NODES: usize = 300_000;
/// How many values, and levels of them, all anchors together may keep for their aliases.
const MAX_ANCHORED: usize = 50_000;
const MAX_ALIAS_DEPTH: usize = 256;
/// How many broken documents of one file are told of.
const MAX_ERRORS: usize = 20;

pub(super) fn parse(text: &str) -> Yaml {
    let options = granit_parser::options! {
        strict_indentation: true,
        emit_unresolved_aliases: true,
        emit_anchor_events: true,
        max_buffered_comment_events: usize::MAX,
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
    };
    let mut parser = Parser::new_from_str_with_options(text, options);
    let mut builder = Builder::new(text);
    let mut pending: Option<(Event<'_>, EventSpan)> = None;
    loop {
        let next = match pending.take() {
            Some(event) => Some(Ok(event)),
            None => parser.next(),
        };
        let (event, span) = match next {
            None => break,
            Some(Ok(event)) => event,
            Some(Err(error)) => {
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
                Some(Ok(event)) => pending = Some(event),
                Some(Err(error)) => {
                    builder.event(event, &span, None);
                    builder.fail(&error);
                    break;
                }
                None => {}
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

struct Anchored {
    name: String,
    node: Option<Arc<Node>>,
    height: usize,
}

struct Builder<'a> {
    source: &'a str,
    line_end: &'static str,
    yaml: Yaml,
    open: Vec<Open>,
    anchors: HashMap<usize, Anchored>,
    /// Of the nodes kept for aliases, by address.
    heights: HashMap<*const Node, usize>,
    anchored: usize,
    nodes: usize,
    /// The end of the last token of a node: a block scalar's header stands after it.
    after: usize,
}

impl<'a> Builder<'a> {
    fn new(source: &'a str) -> Self {
        let line_end = if source.find('\n').is_some_and(|at| source[..at].ends_with('\r')) { "\r\n" } else { "\n" };
        Self { source, line_end, yaml: Yaml::default(), open: Vec::new(), anchors: HashMap::new(), heights: HashMap::new(), anchored: 0, nodes: 0, after: 0 }
    }

    fn event(&mut self, event: Event<'_>, span: &EventSpan, anchor: Option<(String, Span)>) {
        let place = range(span);
        let tag = span.tag_span().map(|tag| range(&tag));
        let id = anchor_id(&event);
        let anchor = anchor.map(|(name, place)| {
            self.anchors.insert(id, Anchored { name, node: None, height: 0 });
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
                let (scalar, span) = self.scalar(&value, style, span, tag.or(anchor));
                self.complete(Node { span, anchor, tag, value: Value::Scalar(scalar), kind }, id);
            }
            Event::SequenceStart(style, _, _) => self.start(Value::Sequence(Vec::new()), place, style, anchor, tag, id),
            Event::MappingStart(style, _, _) => self.start(Value::Mapping(Vec::new()), place, style, anchor, tag, id),
            Event::SequenceEnd | Event::MappingEnd => self.end(place),
            Event::Alias(target) => {
                let (name, target) = self.alias_target(target);
                self.alias(name, target, place);
            }
            Event::UnresolvedAlias(name) => {
                self.yaml.errors.push(words::unknown_anchor(self.source, &name, place));
                self.alias(name.into_owned(), None, place);
            }
            _ => {}
        }
    }

    fn alias(&mut self, name: String, target: Option<Arc<Node>>, span: Span) {
        self.after = span.end;
        self.complete(Node { span, anchor: None, tag: None, value: Value::Alias { name, target }, kind: Kind::Untagged }, 0);
    }

    fn alias_target(&self, id: usize) -> (String, Option<Arc<Node>>) {
        let Some(anchored) = self.anchors.get(&id) else { return (String::new(), None) };
        let target = anchored.node.clone().filter(|_| anchored.height < MAX_ALIAS_DEPTH);
        (anchored.name.clone(), target)
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
            self.keep_for_aliases(&node, id);
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

    /// Aliases share a copy of the node. Anchors inside anchors could make many, so all copies together are bounded.
    fn keep_for_aliases(&mut self, node: &Node, id: usize) {
        let mut left = MAX_ANCHORED.saturating_sub(self.anchored);
        let height = measure(node, &mut left, &self.heights);
        let Some(height) = height else {
            self.anchored = MAX_ANCHORED;
            return;
        };
        self.anchored = MAX_ANCHORED - left;
        if let Some(anchored) = self.anchors.get_mut(&id) {
            let node = Arc::new(node.clone());
            self.heights.insert(Arc::as_ptr(&node), height);
            anchored.node = Some(node);
            anchored.height = height;
        }
    }

    fn scalar(&mut self, value: &str, style: ScalarStyle, span: &EventSpan, property: Option<Span>) -> (Scalar, Span) {
        let place = range(span);
        let after = property.map_or(self.after, |property| property.end.max(self.after));
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
        (scalar, span)
    }

    /// The parser puts what is not written in front of the next token; a reader looks behind the colon or the dash.
    fn absent_place(&self, after: usize, next: usize) -> usize {
        let Some(gap) = self.source.get(after..next) else { return next };
        let blank = gap.len() - gap.trim_start_matches([' ', '\t']).len();
        match gap.as_bytes().get(blank) {
            Some(b':' | b'-' | b'?') => after + blank + 1,
            _ => after,
        }
    }

    fn fail(&mut self, error: &ScanError) {
        let at = error.marker().byte_offset().unwrap_or(self.source.len()).min(self.source.len());
        self.yaml.errors.push(words::explain(self.source, error.kind(), at));
        self.close_all();
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

/// The height of a node with its aliases followed; `None` when it has more than `left` values.
fn measure(node: &Node, left: &mut usize, heights: &HashMap<*const Node, usize>) -> Option<usize> {
    *left = left.checked_sub(1)?;
    let mut below = 0;
    match &node.value {
        Value::Scalar(scalar) => *left = left.checked_sub(scalar.text.value().len() / 256)?,
        Value::Sequence(items) => {
            for item in items {
                below = below.max(measure(item, left, heights)?);
            }
        }
        Value::Mapping(entries) => {
            for entry in entries {
                below = below.max(measure(&entry.key, left, heights)?).max(measure(&entry.value, left, heights)?);
            }
        }
        Value::Alias { target, .. } => {
            below = target.as_ref().and_then(|target| heights.get(&Arc::as_ptr(target))).copied().unwrap_or(0);
        }
    }
    Some(below + 1)
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
