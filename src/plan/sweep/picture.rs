//! Sweeps as pictures.

use super::{Point, Sweep};
use crate::diagnostic::Language;
use crate::plan::size::Dimension;
use crate::plan::unit::Permille;

impl Sweep {
    /// A picture in SVG: the use of each dimension over the values, 100 % as a line across, and a dashed line where another
    /// plan begins. Words are in `language`; nothing in it is loaded from elsewhere.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::app::{Billing, EnvironmentKind, Policy};
    /// use cloudapp::diagnostic::Language;
    /// use cloudapp::plan::{self, Catalogue, Range, Workload};
    ///
    /// let range = Range { field: "memory_mib_per_instance", from: 500, to: 4_000, steps: 8 };
    /// let (environment, billing, catalogue) = (EnvironmentKind::Production, Billing::Prepaid, Catalogue::documented());
    /// let (workload, policy, at) = (Workload::default(), Policy::default(), "2026-12-01".parse()?);
    /// let sweep = plan::sweep(&workload, range, environment, billing, &catalogue, &policy, at)?;
    /// assert!(sweep.svg(Language::English).starts_with("<svg xmlns="));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn svg(&self, language: Language) -> String {
        let mut lines = vec![
            format!(
                r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">"#
            ),
            format!(r#"<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>"#),
        ];
        for percent in [0, 50, 100, 150] {
            let y = y(percent * 10);
            let colour = if percent == 100 { "#c00" } else { "#ddd" };
            lines.push(format!(r#"<line x1="{LEFT}" y1="{y}" x2="{RIGHT}" y2="{y}" stroke="{colour}"/>"#));
            lines.push(format!(r#"<text x="{}" y="{}" text-anchor="end">{percent} %</text>"#, LEFT - 6, y + 4));
        }
        for (point, row) in self.changes().zip(0..) {
            let x = self.x(point);
            lines.push(format!(
                r##"<line x1="{x}" y1="{TOP}" x2="{x}" y2="{BOTTOM}" stroke="#888" stroke-dasharray="4 3"/>"##
            ));
            // Neighbours are a line apart, so that their words do not cover each other.
            let words_y = 16 + row % 4 * 14;
            let words = escaped(&point.plan.headline(language));
            lines.push(format!(r#"<text x="{}" y="{words_y}">{}: {words}</text>"#, x + 3, point.value));
        }
        for (dimension, row) in self.dimensions().into_iter().zip(0..) {
            let colour = COLOURS.get(row % COLOURS.len()).copied().unwrap_or_default();
            for points in self.courses(dimension) {
                lines.push(format!(r#"<polyline fill="none" stroke="{colour}" stroke-width="2" points="{points}"/>"#));
            }
            let (column, row) = (row % 3, row / 3);
            let (x, y) = (LEFT + column * 290, BOTTOM + 44 + row * 16);
            lines.push(format!(r#"<rect x="{x}" y="{}" width="14" height="4" fill="{colour}"/>"#, y - 6));
            lines.push(format!(r#"<text x="{}" y="{y}">{}</text>"#, x + 20, escaped(dimension.subject(language))));
        }
        for point in self.points.first().into_iter().chain(self.points.last()) {
            let x = self.x(point);
            lines.push(format!(r#"<text x="{x}" y="{}" text-anchor="middle">{}</text>"#, BOTTOM + 18, point.value));
        }
        let (x, y) = (usize::midpoint(LEFT, RIGHT), BOTTOM + 18);
        lines.push(format!(r#"<text x="{x}" y="{y}" text-anchor="middle">{}</text>"#, escaped(&self.field)));
        lines.push("</svg>".to_owned());
        lines.join("\n") + "\n"
    }

    /// Every dimension that has a use somewhere, in order.
    fn dimensions(&self) -> Vec<Dimension> {
        let has = |dimension: &&Dimension| self.points.iter().any(|point| used(point, **dimension).is_some());
        Dimension::ALL.iter().filter(has).copied().collect()
    }

    /// Points of a dimension, a line for each plan: from one to the next its limit changes at once.
    fn courses(&self, dimension: Dimension) -> Vec<String> {
        let same = |one: &Point, other: &Point| one.plan == other.plan;
        let course = |points: &[Point]| {
            let places = points.iter().filter_map(|point| {
                let Permille(permille) = used(point, dimension)?;
                Some(format!("{},{}", self.x(point), y(permille)))
            });
            places.collect::<Vec<_>>().join(" ")
        };
        self.points.chunk_by(same).map(course).filter(|places| !places.is_empty()).collect()
    }

    fn x(&self, point: &Point) -> usize {
        let ends = self.points.first().zip(self.points.last()).map(|(first, last)| (first.value, last.value));
        let (from, to) = ends.unwrap_or_default();
        let span = u128::from(to.abs_diff(from)).max(1);
        let way = u128::from(point.value.abs_diff(from)) * PLOT_WIDTH / span;
        LEFT + usize::try_from(way).unwrap_or_default()
    }
}

fn used(point: &Point, dimension: Dimension) -> Option<Permille> {
    point.utilisation.iter().find(|(other, _)| *other == dimension).map(|(_, used)| *used)
}

/// What is beyond the top is drawn at the top.
fn y(permille: u64) -> usize {
    let height = usize::try_from(permille.min(MOST_PERMILLE)).unwrap_or_default();
    BOTTOM - height * (BOTTOM - TOP) / 1_500
}

fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

const WIDTH: usize = 960;
const HEIGHT: usize = 560;
const LEFT: usize = 60;
const RIGHT: usize = 930;
/// From `LEFT` to `RIGHT`.
const PLOT_WIDTH: u128 = 870;
const TOP: usize = 70;
const BOTTOM: usize = 400;
const MOST_PERMILLE: u64 = 1_500;
/// Told apart by people who do not see all colours (Okabe and Ito), then darker ones.
const COLOURS: &[&str] = &[
    "#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9", "#000000", "#7f7f00", "#5b2a86", "#7a3b00",
    "#004d40", "#b00050",
];
