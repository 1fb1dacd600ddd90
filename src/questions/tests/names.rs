//! Who is a name, and who the ASE.

use super::*;

#[test]
fn the_given_names_are_told_apart_and_each_stands_once() {
    let lines: Vec<(&str, Option<&str>)> = include_str!("../given.txt").lines().map(|l| l.split_once('\t').map_or((l, None), |(n, k)| (n, Some(k)))).collect();
    assert!(lines.windows(2).all(|w| w[0].0 < w[1].0));
    assert!(lines.iter().all(|(name, kind)| !name.is_empty() && matches!(kind, None | Some("word" | "shared" | "place" | "rare"))));
}

#[test]
fn names_that_are_words_too_are_names() {
    for name in [
        "Bob Brown",
        "James Hall",
        "Sam Field",
        "Tim Young",
        "Nina Frost",
        "Rose Green",
        "Will Young",
        "Mark Hall",
        "Dan Wood",
        "Ed West",
        "Sue Bell",
        "Ming Hall",
        "Jan Novak",
    ] {
        for text in [
            format!("ASE: {name} (EMEA)"),
            format!("The ASE is {name}."),
            format!("{name} has been assigned as their ASE since March; new cases are for {name}."),
        ] {
            let j = run(&text);
            assert_eq!(status(&j, "ase"), Status::Answered, "{text}");
            assert_eq!(j.ase_names.iter().map(|n| n.text.as_str()).collect::<Vec<_>>(), [name], "{text}");
        }
    }
    // It looks like a bank's, but stands where a person must.
    assert_eq!(status(&run("The ASE is Sue Banks."), "ase"), Status::Answered);
}

#[test]
fn names_are_seen_in_shouted_and_in_quiet_notes() {
    for text in [
        "ASE IS TOMI ADELEYE, REGION EMEA.\nWHEN ADELEYE IS ON LEAVE GIVE ALL TO RABIA HASAN.",
        "ase is tomi adeleye, region emea.\nwhen tomi is on leave give all to rabia.",
    ] {
        let j = run(text);
        assert_eq!(status(&j, "ase"), Status::Answered, "{text}");
        assert_eq!(status(&j, "unavailable"), Status::Answered, "{text}");
    }
}

#[test]
fn names_written_small_beside_the_role_are_names() {
    for (text, name) in [
        ("ase: zorbek (chennai)\nOld ones: leave them.\nNights: answer and keep zorbek.", "zorbek"),
        ("ASE = zorbek\nOld ones: leave them.", "zorbek"),
        ("ase: zorbek halim\nOld ones: leave them.", "zorbek halim"),
        ("ase: t. zorbek\nOld ones: leave them.", "t. zorbek"),
        ("ASE - zorbek halim\nOld ones: leave them.", "zorbek halim"),
        ("The ASE here is kofi, from Accra.\nOld ones: leave them.", "kofi"),
        ("ASE: D. Okonkwo, Lagos\nOld ones: leave them.", "D. Okonkwo"),
        ("Silke Berg looks after their tickets as the ASE.\nOld ones: leave them.", "Silke Berg"),
        ("ASE: d.okonkwo\nOld ones: leave them.", "d.okonkwo"),
    ] {
        let j = run(text);
        assert_eq!(status(&j, "ase"), Status::Answered, "{text}");
        assert_eq!(j.ase_names.iter().map(|n| n.text.as_str()).collect::<Vec<_>>(), [name], "{text}");
    }
    let reading = Reading::new("ASE: flummoxed by all this.\nOld ones: leave them.", Catalogue::builtin());
    assert!(reading.people.is_empty(), "{:?}", reading.people);
    for text in ["ase: pending\nOld ones: leave them.", "ASE: tbd\nOld ones: leave them.", "The ase is grumpy today.\nOld ones: leave them."] {
        assert!(matches!(status(&run(text), "ase"), Status::Missing | Status::Unclear), "{text}");
    }
}

