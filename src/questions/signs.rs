//! What a whole note shows for a question: its best sentences, what the rules make of them, and what else stands near.

#![allow(clippy::cast_precision_loss, reason = "counts of sentences are small")]

use super::catalogue::Catalogue;
use super::features::Features;
use super::hashed::Hashed;
use super::lexicon::Lexicon;
use super::model::{IDS, OUTPUTS, QUESTIONS, SIGNS, norm, sigmoid};
use super::reading::Reading;
use super::rules::{Cues, Finding, finding};
use super::scene::Scene;
use super::tense::Tense;
use super::tokens::{Sort, Token};
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;

/// The scores of all units and the findings of the rules.
pub struct Scored {
    pub scores: Vec<[f32; OUTPUTS]>,
    pub findings: Vec<[Finding; QUESTIONS]>,
    /// The best unit for each output and the runner-up.
    best: [(Option<usize>, Option<usize>); OUTPUTS],
}

impl Scored {
    #[must_use]
    pub fn new(scores: Vec<[f32; OUTPUTS]>, findings: Vec<[Finding; QUESTIONS]>) -> Scored {
        let best = std::array::from_fn(|output| best(&scores, output));
        Scored { scores, findings, best }
    }

    /// The best unit for an output and the runner-up.
    #[must_use]
    pub fn best(&self, output: usize) -> (Option<usize>, Option<usize>) {
        self.best[output]
    }
}

/// The classes that the signs of a note look for.
#[derive(Clone)]
pub struct SignClasses {
    /// Each is a sign when the best sentence holds it.
    own: [u128; 10],
    defer: u128,
    defer_weak: u128,
    retract: u128,
    vacant: u128,
    region: u128,
    new_ase: u128,
    customer: u128,
    buys: u128,
    leave: u128,
    unavailable: u128,
    off_hours: u128,
    hours: u128,
    acts: u128,
    oncall: u128,
}

impl SignClasses {
    #[must_use]
    pub fn new(lexicon: &Lexicon) -> SignClasses {
        let class = |name: &str| lexicon.class(name);
        let any = |names: &[&str]| names.iter().fold(0, |bits, name| bits | lexicon.class(name));
        let own = ["placeholder", "defer", "retract", "past-report", "negation", "wish", "unless", "entitlement", "former", "other-role"];
        SignClasses {
            own: own.map(class),
            defer: class("defer"),
            defer_weak: class("defer-weak"),
            retract: class("retract"),
            vacant: class("vacant"),
            region: any(&["region-word", "timezone"]),
            new_ase: class("new-ase"),
            customer: class("customer"),
            buys: class("buys"),
            leave: class("leave"),
            unavailable: class("unavailable"),
            off_hours: any(&["off-hours", "day-ended", "night"]),
            hours: any(&["hours", "clock"]),
            oncall: class("oncall"),
            acts: any(&["assign", "take", "reply", "keep", "wait", "notify", "process", "oncall"]),
        }
    }
}

/// The rules' view of each unit for the six trained questions.
#[must_use]
pub fn findings(reading: &Reading, catalogue: &Catalogue) -> Vec<[Finding; QUESTIONS]> {
    let language = &catalogue.language;
    let cues: Vec<Option<&Cues>> = IDS.iter().map(|id| catalogue.cues_of(id)).collect();
    (0..reading.spans.len()).map(|u| std::array::from_fn(|q| cues[q].map_or(Finding::Nothing, |c| finding(reading, u, c, language)))).collect()
}

/// Most units whose scores a thread remembers.
const REMEMBERED: usize = 8192;

/// The room that a thread keeps from note to note, and the scores of what it has seen: notes are written from templates, and with the names masked many of
/// their sentences are the same.
#[derive(Default)]
struct Room {
    features: Features,
    scene: Scene,
    known: HashMap<Scene, [f32; OUTPUTS], Hashed>,
    /// The catalogue that the scores are of.
    stamp: u64,
}

impl Room {
    fn score(&mut self, catalogue: &Catalogue) -> [f32; OUTPUTS] {
        if let Some(known) = self.known.get(&self.scene) {
            return *known;
        }
        self.features.read(&self.scene, &catalogue.lexicon);
        let scores = catalogue.model.score(self.features.table.list(), self.features.plain.list());
        if self.known.len() >= REMEMBERED {
            self.known.clear();
        }
        self.known.insert(self.scene.clone(), scores);
        scores
    }
}

