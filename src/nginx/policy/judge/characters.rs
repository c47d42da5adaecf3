//! Characters that look like others, in values that nginx takes as they are.

use super::{Case, Found};
use crate::{finding, rule_table};

pub(super) fn judge(case: &Case<'_, '_>, found: &mut Found<'_, '_>) {
    for statement in case.tree.statements() {
        // In straight quotes they are text.
        let bare = statement.directive.arguments().filter(|word| !word.is_quoted());
        let texts = bare.filter(|word| !word.value().is_ascii()).map(|word| String::from_utf8_lossy(word.value()));
        for text in texts {
            let Some((letter, plain)) = LOOK_ALIKES.iter().find(|(letter, _)| text.contains(*letter)) else { continue };
            let code = format!("U+{:04X}", u32::from(*letter));
            let directive = statement.name();
            found.add(&statement, finding!(LOOK_ALIKE { directive, letter: letter.to_string(), code, plain: *plain }));
            break;
        }
    }
}

/// What a keyboard or a word processor puts in the place of an ASCII character.
const LOOK_ALIKES: &[(char, &str)] = &[
    ('\u{201c}', "\""),
    ('\u{201d}', "\""),
    ('\u{2018}', "'"),
    ('\u{2019}', "'"),
    ('\u{00a0}', "a space"),
    ('\u{3000}', "a space"),
    ('\u{200b}', "nothing"),
    ('\u{200d}', "nothing"),
    ('\u{feff}', "nothing"),
    ('\u{ff1a}', ":"),
    ('\u{ff1b}', ";"),
    ('\u{ff08}', "("),
    ('\u{ff09}', ")"),
    ('\u{ff0c}', ","),
    ('\u{ff0f}', "/"),
    ('\u{ff04}', "$"),
];

rule_table! {
    /// What this file judges, by id.
    pub(in crate::nginx::policy) RULES

    LOOK_ALIKE: Warning "nginx/look-alike" { directive, letter, code, plain }
        source "checked on nginx 1.22.1: `Connection “upgrade”` is sent with the curly quotes"
        example "proxy_set_header Connection “upgrade”;"
        what "a value holds a character that only looks like the one that is meant" / "值中含有只是外形相似的字符"
        why "nginx takes it as a part of the value: a header goes out with curly quotes around it, and the app does not know it"
          / "nginx 会把它当作值的一部分：发出的头带有弯引号，应用无法识别"
        fix "type the character on an English keyboard" / "请切换到英文键盘输入该字符"
        help "write {plain} instead of {letter} ({code})" / "请用 {plain} 代替 {letter}（{code}）"
        message "a value of `{directive}` holds {letter} ({code}), which to nginx is no quote and no punctuation"
              / "`{directive}` 的值含有 {letter}（{code}），nginx 不会把它当作引号或标点"
}
