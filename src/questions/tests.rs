//! What the engine promises, on notes that none of the labelled files holds.

use super::reading::Reading;
use super::rules::Finding;
use super::signs::{Joined, Tie, tie};
use super::tokens::{self, Sort};
use super::{Catalogue, Judgement, Status, judge, judge_all};
use crate::document::prose::Prose;

mod beside;
mod names;

const HANDBOOK: &str = "This organization has an Assigned Support Engineer (ASE). Please [review the workflow to use](/handbook/x/).\n\n\
Jill is the AMER ASE for Company-A so at this time, all new non-emergency tickets will be assigned to her. Pre-existing tickets will keep their existing assignee and Jill will shadow.\n\n\
If Jill is unavailable, please respond while leaving Jill as the assignee and cc yourself.\n";
const EMERGENCY: &str = "\nThe on-call engineer will continue to handle emergency tickets, which will not get assigned to Jill. However, inform her when an emergency comes in so she can assist if available.\n";

fn run(text: &str) -> Judgement {
    judge(text, Catalogue::builtin())
}

fn status(judgement: &Judgement, id: &str) -> Status {
    judgement.verdicts.iter().find(|v| v.question == id).expect("a verdict on each question").status
}

fn evidence<'a>(text: &'a str, judgement: &Judgement, id: &str) -> &'a str {
    let verdict = judgement.verdicts.iter().find(|v| v.question == id).expect("a verdict on each question");
    verdict.evidence.first().map_or("", |e| &text[e.range.clone()])
}

#[test]
fn the_example_of_the_handbook() {
    let text = format!("{HANDBOOK}{EMERGENCY}");
    let j = run(&text);
    for (id, wanted, sentence) in [
        ("ase", Status::Answered, "Jill is the AMER ASE"),
        ("region", Status::Answered, "Jill is the AMER ASE"),
        ("off-hours", Status::Implied, "If Jill is unavailable"),
        ("unavailable", Status::Answered, "If Jill is unavailable"),
        ("pre-existing", Status::Answered, "Pre-existing tickets"),
        ("emergency", Status::Answered, "The on-call engineer"),
    ] {
        assert_eq!(status(&j, id), wanted, "{id}");
        assert!(evidence(&text, &j, id).starts_with(sentence), "{id}: {}", evidence(&text, &j, id));
    }
    assert_eq!(j.ase_name.as_ref().map(|(n, r)| (n.as_str(), &text[r.clone()])), Some(("Jill", "Jill")));
    assert_eq!(j.regions.iter().map(|r| (r.text.as_str(), r.region.as_deref())).collect::<Vec<_>>(), [("AMER", Some("AMER"))]);
    assert!(j.mentions_ase);
}

#[test]
fn the_example_without_its_last_paragraph_misses_emergencies_alone() {
    let j = run(HANDBOOK);
    for v in &j.verdicts {
        assert_eq!(v.status == Status::Missing, v.question == "emergency", "{} {:?}", v.question, v.status);
    }
}

#[test]
fn placeholders_deferrals_and_bare_labels_answer_nothing() {
    let text =
        "- ASE: <name>\n- Region: TBD\n- Off-hours: to be agreed with the customer\n- PTO: ???\n- Old tickets:\n- Emergencies: we have not decided yet\n";
    let j = run(text);
    for v in &j.verdicts {
        assert!(matches!(v.status, Status::Missing | Status::Unclear), "{} {:?}", v.question, v.status);
    }
    assert!(j.verdicts.iter().filter(|v| v.status == Status::Missing).count() >= 4);
}

#[test]
fn what_is_not_seen_does_not_answer() {
    let text = "ASE: Tomi Adeleye, EMEA.\n\n<!-- Emergencies: page the on-call engineer. -->\n\n~~Emergencies: page the on-call engineer.~~\n\n```\nEmergencies: page the on-call engineer.\n```\n\n> Emergencies: page the on-call engineer.\n";
    let j = run(text);
    assert_eq!(status(&j, "ase"), Status::Answered);
    assert!(matches!(status(&j, "emergency"), Status::Missing | Status::Unclear));
}

