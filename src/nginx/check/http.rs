//! Directives of `http` with a form of their own.

use super::address;
use super::fault::{Fault, Kind, Outcome, fault, invalid, parameter, said, says, text, value};
use super::number;
use super::script::{self, Variables};
use super::statement::Statement;
use super::thread_pools::ThreadPools;
use crate::diagnostic::Sentence;
use crate::nginx::target::Target;

/// A text with variables, or a size.
pub(super) fn complex_size<'a>(statement: &Statement<'a, '_>, variables: &mut Variables<'a>) -> Outcome {
    if variables.complex(statement, 1)? || number::size(statement.value(1)).is_some() {
        return Ok(());
    }
    Err(invalid(statement.name()).at(1))
}

/// Texts with variables, in all words: `ngx_http_set_predicate_slot`.
pub(super) fn predicates<'a>(statement: &Statement<'a, '_>, variables: &mut Variables<'a>) -> Outcome {
    (1..statement.values.len()).try_for_each(|word| variables.complex(statement, word).map(|_| ()))
}

/// `add_header` and `add_trailer`: `ngx_http_headers_add`
pub(super) fn header<'a>(statement: &Statement<'a, '_>, variables: &mut Variables<'a>) -> Outcome {
    variables.complex(statement, 2)?;
    match statement.values.get(3) {
        Some(given) if *given != b"always" => Err(parameter(given, 3)),
        _ => Ok(()),
    }
}

/// `ngx_http_core_error_page`
pub(super) fn error_page<'a>(statement: &Statement<'a, '_>, variables: &mut Variables<'a>) -> Outcome {
    let last = statement.values.len() - 1;
    let before = statement.value(last - 1);
    let mut codes = last;
    if let [b'=', code @ ..] = before {
        if last - 1 == 1 || !code.is_empty() && number::number(code).is_none() {
            return Err(value(before, last - 1));
        }
        codes = last - 1;
    }
    variables.complex(statement, last)?;
    for word in 1..codes {
        let given = statement.value(word);
        match number::number(given) {
            // 499 is what nginx logs when a client went away: it is never sent.
            None | Some(499) => return Err(value(given, word)),
            Some(300..=599) => {}
            Some(_) => {
                let words = said!("value \"{given}\" must be between 300 and 599"
                    / "值“{given}”必须在 300 到 599 之间"; given = text(given));
                return Err(Fault::new(Kind::Value, words).at(word));
            }
        }
    }
    Ok(())
}

/// `ngx_http_parse_expires`
pub(super) fn expires<'a>(statement: &Statement<'a, '_>, variables: &mut Variables<'a>) -> Outcome {
    let name = statement.name();
    let modified = statement.values.len() == 3;
    if modified && statement.value(1) != b"modified" {
        return Err(invalid(name).at(1));
    }
    let word = if modified { 2 } else { 1 };
    let given = statement.value(word);
    if variables.complex(statement, word)? || !modified && matches!(given, b"epoch" | b"max" | b"off") {
        return Ok(());
    }
    let daily = given.first() == Some(&b'@');
    if daily && modified {
        return Err(says(
            name,
            said!("daily time cannot be used with \"modified\" parameter" / "中每日时间不能与“modified”参数同用";),
        )
        .at(word));
    }
    let time = match given {
        [b'@' | b'+' | b'-', time @ ..] | time => time,
    };
    match number::seconds(time) {
        None => Err(invalid(name).at(word)),
        Some(seconds) if daily && seconds > 24 * 60 * 60 => {
            Err(says(name, said!("daily time value must be less than 24 hours" / "中每日时间必须小于 24 小时";))
                .at(word))
        }
        Some(_) => Ok(()),
    }
}

/// `ngx_http_index_set_index`
pub(super) fn index<'a>(statement: &Statement<'a, '_>, variables: &mut Variables<'a>) -> Outcome {
    for word in 1..statement.values.len() {
        if statement.value(word).is_empty() {
            // nginx names the first word, whichever is empty.
            let first = text(statement.value(1));
            let words = said!("index \"{first}\" in \"index\" directive is invalid"
                    / "“index”指令中的“{first}”无效"; first);
            return Err(Fault::new(Kind::Value, words).at(word));
        }
        variables.complex(statement, word)?;
    }
    Ok(())
}

