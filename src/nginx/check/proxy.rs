//! Directives of the modules that pass requests on: `proxy_*`, `fastcgi_*` and the like.

use super::address;
use super::blocks::{Blocks, slots};
use super::fault::{Fault, Kind, Outcome, duplicate, fault, parameter, said, says, text};
use super::number;
use super::script::{self, Variables};
use super::statement::Statement;
use crate::diagnostic::Sentence;
use crate::nginx::files::Files;

/// `proxy_bind` and the like: `ngx_http_upstream_bind_set_slot`.
pub(super) fn bind<'a>(statement: &Statement<'a, '_>, variables: &mut Variables<'a>) -> Outcome {
    let given = statement.value(1);
    let off = statement.values.len() == 2 && given == b"off";
    if !off && !variables.complex(statement, 1)? && !address::is_address(given) {
        return Err(fault!(Address at 1, "invalid address \"{given}\"" / "地址“{given}”无效"; given = text(given)));
    }
    match statement.values.get(2) {
        Some(given) if *given != b"transparent" => Err(parameter(given, 2)),
        _ => Ok(()),
    }
}

/// `off`, `on`, or a path with variables: `ngx_http_proxy_store`.
pub(super) fn store_path<'a>(statement: &Statement<'a, '_>, variables: &mut Variables<'a>) -> Outcome {
    if matches!(statement.value(1), b"on" | b"off") {
        return Ok(());
    }
    variables.complex(statement, 1).map(|_| ())
}

/// `ngx_http_file_cache_valid_set_slot`
pub(super) fn cache_valid(statement: &Statement<'_, '_>) -> Outcome {
    let last = statement.values.len() - 1;
    if number::seconds(statement.value(last)).is_none() {
        let words = said!("invalid time value \"{given}\"" / "时间“{given}”无效"; given = text(statement.value(last)));
        return Err(Fault::new(Kind::Value, words).at(last));
    }
    for word in 1..last {
        let given = statement.value(word);
        if given != b"any" && !number::number(given).is_some_and(|status| (100..=599).contains(&status)) {
            return Err(fault!(Value at word, "invalid status \"{given}\""
                / "状态码“{given}”无效"; given = text(given)));
        }
    }
    Ok(())
}

/// A file name split by a pattern of two groups: `ngx_http_fastcgi_split_path_info`.
pub(super) fn split_path_info(statement: &Statement<'_, '_>) -> Outcome {
    let given = statement.value(1);
    if script::plain_regex(given, 1)? == 2 {
        return Ok(());
    }
    Err(fault!(Regex at 1, "pattern \"{given}\" must have 2 captures"
        / "模式“{given}”必须有 2 个捕获"; given = text(given)))
}

/// `ngx_http_proxy_redirect`
pub(super) fn proxy_redirect<'a>(
    statement: &Statement<'a, '_>,
    variables: &mut Variables<'a>,
    blocks: &mut Blocks,
    files: &Files<'_>,
) -> Outcome {
    let one = statement.values.len() == 2;
    let given = statement.value(1);
    rewriting(statement, one && given == b"off", blocks)?;
    if !one {
        return replacement(statement, variables);
    }
    match given {
        b"off" => Ok(()),
        b"default" => {
            // The default is made from the URL that `proxy_pass` has left in the location.
            let pass = blocks.own(statement.frame.location, &slots("proxy_pass"));
            match pass {
                None => {
                    let words = Sentence::plain(
                        "\"proxy_redirect default\" should be placed after the \"proxy_pass\" directive",
                        "“proxy_redirect default”应写在“proxy_pass”指令之后",
                    );
                    Err(Fault::new(Kind::Conflict, words).at(1))
                }
                Some(place) if files.argument(place, 0).contains(&b'$') => {
                    let words = Sentence::plain(
                        "\"proxy_redirect default\" cannot be used with \"proxy_pass\" directive with variables",
                        "“proxy_pass”指令含有变量时不能使用“proxy_redirect default”",
                    );
                    Err(Fault::new(Kind::Conflict, words).at(1))
                }
                Some(_) => Ok(()),
            }
        }
        _ => Err(parameter(given, 1)),
    }
}