#[must_use]
pub fn scores(reading: &Reading, catalogue: &Catalogue) -> Vec<[f32; OUTPUTS]> {
    thread_local! {
        static ROOM: RefCell<Room> = RefCell::default();
    }
    ROOM.with_borrow_mut(|room| {
        if room.stamp != catalogue.stamp {
            room.known.clear();
            room.stamp = catalogue.stamp;
        }
        (0..reading.spans.len())
            .map(|u| {
                room.scene.see(reading, u, &catalogue.lexicon);
                room.score(catalogue)
            })
            .collect()
    })
}

/// The hashed features of every unit, for the table and for the nets: for training.
#[must_use]
pub fn unit_features(reading: &Reading, catalogue: &Catalogue) -> Vec<(Vec<u32>, Vec<u32>)> {
    let (mut features, mut scene) = (Features::default(), Scene::default());
    (0..reading.spans.len())
        .map(|u| {
            scene.see(reading, u, &catalogue.lexicon);
            features.read(&scene, &catalogue.lexicon);
            (features.table.list().to_vec(), features.plain.list().to_vec())
        })
        .collect()
}

pub fn best(scores: &[[f32; OUTPUTS]], output: usize) -> (Option<usize>, Option<usize>) {
    let mut order: (Option<usize>, Option<usize>) = (None, None);
    for (i, s) in scores.iter().enumerate() {
        if order.0.is_none_or(|b| s[output] > scores[b][output]) {
            order = (Some(i), order.0);
        } else if order.1.is_none_or(|b| s[output] > scores[b][output]) {
            order.1 = Some(i);
        }
    }
    order
}

/// The second output of a question: answered by a more general sentence.
#[must_use]
pub fn general(question: usize) -> Option<usize> {
    match question {
        2 => Some(6),
        4 => Some(7),
        _ => None,
    }
}

