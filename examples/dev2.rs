//! dev
#[path = "../tests/it/common.rs"]
mod common;
use common::*;
use lisbon::monte_carlo::runner::{Campaign, Nobody};
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let scenario = shipped(&a[1]);
    let n: u64 = a[2].parse().unwrap();
    let t = Campaign { scenario: &scenario, architectures: (0..scenario.architectures.len()).collect(), seed: scenario.seed, runs: 0..n }.play(&Nobody);
    print!("{:28}", "");
    for x in t.architectures() { print!("{:>24}", x.name); }
    println!();
    for (i, f) in t.figures.iter().enumerate() {
        print!("{:28}", f.name);
        for x in t.architectures() { let e = x.estimates[i]; print!("{:>24}", format!("{:.3} [{:.3},{:.3}]", e.mean, e.interval.low, e.interval.high)); }
        println!();
    }
    if a.len() > 3 {
        use lisbon::scenario::identity::*;
        for arch in 0..scenario.architectures.len() {
            let j = journal(&scenario, arch, 0);
            let s = lisbon::outcome::sight::Sights::of(&scenario, &j);
            let f = lisbon::outcome::fates(&scenario, &j);
            println!("{}", scenario.architectures[arch].name);
            for (i, t) in scenario.threats.iter().enumerate() {
                let id = ThreatId(i as u16);
                print!("  {:10} {:18} imp {:.0} leak {}", t.name, scenario.assets[t.aim.index()].name, f[i].unwrap().impact_s, f[i].unwrap().leaked_into.is_some());
                for sy in 0..2 { print!(" | {:?} {:?}", s.first_known_s(SystemId(sy), id).map(|x| x as i32), s.first_firm_s(SystemId(sy), id).map(|x| x as i32)); }
                println!();
            }
        }
    }
}