#[test]
fn tables_answer_by_their_cells() {
    let text = "| Topic | What to do |\n|---|---|\n| ASE | Tomi Adeleye |\n| Region | EMEA |\n| Emergencies | on-call engineer handles them |\n| Old tickets | n/a |\n";
    let j = run(text);
    assert_eq!(evidence(text, &j, "ase"), "Tomi Adeleye");
    assert_eq!(evidence(text, &j, "region"), "EMEA");
    assert_eq!(evidence(text, &j, "emergency"), "on-call engineer handles them");
    assert!(matches!(status(&j, "pre-existing"), Status::Missing | Status::Unclear));
}

#[test]
fn a_question_and_a_cue_are_added_without_recompiling() {
    let yaml = "questions:\n  - id: language\n    text: In which language do we answer?\n    answer: instruction\n    cues: [language, answer in <num>, french, german, write in]\n  - id: logs\n    text: How do logs come?\n    answer: statement\n    cues: [log file, logs]\nwords:\n  emergency: [zero hour]\n";
    let catalogue = Catalogue::extended(yaml).expect("valid");
    let judged = |text: &str, id: &str| judge(text, &catalogue).verdicts.into_iter().find(|v| v.question == id).expect("asked").status;
    assert_eq!(judged("ASE: Kim Lee. Language: please reply in French.", "language"), Status::Answered);
    assert_eq!(judged("ASE: Kim Lee. Language: TBD", "language"), Status::Missing);
    assert_eq!(judged("ASE: Kim Lee.", "language"), Status::Missing);
    assert_eq!(judged("ASE: Kim Lee. They upload logs by SFTP.", "logs"), Status::Answered);
    assert_eq!(catalogue.questions().len(), 8);
    assert!(catalogue.profile("handbook-2025").expect("built in").contains(&"language".to_owned()));
    assert_eq!(catalogue.profile("handbook-2026").expect("built in"), ["ase", "region"]);
}

#[test]
fn an_added_question_may_be_implied_by_another() {
    let yaml = "questions:\n  - id: weekend\n    text: What about weekends?\n    answer: instruction\n    cues: [weekend]\n    implied-by: unavailable\n";
    let catalogue = Catalogue::extended(yaml).expect("valid");
    let j = judge(HANDBOOK, &catalogue);
    assert_eq!(status(&j, "weekend"), Status::Implied);
    assert!(evidence(HANDBOOK, &j, "weekend").starts_with("If Jill is unavailable"));
}

#[test]
fn hours_that_are_named_are_no_general_sentence() {
    let verdict = |away: &str| {
        let text = format!("{away}\n\nBram Tava is the APAC ASE for Orchid Telecom AG and takes every new ticket that is filed from Pune.\n");
        status(&run(&text), "off-hours")
    };
    for explicit in [
        "Outside of Bram's working hours, and whenever Bram is away, send a first reply within the SLA and leave Bram as the assignee.",
        "Whenever Bram is away or it is outside his working hours, reply within the SLA and leave him as the assignee.",
        "After Bram has gone home, write back within the SLA and leave his name on the ticket.",
        "When Pune sleeps, answer in his place and leave Bram as the owner.",
    ] {
        assert_eq!(verdict(explicit), Status::Answered, "{explicit}");
    }
    for general in ["Whenever Bram is away, send a first reply within the SLA and leave Bram as the assignee.", "If Bram is not around, reply and cc yourself."]
    {
        assert_eq!(verdict(general), Status::Implied, "{general}");
    }
}

#[test]
fn a_broken_catalogue_is_refused_in_one_line() {
    let error = Catalogue::extended("questions:\n  - id: x\n").err().expect("text and answer are required");
    assert!(!error.is_empty() && !error.contains('\n'), "{error}");
    assert!(Catalogue::from_yaml("surprise: 1").is_err());
}

#[test]
fn notes_that_speak_of_an_ase() {
    for text in [
        HANDBOOK,
        "ASE: Tomi Adeleye",
        "Their Assigned Support Engineer is out sick this week.",
        "The dedicated engineer for this account is Tomi Adeleye.",
        "The ASE is in EMEA.",
        "ASE: to be named",
        "ASE: Noah Nill",
    ] {
        assert!(run(text).mentions_ase, "{text}");
    }
    for text in [
        "",
        "Self-managed, 3k users. CSM: Tomi Adeleye.",
        "This customer does not have an ASE.",
        "No ASE on this account.",
        "The ASE contract ended in May.",
        "They sell into the ASEAN market from Singapore.",
        "Please base the fix on the last release.",
        "They asked about buying an ASE, talk to sales.",
        "Kim Lee is the ASE of another customer and knows their setup.",
        "They asked about the ASE offering, but the customer does not have one.",
        "ASE: none",
        "**Assigned Support Engineer:** n/a",
        "- ASE: -",
        "Do they have an ASE?",
        "They declined an ASE last year.",
        "The customer used to have an ASE.",
        "They run Sybase ASE 16 on Solaris.",
    ] {
        assert!(!run(text).mentions_ase, "{text}");
    }
}