#[must_use]
pub fn signs(reading: &Reading, view: &Scored, question: usize, catalogue: &Catalogue) -> [f32; SIGNS] {
    let language = &catalogue.language;
    let mut out = [0.0; SIGNS];
    out[0] = 1.0;
    let scores = &view.scores;
    let (Some(top), second) = view.best(question) else { return out };
    let high = scores[top][question];
    let clamp = |x: f32| x.clamp(-8.0, 8.0) / 4.0;
    out[1] = clamp(high);
    out[2] = second.map_or(-2.0, |i| clamp(scores[i][question]));
    let none: f32 = scores.iter().map(|x| (1.0 - sigmoid(x[question])).max(1e-6).ln()).sum::<f32>().max(-12.0);
    out[3] = clamp((-none).exp_m1().max(1e-6).ln());
    out[4] = (scores.iter().filter(|x| x[question] > 0.0).count() as f32).min(3.0) / 3.0;
    if let Some(g) = general(question) {
        let (best_general, _) = view.best(g);
        out[5] = best_general.map_or(-2.0, |i| clamp(scores[i][g]));
        out[6] = best_general.map_or(0.0, |i| f32::from(u8::from(i == top)));
    }
    let unit = &reading.prose.units[top];
    let own = reading.classes[top];
    let seen = &catalogue.sign_classes;
    let flag = |b: bool| f32::from(u8::from(b));
    out[7] = flag(unit.question);
    out[8] = flag(unit.empty);
    for (i, bits) in seen.own.iter().enumerate() {
        out[9 + i] = flag(own & bits != 0);
    }
    let topic = catalogue.cues_of(IDS[question]).map_or(0, |cues| cues.topic);
    let mut after = top + 1..scores.len();
    let same = |i: &usize| reading.prose.units[*i].block == unit.block;
    out[19] = flag(after.clone().take(2).filter(same).any(|i| reading.classes[i] & seen.defer != 0));
    out[20] = flag(after.clone().take(2).filter(same).any(|i| reading.classes[i] & language.retract != 0));
    out[21] = flag(after.clone().any(|i| (reading.classes[i] | reading.near[i]) & topic != 0 && reading.classes[i] & language.retract != 0));
    out[22] = flag(after.any(|i| (reading.classes[i] | reading.near[i]) & topic != 0 && reading.classes[i] & seen.defer != 0));
    out[23] = flag(reading.ase.is_some());
    out[24] = reading.ase.map_or(0.0, |a| (reading.people[usize::from(a)].score / 4.0).min(2.0));
    out[25] = flag(reading.classes.iter().zip(&reading.near).any(|(a, b)| (a | b) & topic != 0));
    out[26] = (scores.len() as f32).ln() / 3.0;
    let found = view.findings[top][question];
    out[27] = flag(found == Finding::Answers);
    out[28] = flag(matches!(found, Finding::Blank | Finding::Deferred | Finding::Asked));
    out[29] = flag(found == Finding::Nothing);
    out[30] = flag(view.findings.iter().any(|f| f[question] == Finding::Answers));
    out[31] = flag(view.findings.iter().any(|f| matches!(f[question], Finding::Blank | Finding::Deferred)));
    out[32] = flag(view.findings.iter().any(|f| f[question] == Finding::Mention));
    // How the other questions stand, the neighbour first: a note that answers all the rest rarely leaves one out without a word.
    let others = (0..QUESTIONS).filter(|q| *q != question).map(|q| view.best(q).0.map_or(0.0, |i| sigmoid(scores[i][q])));
    out[33] = others.sum::<f32>() / 5.0;
    let partner = [1, 0, 3, 2, 5, 4][question];
    out[34] = view.best(partner).0.map_or(-2.0, |i| clamp(scores[i][partner]));
    out[35] = clamp((0..QUESTIONS).filter(|q| *q != question).map(|q| scores[top][q]).fold(-8.0, f32::max));
    out[36] = flag(unit.task == Some(false));
    out[37] = flag(reading.near[top] & topic != 0);
    out[38] = flag(own & topic != 0);
    out[39] = norm(scores.len());
    // Who and where the best unit names.
    let tokens = &reading.tokens[reading.spans[top].clone()];
    let persons = tokens.iter().filter(|t| t.person.is_some()).count();
    let named = tokens.iter().any(|t| t.person.is_some() && t.person == reading.ase);
    let place = tokens.iter().any(|t| matches!(t.sort, Sort::Place(_)));
    let region = own & seen.region != 0;
    out[40] = flag(named);
    out[41] = flag(persons > 0);
    out[42] = flag(persons == 0 && !named && tokens.iter().any(|t| t.sort == Sort::Org));
    out[43] = flag(place);
    out[44] = flag(region);
    out[45] = flag(!place && !region);
    out[46] = flag(own & seen.new_ase != 0);
    out[47] = flag(own & seen.customer != 0);
    // A score far down counts for more than in proportion, one that the rules share for more too.
    out[48] = (-1.0 - high).clamp(0.0, 6.0) / 3.0;
    out[49] = (high - 0.5).clamp(0.0, 6.0) / 3.0;
    out[50] = out[27] * out[1];
    out[51] = out[28] * out[1];
    out[52] = out[10] * out[1];
    out[53] = flag(own & seen.defer_weak != 0);
    out[54] = flag(own & seen.vacant != 0);
    out[55] = flag((own | reading.near[top] | reading.far[top]) & seen.retract != 0);
    qualified(reading, view, question, top, catalogue, &mut out);
    out
}

/// What an absence is tied to: leave or sickness only, any absence, hours. "When she is on leave" says nothing about nights.
pub(super) fn absence(reading: &Reading, unit: usize, catalogue: &Catalogue) -> [bool; 3] {
    let SignClasses { leave, unavailable: any, off_hours: hours, .. } = catalogue.sign_classes;
    let all = reading.classes[unit] | reading.near[unit];
    if all & leave == 0 || all & (any | hours) != 0 {
        return [false, all & any != 0, all & hours != 0];
    }
    // "Leave her as the assignee" is no leave, "on leave" is.
    let verb = super::stem::hash(b"leav");
    let noun = |span: Range<usize>| reading.tokens[span].iter().any(|t| t.classes & leave != 0 && t.stem != verb);
    let over = Reading::nearest(&reading.prose.units[unit]).map(|n| reading.span(&reading.prose.units[unit].contexts[n].range));
    [noun(reading.spans[unit].clone()) || over.is_some_and(noun), false, false]
}

