//! What no single value can show: names that refer to something, numbers that fit each other.
//!
//! A rule is a function that looks at the merged tree and adds a fault for each place that breaks
//! it. Values that are missing or faulty are passed over: they are reported already. To add a rule,
//! write it in the file it belongs to, and name it in one of the two lists below.

mod architectures;
mod links;
mod names;
mod raids;
mod references;
mod satellites;
mod systems;
mod territories;
mod timing;
mod types;

use crate::scenario::error::Faults;
use crate::scenario::read::tree::{Extent, Node};

pub use raids::{MAX_OBJECTS, MAX_THREATS};
pub use systems::MAX_SYSTEMS;
pub(crate) use timing::multiples_around;

type Rule = fn(&Node, &mut Faults);

/// Rules about what is written.
const RULES: [Rule; 42] = [
    names::are_unique,
    names::are_well_formed,
    references::links_join_two_systems,
    links::queues_are_whole,
    links::spans_rise,
    links::noise_is_declared,
    links::sensors_are_the_senders,
    links::areas_are_polygons,
    satellites::place_is_given_once,
    satellites::times_rise,
    satellites::tables_cover_the_run,
    satellites::rows_are_above_the_air,
    satellites::rows_are_near_each_other,
    systems::confirmation_is_possible,
    systems::doctrine_is_one,
    systems::boosters_are_known,
    systems::payloads_can_be_told,
    territories::are_polygons,
    raids::are_not_too_many,
    raids::objects_are_not_too_many,
    raids::launch_before_the_end,
    raids::assets_are_worth_something,
    types::name_their_sources,
    types::limits_are_in_order,
    types::range_rates_are_whole,
    types::dwells_are_in_order,
    types::fences_are_in_view,
    types::stages_are_given_one_way,
    timing::types_fit_the_step,
    timing::systems_fit_the_step,
    timing::exchanges_fit_the_step,
    architectures::exchanges_are_complete,
    architectures::plots_are_launched_on,
    architectures::sector_keys_need_sectors,
    architectures::consultations_are_complete,
    architectures::support_is_pre_planned,
    references::trust_is_given_once,
    architectures::support_needs_a_status,
    architectures::support_is_for_territories,
    references::trust_needs_a_partner,
    architectures::one_assignment_needs_best_shot,
    architectures::sectors_are_drawn,
];

/// Rules about what is not there; where a file is missing or broken, nobody can say.
const RULES_OF_WHOLE_FILES: [Rule; 4] = [
    references::are_known,
    links::sensors_are_known,
    satellites::place_is_given,
    architectures::are_given,
];

/// Checks the merged files.
pub(crate) fn check(root: &Node, extent: Extent, faults: &mut Faults) {
    let of_whole_files = RULES_OF_WHOLE_FILES.iter();
    let of_whole_files = of_whole_files.filter(|_| extent == Extent::Whole);
    for rule in RULES.iter().chain(of_whole_files) {
        if !faults.is_full() {
            rule(root, faults);
        }
    }
}

/// `scenario.toml:12`, where a value is written.
fn place(node: &Node, faults: &Faults) -> String {
    let place = faults.place(&node.fault("", ""));
    let line = place.rsplit_once(':').map(|(line, _)| line.to_owned());
    line.unwrap_or(place)
}