/// `ngx_http_core_set_aio`
pub(super) fn aio<'a>(
    statement: &Statement<'a, '_>,
    variables: &mut Variables<'a>,
    pools: &mut ThreadPools<'a>,
    target: &Target,
) -> Outcome {
    let given = statement.value(1);
    match given {
        b"on" if !target.file_aio => Err(fault!(Value at 1, "\"aio on\" is unsupported on this platform"
            / "此平台不支持“aio on”")),
        b"off" | b"on" => Ok(()),
        // ngx_thread_pool_add takes no name for `default`.
        b"threads" => {
            pools.take(statement, b"default");
            Ok(())
        }
        _ => match given.strip_prefix(b"threads=") {
            Some(pool) => {
                if !variables.complex_part(statement, pool, 1)? {
                    pools.take(statement, pool);
                }
                Ok(())
            }
            None => Err(invalid(b"aio").at(1)),
        },
    }
}

/// `ngx_http_disable_symlinks`
pub(super) fn disable_symlinks<'a>(statement: &Statement<'a, '_>, variables: &mut Variables<'a>) -> Outcome {
    let (mut mode, mut from) = (None, false);
    for (word, given) in statement.values.iter().copied().enumerate().skip(1) {
        match given {
            b"off" | b"if_not_owner" | b"on" => mode = Some(given),
            _ => match given.strip_prefix(b"from=") {
                Some(path) => {
                    variables.complex_part(statement, path, word)?;
                    from = true;
                }
                None => return Err(parameter(given, word)),
            },
        }
    }
    let two = statement.values.len() == 3;
    match mode {
        None => {
            let words = Sentence::plain(
                "\"disable_symlinks\" must have \"off\", \"on\" or \"if_not_owner\" parameter",
                "“disable_symlinks”必须有“off”、“on”或“if_not_owner”参数",
            );
            Err(Fault::new(Kind::Parameter, words))
        }
        Some(_) if two && !from => {
            let (first, second) = (text(statement.value(1)), text(statement.value(2)));
            Err(fault!(Parameter, "duplicate parameters \"{first} {second}\""
                / "参数“{first} {second}”重复"; first, second))
        }
        Some(b"off") if two => {
            Err(fault!(Parameter, "\"from=\" cannot be used with \"off\" parameter" / "“from=”不能与“off”参数同用"))
        }
        Some(_) => Ok(()),
    }
}

/// `ngx_http_core_open_file_cache`
pub(super) fn open_file_cache(statement: &Statement<'_, '_>) -> Outcome {
    let (mut max, mut off) = (false, false);
    for (word, given) in statement.values.iter().copied().enumerate().skip(1) {
        let valid = if let Some(count) = given.strip_prefix(b"max=") {
            max = true;
            number::number(count).is_some_and(|count| count > 0)
        } else if let Some(time) = given.strip_prefix(b"inactive=") {
            number::seconds(time).is_some()
        } else {
            off |= given == b"off";
            given == b"off"
        };
        if !valid {
            let words = said!("invalid \"open_file_cache\" parameter \"{given}\""
                / "“open_file_cache”的参数“{given}”无效"; given = text(given));
            return Err(Fault::new(Kind::Parameter, words).at(word));
        }
    }
    if max || off {
        return Ok(());
    }
    Err(fault!(Value, "\"open_file_cache\" must have the \"max\" parameter" / "“open_file_cache”必须有“max”参数"))
}

/// `ngx_http_core_keepalive`
pub(super) fn keepalive_timeout(statement: &Statement<'_, '_>) -> Outcome {
    let second = statement.values.get(2).is_none_or(|given| number::seconds(given).is_some());
    match (number::milliseconds(statement.value(1)), second) {
        (Some(_), true) => Ok(()),
        (None, _) => Err(invalid(statement.name()).at(1)),
        _ => Err(invalid(statement.name()).at(2)),
    }
}

/// `ngx_http_gzip_disable`
pub(super) fn gzip_disable(statement: &Statement<'_, '_>) -> Outcome {
    for (word, given) in statement.values.iter().enumerate().skip(1) {
        // `msie6` is a special case: a test that is faster than a pattern.
        if *given != b"msie6" {
            script::plain_regex(given, word)?;
        }
    }
    Ok(())
}

/// `allow` and `deny`: `ngx_http_access_rule`
pub(super) fn network_rule(statement: &Statement<'_, '_>) -> Outcome {
    let given = statement.value(1);
    if matches!(given, b"all" | b"unix:") || address::is_network(given) {
        return Ok(());
    }
    Err(parameter(given, 1))
}