fn qualified(reading: &Reading, view: &Scored, question: usize, top: usize, catalogue: &Catalogue, out: &mut [f32; SIGNS]) {
    let seen = &catalogue.sign_classes;
    let flag = |b: bool| f32::from(u8::from(b));
    out[56..59].copy_from_slice(&absence(reading, top, catalogue).map(flag));
    if let Some(unit) = general(question).and_then(|g| view.best(g).0) {
        out[59..62].copy_from_slice(&absence(reading, unit, catalogue).map(flag));
    }
    // Hours and times alone tell when somebody works.
    let own = reading.classes[top];
    let acts = own & seen.acts != 0;
    out[62] = flag(own & seen.hours != 0 && !acts);
    out[63] = flag(acts);
    // Nobody is named in it, in what stands over it, in the sentences around it, in the whole note.
    let anybody = |span: Range<usize>| reading.tokens[span].iter().any(|t| t.person.is_some());
    let over = reading.prose.units[top].contexts.iter().take(4).any(|c| anybody(reading.span(&c.range)));
    let around = (top.saturating_sub(1)..(top + 2).min(reading.spans.len())).any(|u| anybody(reading.spans[u].clone()));
    out[64] = flag(!over && !anybody(reading.spans[top].clone()));
    out[65] = flag(!over && !around);
    out[66] = flag(reading.people.is_empty());
    out[67] = out[65] * out[1];
    out[68] = flag(own & seen.buys != 0);
    out[69] = flag(reading.prose.units[top].question) * out[1];
    out[70] = flag(view.findings[top][question] == Finding::Excluded);
    out[71] = flag(view.findings[top][question] == Finding::Report);
    // A report of what happened; being on call where nothing is said of an emergency.
    let past = reading.tenses[top] == Tense::Past;
    let all = own | reading.near[top] | reading.far[top];
    let topic = catalogue.cues_of(IDS[question]).map_or(0, |cues| cues.topic);
    out[76] = flag(past);
    out[77] = out[76] * out[1];
    out[78] = flag(all & topic == 0 && own & seen.oncall != 0);
    out[79] = out[78] * out[1];
    let joins = match IDS[question] {
        "ase" => Joined::Name,
        "region" => Joined::Place,
        _ => return,
    };
    let ties: Vec<Option<Tie>> = (0..reading.spans.len()).map(|u| tie(reading, u, joins, &catalogue.lexicon)).collect();
    out[72] = flag(ties.contains(&Some(Tie::Plain)));
    out[73] = flag(ties.contains(&Some(Tie::Doubtful)));
    out[74] = flag(ties[top] == Some(Tie::Plain));
    out[75] = flag(ties[top] == Some(Tie::Doubtful));
}

/// Most tokens from one end of a tie to the other.
const TIED: usize = 8;

/// What is joined: the role with the ASE's name, or either of them with a place.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Joined {
    Name,
    Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tie {
    /// As it is now.
    Plain,
    /// Asked, denied, put off or over.
    Doubtful,
}

/// The tie in a unit, when nobody else comes between its ends.
pub(super) fn tie(reading: &Reading, unit: usize, joined: Joined, lexicon: &Lexicon) -> Option<Tie> {
    let (ties, role, place) = (lexicon.ties(), lexicon.role(), joined == Joined::Place);
    let tokens = &reading.tokens[reading.spans[unit].clone()];
    let person = |t: &Token| t.person.is_some() && t.person == reading.ase;
    let foreign = |t: &Token| t.sort == Sort::Org || t.classes & ties.others != 0 || t.person.is_some() && t.person != reading.ase;
    let end = |t: &Token| if place { matches!(t.sort, Sort::Place(_)) || t.classes & ties.place != 0 } else { person(t) };
    let start = |t: &Token| t.classes & role != 0 || place && person(t);
    let near = |i: usize| (i.saturating_sub(TIED)..(i + TIED + 1).min(tokens.len())).filter(move |j| *j != i);
    let found =
        (0..tokens.len()).filter(|i| start(&tokens[*i])).any(|i| near(i).any(|j| end(&tokens[j]) && !tokens[i.min(j) + 1..i.max(j)].iter().any(foreign)));
    let this = &reading.prose.units[unit];
    let doubtful = this.question || this.empty || (reading.classes[unit] | reading.near[unit]) & ties.doubts != 0;
    found.then_some(if doubtful { Tie::Doubtful } else { Tie::Plain })
}
