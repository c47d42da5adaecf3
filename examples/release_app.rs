//! Builds an app's test environment: a command goes in, events and an effect come out, a report closes it.
#![allow(clippy::print_stdout, reason = "an example shows its result")]

use cloudapp::app::{Billing, EnvironmentKind, Framework, Policy, Tier, Timestamp};
use cloudapp::plan::{self, Plan};
use cloudapp::release::{App, AppNumber, Command, Input, Outcome};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (policy, environment, now) = (Policy::default(), EnvironmentKind::Test, Timestamp::UNIX_EPOCH);
    let (mut app, _created) = App::create(AppNumber::new(1), "todoapp".parse()?, Framework::NodeJs, None);

    let plan = plan::check(Plan::new(environment, Tier::Starter, Billing::Prepaid), &policy)?;
    let command = Input::Command { environment, seen: app.revision(), command: Command::Build(plan) };
    app.apply(&policy, now, command)?;
    let effects: Vec<_> = app.outstanding().collect();
    for effect in effects {
        println!("{}: to do: {}", app.environment(environment).status(), effect.action.as_str());
        app.apply(&policy, now, Input::Report { environment, effect: effect.id, outcome: Outcome::Done })?;
    }
    println!("{}", app.environment(environment).status());
    Ok(())
}
