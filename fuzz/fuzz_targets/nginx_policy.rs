//! No text makes the policy panic, for any environment; what the platform generated is refused for nothing; each port of
//! an accepted configuration has one default server.
#![no_main]

use cloudapp::app::{DomainName, Framework, NginxVersion, TlsEnd};
use cloudapp::diagnostic::{Findings, Levels, Location, Report};
use cloudapp::nginx::policy::{Contract, Origin, explain};
use cloudapp::nginx::{Check, Config, Target};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let config = Config::parse(text);
    let levels = Levels::default();
    let domain: DomainName = "www.example.com".parse().unwrap();
    for version in [NginxVersion::new(1, 22, 1), NginxVersion::new(1, 31, 5)] {
        let mut findings = Findings::new(&levels);
        let accepted = Check::new(&Target::of(version)).run(&config, &mut findings).is_none();
        for framework in Framework::ALL {
            let contracts = [
                Contract::test(*framework),
                Contract::production(*framework, TlsEnd::Nginx),
                Contract::production(*framework, TlsEnd::LoadBalancer),
            ];
            for contract in contracts {
                let contract = contract.on_nginx(version);
                let user = report(&contract, &config, &levels);
                let platform = report(&contract.from(Origin::Platform), &config, &levels);
                assert!(!platform.has_errors());
                assert_eq!(user.diagnostics().len(), platform.diagnostics().len());
            }
            if !accepted {
                break;
            }
        }
        let explanations = explain(&config, None);
        let ports = |defaults: bool| {
            let explained = explanations.iter().filter(|explained| explained.default || !defaults);
            explained.map(|explained| explained.port).collect::<Vec<_>>()
        };
        let mut all = ports(false);
        all.dedup();
        assert_eq!(ports(true), all);
        assert_eq!(explain(&config, Some(&domain)).len(), all.len());
    }
});

fn report(contract: &Contract, config: &Config, levels: &Levels) -> Report {
    let mut findings = Findings::new(levels);
    contract.run(config, &Location::input(), &mut findings);
    findings.finish()
}
