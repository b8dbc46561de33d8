//! dev
#[path = "../tests/it/common.rs"]
mod common;
use common::*;
use lisbon::scenario::parts::DoctrineRule;
use lisbon::world::journal::Event;
fn main() {
    let which = std::env::args().nth(1).unwrap();
    if which == "perfect" {
        let mut scenario = shipped("southern-raid");
        perfect_radars(&mut scenario);
        for link in &mut scenario.links {
            (link.latency_s, link.jitter_s, link.loss) = (0.0, 0.0, 0.0);
        }
        each_interceptor(&mut scenario, |kind| {
            kind.kill_probability = 1.0;
            kind.reach_m = 50_000.0;
            kind.midcourse_mps = 5_000.0;
        });
        for unit in &mut scenario.fire_units {
            (unit.inventory, unit.channels) = (1000, 1000);
        }
        for system in &mut scenario.systems {
            system.command.assessment_error = 0.0;
        }
        let joint = named(&scenario, "joint");
        show(&scenario, joint, 0);
    } else {
        let (threats, shots, kill) = (3, 1, 0.8);
        let mut scenario = shipped("quickstart");
        first_system_alone(&mut scenario);
        perfect_radars(&mut scenario);
        each_interceptor(&mut scenario, |kind| {
            kind.kill_probability = kill;
            kind.reach_m = 50_000.0;
            kind.midcourse_mps = 5_000.0;
        });
        for unit in &mut scenario.fire_units {
            (unit.inventory, unit.channels) = (1000, 1000);
        }
        let command = &mut scenario.systems[0].command;
        (command.doctrine, command.shots) = (DoctrineRule::Salvo, shots);
        let model = scenario.threats[0].clone();
        scenario.threats.clear();
        for number in 0..threats {
            scenario.threats.push(lisbon::scenario::parts::Threat {
                name: format!("limit-{number}"),
                launch_s: 40.0 * number as f64,
                launch_time_error_s: 0.0,
                ..model.clone()
            });
        }
        for run in 0..200 {
            let o = outcome(&scenario, 0, run);
            if o.overall.interceptors_fired > 3.5 {
                println!("run {run}");
                show(&scenario, 0, run);
                break;
            }
        }
    }
}
fn show(s: &lisbon::scenario::parts::Scenario, a: usize, run: u64) {
    let j = journal(s, a, run);
    let sights = lisbon::outcome::sight::Sights::of(s, &j);
    for (t, e) in &j.events {
        match e {
            Event::Sent { .. } | Event::Received { .. } => {}
            Event::Confirmed { track, evidence } => println!(
                "{t:.1} Confirmed {:?} {:?} {:?}",
                track,
                sights.threat(*track),
                evidence
                    .serials()
                    .iter()
                    .map(|s| (
                        j.plots[*s as usize].sensor.0,
                        j.plots[*s as usize].tick,
                        j.plots[*s as usize].threat.map(|t| t.0)
                    ))
                    .collect::<Vec<_>>()
            ),
            _ => println!("{t:.1} {e:?}"),
        }
    }
}