/// `ngx_http_realip_from`
pub(super) fn real_ip_from(statement: &Statement<'_, '_>, target: &Target) -> Outcome {
    let given = statement.value(1);
    if given == b"unix:" || address::is_network(given) {
        return Ok(());
    }
    // Host names are taken from 1.13.1.
    let words = if !target.is_at_least(1, 13, 1) {
        said!("invalid parameter \"{given}\"" / "参数“{given}”无效"; given = text(given))
    } else if address::may_resolve(given) {
        return Ok(());
    } else {
        said!("host not found in set_real_ip_from \"{given}\""
            / "set_real_ip_from 中找不到主机“{given}”"; given = text(given))
    };
    Err(Fault::new(Kind::Address, words).at(1))
}

/// `ngx_http_sub_filter`
pub(super) fn sub_filter<'a>(statement: &Statement<'a, '_>, variables: &mut Variables<'a>) -> Outcome {
    if statement.value(1).is_empty() {
        return Err(fault!(Value at 1, "empty search pattern" / "查找内容为空"));
    }
    predicates(statement, variables)
}

/// `ngx_http_auth_request_set`
pub(super) fn auth_request_set<'a>(statement: &Statement<'a, '_>, variables: &mut Variables<'a>) -> Outcome {
    variables.define(statement, 1)?;
    variables.complex(statement, 2).map(|_| ())
}

/// `modern_browser`: `ngx_http_modern_browser`
pub(super) fn browser(statement: &Statement<'_, '_>) -> Outcome {
    let name = statement.value(1);
    if statement.name() != b"modern_browser" || statement.values.len() == 2 && name == b"unlisted" {
        return Ok(());
    }
    if statement.values.len() == 2 || !BROWSERS.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(name)) {
        let words = said!("unknown browser name \"{name}\"" / "未知浏览器名“{name}”"; name = text(name));
        return Err(Fault::new(Kind::Parameter, words).at(1));
    }
    let version = statement.value(2);
    if version.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.') {
        return Ok(());
    }
    Err(fault!(Parameter at 2, "invalid browser version \"{version}\""
        / "浏览器版本“{version}”无效"; version = text(version)))
}

/// `ngx_http_userid_expires`
pub(super) fn userid_expires(statement: &Statement<'_, '_>) -> Outcome {
    let given = statement.value(1);
    if matches!(given, b"max" | b"off") || number::seconds(given).is_some() {
        return Ok(());
    }
    Err(invalid(statement.name()).at(1))
}

/// `ngx_http_userid_mark`
pub(super) fn userid_mark(statement: &Statement<'_, '_>) -> Outcome {
    match statement.value(1) {
        b"off" => Ok(()),
        [letter] if letter.is_ascii_alphanumeric() || *letter == b'=' => Ok(()),
        _ => Err(says(b"userid_mark", said!("value must be \"off\" or a single letter, digit or \"=\"" / "的值必须是“off”、一个字母、一个数字或“=”";))
        .at(1)),
    }
}

/// `ngx_http_core_directio`
pub(super) fn directio(statement: &Statement<'_, '_>) -> Outcome {
    let given = statement.value(1);
    if given == b"off" || number::offset(given).is_some() {
        return Ok(());
    }
    Err(invalid(statement.name()).at(1))
}

/// `ngx_http_image_filter`
pub(super) fn image_filter<'a>(statement: &Statement<'a, '_>, variables: &mut Variables<'a>) -> Outcome {
    let failed = |word: usize| Err(parameter(statement.value(word), word));
    match *statement.values {
        [_, b"off" | b"test" | b"size"] => Ok(()),
        [_, b"rotate", angle] => {
            if variables.complex(statement, 2)? || matches!(angle, b"90" | b"180" | b"270") {
                return Ok(());
            }
            failed(2)
        }
        [_, b"resize" | b"crop", _, _] => {
            for word in 2..=3 {
                let given = statement.value(word);
                let literal = given == b"-" || number::number(given).is_some_and(|pixels| pixels > 0);
                if !variables.complex(statement, word)? && !literal {
                    return failed(word);
                }
            }
            Ok(())
        }
        _ => failed(1),
    }
}

/// `ngx_http_image_filter_jpeg_quality`
pub(super) fn image_quality<'a>(statement: &Statement<'a, '_>, variables: &mut Variables<'a>) -> Outcome {
    let given = statement.value(1);
    let sharpen = statement.name() == b"image_filter_sharpen";
    let valid = number::number(given).is_some_and(|quality| quality > 0 || sharpen);
    if variables.complex(statement, 1)? || valid { Ok(()) } else { Err(value(given, 1)) }
}

const BROWSERS: &[&str] = &["msie", "gecko", "opera", "safari", "konqueror"];