#[test]
fn somebody_may_be_called_like_a_place() {
    for text in [
        "The ASE is Florence. She sits in EMEA.",
        "The ASE of Acme is Savannah, in the team EMEA.",
        "- ASE: Charlotte\n- Region: EMEA",
        "Sydney is our ASE and works in EMEA. New tickets go to Sydney.",
        "Our ASE, Milan, is in EMEA.",
        "Austin's the ASE here, EMEA.",
        "The ASE is Encarnación. She is in EMEA.",
    ] {
        let j = run(text);
        assert_eq!(status(&j, "ase"), Status::Answered, "{text}");
        assert_eq!(j.ase_names.len(), 1, "{text}");
    }
    for name in ["Bill", "Mark", "Will", "Chase", "Frank", "Grant", "Hope", "Guy", "Pat", "Rich", "Young", "Song", "April", "June", "Angel", "田中", "김민수"]
    {
        for text in [format!("{name} is the ASE for Acme Corp and sits in EMEA."), format!("- ASE: {name}\n- Region: EMEA"), format!("The ASE is {name}.")] {
            let j = run(&text);
            assert_eq!(status(&j, "ase"), Status::Answered, "{text}");
            assert_eq!(j.ase_names.iter().map(|n| n.text.as_str()).collect::<Vec<_>>(), [name], "{text}");
        }
    }
    for text in [
        "ASE: Will be named in May.",
        "June is the month when the ASE leaves.",
        "ASE: Mark as vacant",
        "ASE: Grant pending",
        "ASE: Berlin",
        "The ASE's home is Florence.",
        "The ASE is Paris-based.",
        "Florence is the ASE's home.",
        "In Sydney is the ASE's desk.",
    ] {
        assert!(run(text).ase_names.is_empty(), "{text}: {:?}", run(text).ase_names);
    }
}

#[test]
fn the_ase_is_who_the_sentence_makes_one_and_nobody_beside_them() {
    let named = |text: &str| run(text).ase_names.into_iter().map(|n| n.text).collect::<Vec<_>>();
    for (text, name) in [
        ("Amelia Thornton is the ASE. If she has PTO, Jack Riley takes care of her tickets.", "Amelia Thornton"),
        ("Amelia Thornton is the ASE and lives in Berlin. Jack Riley is the backup ASE.", "Amelia Thornton"),
        ("The ASE for Polaris is Erik Johansen (EMEA). Tickets without a response from Erik may be answered by anyone.", "Erik Johansen"),
        ("Hyun-woo Park is the APAC ASE for Polaris.", "Hyun-woo Park"),
        ("Gabrielle St. Clair is the ASE.", "Gabrielle St. Clair"),
        ("Julie Dubois handed the ASE role over to Amit Patel.", "Amit Patel"),
        ("Julie Dubois was the ASE until May; Amit Patel is the ASE now.", "Amit Patel"),
        ("Amit Patel took over from Julie Dubois as ASE in May.", "Amit Patel"),
    ] {
        assert_eq!(named(text), [name], "{text}");
    }
}

#[test]
fn a_place_of_the_customer_is_no_region_of_the_ase() {
    for text in [
        "Jill Marsh is the ASE for Brookfield Dairy, a customer in EMEA.",
        "Jill Marsh is the ASE for Tamar Shipping (EMEA customer).",
        "Jill Marsh is the ASE for Mizuho Parts, headquartered in Tokyo.",
        "Isar Optics, located in Munich, has an ASE: Jill Marsh.",
        "Jill Marsh is the ASE, not in EMEA.",
        "Jill Marsh is the ASE. She reports to the EMEA manager.",
    ] {
        assert_ne!(status(&run(text), "region"), Status::Answered, "{text}");
    }
    for text in [
        "Jill Marsh is the EMEA ASE for Mizuho Parts, a customer in Tokyo.",
        "Jill Marsh, based in Leeds, is the ASE for Mizuho Parts, headquartered in Tokyo.",
        "The customer has an ASE, Jill Marsh, located in Toronto.",
        "Company-A has an ASE in APAC: Jill Marsh.",
        "Jill Marsh works from the Munich office and is the ASE for Isar Optics.",
    ] {
        assert_eq!(status(&run(text), "region"), Status::Answered, "{text}");
    }
}

#[test]
fn only_the_places_of_the_ase_are_held_against_the_account_table() {
    for text in [
        "Jill Marsh, based in Leeds, is the ASE for Mizuho Parts (APAC customer).",
        "Jill Marsh, based in Leeds, is the ASE for Mizuho Parts, headquartered in Tokyo.",
    ] {
        let regions = run(text).regions;
        assert_eq!(regions.iter().map(|n| n.text.as_str()).collect::<Vec<_>>(), ["Leeds"], "{text}");
    }
}
