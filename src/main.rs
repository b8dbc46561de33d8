//! dev
use lisbon::{engine, outcome, random::RunSeed, scenario};
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let scenario = match scenario::parse(&args[1], &mut |p| {
        std::fs::read_to_string(p).map_err(|e| e.to_string())
    }) {
        Ok(s) => s,
        Err(f) => {
            println!("{f}");
            return;
        }
    };
    println!("{} threats", scenario.threats.len());
    let n: u64 = args.get(2).map_or(1, |a| a.parse().unwrap());
    for a in &scenario.architectures {
        let t = std::time::Instant::now();
        let mut last = None;
        let mut leak = 0.0;
        let mut fired = 0.0;
        let mut wasted = 0.0;
        let mut warn = 0.0;
        let mut firm = 0.0;
        for run in 0..n {
            let j = engine::play(
                &scenario,
                a,
                RunSeed {
                    seed: scenario.seed,
                    run,
                },
            );
            let o = outcome::judge(&scenario, &j);
            leak += o.overall.leakage;
            fired += o.overall.interceptors_fired;
            wasted += o.overall.interceptors_wasted;
            warn += o.overall.warning_time_s;
            firm += o.overall.firm_track_time_s;
            last = Some((j, o));
        }
        let k = n as f64;
        println!(
            "{}: {:.1} ms/run leak {:.3} fired {:.2} wasted {:.2} warn {:.0} firm {:.0}",
            a.name,
            t.elapsed().as_secs_f64() * 1e3 / k,
            leak / k,
            fired / k,
            wasted / k,
            warn / k,
            firm / k
        );
        if args.len() > 3 && args[3] == a.name {
            let (j, o) = last.unwrap();
            for (t, e) in &j.events {
                if !format!("{e:?}").starts_with("Sent")
                    && !format!("{e:?}").starts_with("Received")
                {
                    println!("{t:.1} {e:?}");
                }
            }
            println!("plots {} {o:#?} {:?}", j.plots.len(), j.traffic);
        }
    }
}
