//! What `ase-lint new` was given: each option by itself, refused where nothing right can come of it.

use crate::cli::Error;
use crate::cli::args::NewArgs;
use crate::document::call::parts::is_answer;
use crate::document::region;
use crate::rules::words::{code, is_invisible, nearest};

/// Longer values are no names of anything.
const MOST: usize = 255;
const REGIONS: [&str; 6] = ["AMER", "AMER-E", "AMER-C", "AMER-W", "EMEA", "APAC"];

/// Refuses values that are empty, open, hidden or too long, and regions that Support does not have.
pub fn check(args: &NewArgs) -> Result<(), Error> {
    for (option, value) in [
        ("--account", &args.account),
        ("--ase", &args.ase),
        ("--region", &args.region),
        ("--org-name", &args.org_name),
        ("--salesforce-id", &args.salesforce_id),
        ("--purpose", &args.purpose),
    ] {
        let Some(value) = value else { continue };
        if let Some(fault) = fault(value) {
            return Err(Error::Usage(format!("{option} {fault}")));
        }
    }
    args.region.as_deref().map_or(Ok(()), |region| check_region(region.trim()))
}

fn fault(value: &str) -> Option<String> {
    if value.trim().is_empty() {
        return Some("is empty".to_owned());
    }
    if let Some(hidden) = value.chars().find(|c| (c.is_control() && !c.is_whitespace()) || is_invisible(*c)) {
        return Some(format!("has the character U+{:04X}, which nobody sees", u32::from(hidden)));
    }
    let length = value.chars().count();
    if length > MOST {
        return Some(format!("has {length} characters, more than {MOST}"));
    }
    (!is_answer(value)).then(|| format!("is {}, which says nothing", code(value)))
}

fn check_region(region: &str) -> Result<(), Error> {
    if REGIONS.contains(&region) {
        return Ok(());
    }
    let meant = match region::all_in(region).as_slice() {
        [one] => Some(one.part.map_or_else(|| one.name.to_owned(), |part| format!("{}-{part}", one.name))),
        _ => nearest(region, REGIONS).map(str::to_owned),
    };
    let hint = meant.map_or_else(|| format!("write {}", REGIONS.join(", ")), |meant| format!("did you mean {}?", code(&meant)));
    Err(Error::Usage(format!("--region is {}, which is no region of Support's ASEs: {hint}", code(region))))
}