#[test]
fn names_and_regions_are_the_ases_own() {
    let names = |text: &str| run(text).ase_names.into_iter().map(|n| n.text).collect::<Vec<_>>();
    let regions = |text: &str| run(text).regions.into_iter().filter_map(|n| n.region).collect::<Vec<_>>();
    assert_eq!(names("The ASE is Tomi Adeleye (EMEA). The CSM is Kim Lee (APAC)."), ["Tomi Adeleye"]);
    assert_eq!(regions("The ASE is Tomi Adeleye (EMEA). The CSM is Kim Lee (APAC)."), ["EMEA"]);
    assert_eq!(regions("ASE: Tomi Adeleye, based in Lisbon."), ["EMEA"]);
    assert!(names("This organization has an Assigned Support Engineer. CSM: Kim Lee.").is_empty());
    assert!(names("Hollow Pines pays for an Assigned Support Engineer. The Assigned Support Engineer of Hollow Pines is not named yet.").is_empty());
    assert_eq!(regions("ASE: Tomi Adeleye, works from Takoradi.").len(), 1);
}

#[test]
fn who_is_an_ase_is_a_person_and_who_has_one_is_not() {
    for text in [
        "Kim Lee is an Assigned Support Engineer for Hollow Pines.",
        "We have appointed Jin-woo Park as ASE.",
        "The ASE is Herb Rice.",
        "Please meet Ana Mills, who is an Assigned Support Engineer in EMEA.",
        "Kim Park is on the account as the ASE.",
    ] {
        assert_eq!(status(&run(text), "ase"), Status::Answered, "{text}");
    }
    for text in ["Hollow Pines now has an ASE.", "The ASE of Hollow Pines is to be named.", "Hollow Pines's ASE starts in May."] {
        assert_ne!(status(&run(text), "ase"), Status::Answered, "{text}");
    }
}

#[test]
fn names_that_stand_where_a_customer_stands_are_organizations() {
    for text in [
        "Use the label ~\"ASE Work - Hollow Pines\".",
        "Hollow Pines is an ASE customer.",
        "Hollow Pines is one of our ASE accounts.",
        "Hollow Pines: ASE contract since May.",
    ] {
        let reading = Reading::new(text, Catalogue::builtin());
        let name = reading.tokens.iter().find(|t| reading.prose.slice(&t.range) == "Hollow Pines").expect("one name");
        assert_eq!((name.sort, reading.ase), (Sort::Org, None), "{text}");
    }
    let reading = Reading::new("The ASE of Hollow Pines is in EMEA.", Catalogue::builtin());
    assert_eq!(reading.ase, None);
}

#[test]
fn a_tie_joins_the_ase_with_name_and_place() {
    let lexicon = &Catalogue::builtin().lexicon;
    for (text, name, place) in [
        ("Ana Lima is the ASE, in EMEA.", Some(Tie::Plain), Some(Tie::Plain)),
        ("Ana Lima is not the ASE in EMEA.", Some(Tie::Doubtful), Some(Tie::Doubtful)),
        ("Is Ana Lima the ASE in EMEA?", Some(Tie::Doubtful), Some(Tie::Doubtful)),
        ("Ana Lima is the ASE; their backup Bo Reyes sits in EMEA.", Some(Tie::Plain), None),
        ("Ana Lima is on the account.", None, None),
        ("The ASE's customer is in Chile.", None, None),
    ] {
        let reading = Reading::new(text, Catalogue::builtin());
        let all = |joined| (0..reading.spans.len()).find_map(|u| tie(&reading, u, joined, lexicon));
        assert_eq!((all(Joined::Name), all(Joined::Place)), (name, place), "{text}");
    }
}

