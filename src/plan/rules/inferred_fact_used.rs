//! A number that follows from documents which do not say it.

use crate::diagnostic::rule;

rule! {
    /// A number that follows from documents which do not say it.
    pub struct InferredFactUsed {
        /// The entry of the catalogue.
        pub entry: &'static str,
        /// Its value.
        pub value: String,
        /// What it follows from.
        pub source: String,
    }
    id: "plan/inferred-fact-used",
    severity: Info,
    source: "catalogue: facts whose basis is `inferred`",
    example: "the class of the standard tier's database",
    english: {
        what: "the plan rests on a fact that no document states",
        why: "when the platform chose differently, the limit is another one",
        fix: "look the value up in the console and state it in the catalogue",
        message: "`{entry}` is inferred to be {value}, from: {source}",
        help: "state `{entry}` in the catalogue with its source",
    },
    chinese: {
        what: "方案依据了没有文档明言的事实",
        why: "若平台的选择不同，上限也就不同",
        fix: "请在控制台查看实际值，并写入资源目录",
        message: "`{entry}` 推断为 {value}，依据：{source}",
        help: "请在资源目录中填写 `{entry}` 及其来源",
    },
}
