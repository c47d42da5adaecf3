//! Profile expressions: `prod`, `!test`, `(prod | stage) & cloud`.

/// Whether one of several expressions, separated by commas, holds for the active profiles. `None` when one is malformed,
/// which Spring refuses.
pub(super) fn any_holds(expressions: &str, active: &[String]) -> Option<bool> {
    let mut any = false;
    for expression in expressions.split(',').map(str::trim).filter(|expression| !expression.is_empty()) {
        any |= holds(expression, active)?;
    }
    Some(any)
}

/// Evaluates one expression: `!`, `&`, `|` and parentheses, where `&` and `|` may only meet with parentheses between.
fn holds(expression: &str, active: &[String]) -> Option<bool> {
    let mut levels = vec![Level::default()];
    let mut name = String::new();
    for character in expression.chars().chain(std::iter::once(' ')) {
        let is_name = !matches!(character, '(' | ')' | '&' | '|' | '!') && !character.is_whitespace();
        if is_name {
            name.push(character);
            continue;
        }
        if !name.is_empty() {
            let is_active = active.contains(&name);
            levels.last_mut()?.operand(is_active)?;
            name.clear();
        }
        match character {
            '(' => levels.push(Level::default()),
            ')' => {
                let value = levels.pop()?.value?;
                levels.last_mut()?.operand(value)?;
            }
            '!' => levels.last_mut()?.negated ^= true,
            '&' | '|' => levels.last_mut()?.operator(character)?,
            _ => {}
        }
    }
    let root = levels.pop()?;
    if levels.is_empty() && !root.waiting && !root.negated { root.value } else { None }
}

/// What is between two parentheses.
#[derive(Default)]
struct Level {
    value: Option<bool>,
    operator: Option<char>,
    waiting: bool,
    negated: bool,
}

impl Level {
    fn operand(&mut self, value: bool) -> Option<()> {
        let value = value ^ std::mem::take(&mut self.negated);
        self.value = Some(match (self.value, std::mem::take(&mut self.waiting), self.operator) {
            (None, false, _) => value,
            (Some(before), true, Some('&')) => before && value,
            (Some(before), true, Some('|')) => before || value,
            _ => return None,
        });
        Some(())
    }

    fn operator(&mut self, operator: char) -> Option<()> {
        // `ProfilesParser`: "Malformed profile expression" when `&` and `|` meet without parentheses.
        let fits = self.value.is_some() && !self.waiting && self.operator.is_none_or(|before| before == operator);
        self.operator = Some(operator);
        self.waiting = true;
        fits.then_some(())
    }
}