#[test]
fn an_instruction_to_follow_a_process_is_no_placeholder() {
    let rule = |text: &str| run(text).verdicts.into_iter().find(|v| v.question == "off-hours").expect("a verdict").why.rule;
    assert_eq!(rule("ASE: Ana Lima\n\nOff-hours: follows"), Finding::Blank);
    assert_ne!(rule("ASE: Ana Lima\n\nOff-hours: follow the normal process."), Finding::Blank);
}

#[test]
fn whose_ase_it_is_does_not_hide_where_the_ase_is() {
    for text in ["The ASE of Petra Phosphates is in EMEA.", "The ASE for this customer is in EMEA.", "The customer's ASE is in EMEA."] {
        assert_eq!(status(&run(&format!("ASE: Marta Vidal\n\n{text}")), "region"), Status::Answered, "{text}");
    }
    let reading = Reading::new("The ASE of Petra Phosphates is in EMEA, this customer's ASE too.", Catalogue::builtin());
    let words: Vec<&str> = reading.tokens.iter().map(|t| reading.prose.slice(&t.range)).collect();
    assert_eq!(words, ["The", "ASE", "is", "in", "EMEA", ",", "this", "ASE", "too", "."]);
    assert_eq!(status(&run("Account rules: ASE = MARTA VIDAL, new tickets go to her."), "ase"), Status::Answered);
}

#[test]
fn options_of_a_form_count_when_they_are_ticked() {
    let form = |amer: &str, emea: &str| run(&format!("ASE: Tomi Adeleye\nRegion of the ASE: ({amer}) AMER ({emea}) EMEA\n"));
    assert_eq!(status(&form(" ", "x"), "region"), Status::Answered);
    assert_ne!(status(&form(" ", " "), "region"), Status::Answered);
}

#[test]
fn hostile_texts_are_judged() {
    for part in ["[", "a ", "🔥", "- ", "> ", "| a ", "**", "<s>", "<!--", "~~", "a:", "?", "\u{feff}", "\u{b}", "é.", "# "] {
        let text = part.repeat(20_000);
        let j = run(&text);
        assert_eq!(j.verdicts.len(), 6);
        assert!(j.verdicts.iter().flat_map(|v| &v.evidence).all(|e| text.get(e.range.clone()).is_some()), "{part}");
    }
}

#[test]
fn every_verdict_gives_its_reason() {
    let j = run("ASE: Tomi Adeleye. Emergencies: 4 last year. After hours: to be agreed.");
    for v in &j.verdicts {
        assert!(!v.reason.is_empty() && !v.reason.contains('\n') && !v.why.lines().is_empty());
        assert_eq!(v.status == Status::Missing, v.evidence.is_empty(), "{}", v.question);
    }
}

#[test]
fn a_wrong_letter_changes_nothing() {
    let right = "ASE: Tomi Adeleye, EMEA.\n\n- Unavailable: answer and leave Tomi as the assignee.\n- Weekends: answer and leave Tomi as the assignee.\n- Existing tickets: the assignee stays.\n- Emergencies: page the on-call engineer.\n";
    let wrong = "ASE: Tomi Adeleye, EMEA.\n\n- Unavailble: answer and leave Tomi as the asignee.\n- Wekends: answer and leave Tomi as the assigne.\n- Existng tickts: the assignee stays.\n- Emergancys: page the on-call enginer.\n";
    let of = |text: &str| run(text).verdicts.into_iter().map(|v| v.status).collect::<Vec<_>>();
    assert_eq!(of(right), of(wrong));
    assert_eq!(of(wrong), [Status::Answered; 6]);
}

#[test]
fn leave_alone_says_nothing_about_other_hours() {
    let start = "Marisol Quintero is the ASE for Alder Freight.\n\nShe works in the AMER region, out of Denver.\n\n";
    let rest = "When she is on PTO or sick, answer the ticket yourself, keep her as the assignee and cc yourself.\n\nTickets from before 1 March stay with the engineer who has them.\n\nEmergencies go to the on-call engineer as usual; tell her once the page is acknowledged.\n";
    for hours in ["", "She works from 9:00 to 17:00 Mountain Time.\n\n"] {
        let j = run(&format!("{start}{hours}{rest}"));
        assert!(matches!(status(&j, "off-hours"), Status::Missing | Status::Unclear), "{hours}");
        assert_eq!(status(&j, "unavailable"), Status::Answered);
    }
    let both = "Rosa Lind is the ASE. Outside of Rosa's working hours, and whenever Rosa is away, send a first reply and leave Rosa as the assignee.\n";
    assert_eq!(status(&run(both), "off-hours"), Status::Answered);
}