/// `proxy_cookie_domain`, `proxy_cookie_path` and `proxy_cookie_flags`
pub(super) fn proxy_cookie<'a>(
    statement: &Statement<'a, '_>,
    variables: &mut Variables<'a>,
    blocks: &mut Blocks,
) -> Outcome {
    let one = statement.values.len() == 2;
    let off = one && statement.value(1) == b"off";
    rewriting(statement, off, blocks)?;
    if off {
        return Ok(());
    }
    if one {
        return Err(parameter(statement.value(1), 1));
    }
    replacement(statement, variables)
}

/// A pattern, as a regular expression or as text, then what takes its place.
fn replacement<'a>(statement: &Statement<'a, '_>, variables: &mut Variables<'a>) -> Outcome {
    let domain = statement.name() == b"proxy_cookie_domain" || statement.name() == b"proxy_cookie_flags";
    match statement.value(1) {
        [b'~', b'*', pattern @ ..] if !domain => {
            variables.regex(statement, pattern, 1)?;
        }
        [b'~', pattern @ ..] => {
            variables.regex(statement, pattern, 1)?;
        }
        _ => {
            variables.complex(statement, 1)?;
        }
    }
    for word in 2..statement.values.len() {
        variables.complex(statement, word)?;
    }
    Ok(())
}

/// `off` excludes other values, of which there may be many.
fn rewriting(statement: &Statement<'_, '_>, off: bool, blocks: &mut Blocks) -> Outcome {
    let state = blocks.list_state(statement);
    let refused = state.off || off && state.values;
    if refused {
        return Err(duplicate(statement.name()));
    }
    blocks.set_list_state(statement, off);
    Ok(())
}

/// `ngx_http_mirror`
pub(super) fn mirror(statement: &Statement<'_, '_>, blocks: &mut Blocks) -> Outcome {
    rewriting(statement, statement.value(1) == b"off", blocks)
}

/// `ngx_http_v2_push`
pub(super) fn http2_push<'a>(
    statement: &Statement<'a, '_>,
    variables: &mut Variables<'a>,
    blocks: &mut Blocks,
) -> Outcome {
    let off = statement.value(1) == b"off";
    let state = blocks.list_state(statement);
    match (off, state.off, state.values) {
        (true, _, true) => {
            return Err(says(
                b"http2_push",
                said!("\"off\" parameter cannot be used with URI" / "的“off”参数不能与 URI 同用";),
            ));
        }
        (true, true, _) => return Err(says(b"http2_push", said!("is duplicate" / "重复";))),
        (false, true, _) => {
            return Err(says(
                b"http2_push",
                said!("URI cannot be used with \"off\" parameter" / "的 URI 不能与“off”参数同用";),
            ));
        }
        _ => {}
    }
    blocks.set_list_state(statement, off);
    if off { Ok(()) } else { variables.complex(statement, 1).map(|_| ()) }
}

/// `name value [if_not_empty]`: `ngx_http_upstream_param_set_slot`
pub(super) fn upstream_param(statement: &Statement<'_, '_>) -> Outcome {
    match statement.values.get(3) {
        Some(given) if *given != b"if_not_empty" => Err(parameter(given, 3)),
        _ => Ok(()),
    }
}

/// `ngx_http_ssl_certificate_cache`
pub(super) fn certificate_cache(statement: &Statement<'_, '_>) -> Outcome {
    let mut max = false;
    for (word, given) in statement.values.iter().copied().enumerate().skip(1) {
        let valid = match given {
            b"off" => {
                max = true;
                true
            }
            [b'm', b'a', b'x', b'=', count @ ..] => {
                max = true;
                number::number(count).is_some_and(|count| count > 0)
            }
            _ if given.starts_with(b"inactive=") => number::seconds(given.get(9..).unwrap_or_default()).is_some(),
            _ if given.starts_with(b"valid=") => number::seconds(given.get(6..).unwrap_or_default()).is_some(),
            _ => false,
        };
        if !valid {
            return Err(parameter(given, word));
        }
    }
    if max {
        return Ok(());
    }
    let words = said!("\"{directive}\" must have the \"max\" parameter"
        / "“{directive}”必须有“max”参数"; directive = text(statement.name()));
    Err(Fault::new(Kind::Value, words))
}
