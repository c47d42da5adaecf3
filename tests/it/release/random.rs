//! Long random lives with more hosts and versions than can be explored whole.

use cloudapp::app::Strategy;
use cloudapp::release::{App, Event, History};
use proptest::prelude::*;

use super::checker::invariants;
use super::checker::world::{Config, Model, Move};

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn a_long_life_with_many_hosts_keeps_every_invariant_and_its_log_makes_the_same_state(
        hosts in 2_usize..=8,
        swaps in any::<bool>(),
        choices in prop::collection::vec(any::<u16>(), 1..400),
    ) {
        let strategy = if swaps { Strategy::Swap } else { Strategy::Rolling };
        let standard = Config::standard(strategy, 6, 40);
        let weights: &[u8] = &[0, 30, 100];
        let config = Config { hosts, most_hosts: 8, weights, pauses: true, recertifies: true, bills: true, ..standard };
        let model = Model::new(config);
        let mut node = model.start();
        let (_, created) = App::create(node.app.number(), node.app.name().clone(), node.app.framework(), None);
        let mut log = vec![created];
        for choice in choices {
            // Messages come last among the moves that do not misbehave: half of the time one of them arrives.
            let mut moves = model.moves(&node);
            if choice % 2 == 0 && moves.iter().any(Move::is_system) {
                moves.retain(Move::is_system);
            }
            let action = &moves[usize::from(choice / 2) % moves.len()];
            let Some(mut step) = model.step(&node, action) else { continue };
            let mut broken = Vec::new();
            invariants::of_move(&model, &node, action, &mut step, &mut broken);
            invariants::of_state(&model, &step.node, &mut broken);
            prop_assert!(broken.is_empty(), "{broken:?} by {action:?} from {node:#?}");
            log.append(&mut step.events);
            node = step.node;
        }
        let lines: Vec<String> = log.iter().map(|event| serde_json::to_string(event).unwrap()).collect();
        let read: Vec<Event> = lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
        prop_assert_eq!(&read, &log);
        prop_assert_eq!(&App::replay(&read).unwrap(), &node.app);
        prop_assert_eq!(&App::from_snapshot(&node.app.to_snapshot()).unwrap(), &node.app);
        let mut history = History::default();
        for event in &read {
            history.record(event);
        }
        let open = |kind| history.of(kind).orders.iter().filter(|order| order.status.is_open()).count();
        let active = model.environment(&node).machine().is_some_and(|machine| machine.order().is_some());
        prop_assert_eq!(open(model.config.kind), usize::from(active));
    }

    #[test]
    fn events_that_do_not_fit_together_make_some_state_and_no_panic(order in prop::collection::vec(any::<u16>(), 0..200)) {
        let samples: Vec<Event> = SAMPLES.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let mut events = vec![samples[0].clone()];
        events.extend(order.iter().map(|index| samples[usize::from(*index) % samples.len()].clone()));
        let app = App::replay(&events).unwrap();
        let restored = App::from_snapshot(&app.to_snapshot()).unwrap();
        prop_assert_eq!(restored, app);
    }
}

const SAMPLES: &str = include_str!("samples/events.jsonl");