#[test]
fn a_sentence_that_is_taken_back_does_not_answer() {
    let start = "Tomi Adeleye is the ASE (EMEA).\n\nEmergencies: page the on-call engineer and tell Tomi.";
    assert_eq!(status(&run(start), "emergency"), Status::Answered);
    for back in ["Please ignore the previous sentence.", "The line above is no longer valid.", "EDIT: disregard the last sentence, nothing is settled."] {
        assert!(matches!(status(&run(&format!("{start} {back}\n")), "emergency"), Status::Missing | Status::Unclear), "{back}");
    }
    let again = "Emergencies go to the on-call engineer, who pages the incident manager.";
    assert_eq!(status(&run(&format!("{start} Please ignore the previous sentence.\n\n{again}\n")), "emergency"), Status::Answered);
}

#[test]
fn a_new_ase_is_no_new_ticket() {
    let text = "ASE: to be named, EMEA.\n\nLukas's tickets were split between Ola and me, keep them with us also when a new ASE comes.\n";
    assert_eq!(status(&run(text), "pre-existing"), Status::Answered);
}

#[test]
fn what_is_remembered_of_other_notes_changes_no_verdict() {
    let texts = [
        format!("{HANDBOOK}{EMERGENCY}"),
        HANDBOOK.replace("Jill", "Amara").replace("AMER", "EMEA"),
        "ASE: Kim Lee\nRegion: APAC\nPTO: ask Bo\nOld tickets: stay\n".to_owned(),
        "Kim Lee is the ASE. PTO: ask Bo. Old tickets: stay.".to_owned(),
    ];
    let verdicts = |text: &str| run(text).verdicts.into_iter().map(|v| (v.question, v.status, v.evidence, v.why.score)).collect::<Vec<_>>();
    // A thread of its own has seen nothing yet.
    let fresh = |text: &str| std::thread::scope(|scope| scope.spawn(|| verdicts(text)).join().expect("a verdict"));
    for text in texts.iter().chain(&texts) {
        assert_eq!(verdicts(text), fresh(text), "{text}");
    }
}

#[test]
fn the_scores_of_one_catalogue_are_not_those_of_another() {
    let text = format!("{HANDBOOK}{EMERGENCY}");
    let before = run(&text).verdicts;
    let rules_alone = Catalogue::with_model(super::model::Model::empty());
    let other = judge(&text, &rules_alone).verdicts;
    assert!(other.iter().all(|v| v.why.score.is_none()));
    assert_eq!(run(&text).verdicts.iter().map(|v| v.why.score).collect::<Vec<_>>(), before.iter().map(|v| v.why.score).collect::<Vec<_>>());
}

#[test]
fn notes_that_are_judged_together_are_judged_as_each_by_itself() {
    let texts = [
        format!("{HANDBOOK}{EMERGENCY}"),
        String::new(),
        HANDBOOK.replace("Jill", "Amara"),
        "ASE: Kim Lee\nRegion: APAC\nPTO: ask Bo\n".to_owned(),
        HANDBOOK.to_owned(),
    ];
    let together = judge_all(texts.iter().map(|text| Prose::read(text)).collect(), Catalogue::builtin());
    assert_eq!(together.len(), texts.len());
    for (text, judgement) in texts.iter().zip(together) {
        assert_eq!(format!("{judgement:?}"), format!("{:?}", run(text)), "{text}");
    }
}

#[test]
fn around_the_names_no_phrase_is_overlooked() {
    let catalogue = Catalogue::builtin();
    for text in [
        format!("{HANDBOOK}{EMERGENCY}"),
        "Kim Lee is out of office on Fridays. While Kim is away ask Bo Reyes. Lima: Ana takes the tickets of Acme Ltd from there.".to_owned(),
        "@kim-lee, the ASE for Bow Valley Labs, sits in Porto. Kim, Bo and Ana answer. In Oslo nobody does.".to_owned(),
    ] {
        let reading = Reading::new(&text, catalogue);
        let mut again = reading.tokens.clone();
        tokens::classify(&mut again, &catalogue.lexicon);
        let classes = |tokens: &[tokens::Token]| tokens.iter().map(|t| t.classes).collect::<Vec<_>>();
        assert_eq!(classes(&again), classes(&reading.tokens), "{text}");
    }
}
