//! `cloudapp nginx check`

use std::path::PathBuf;

use cloudapp::app::{EnvironmentKind, Framework, NginxVersion, Policy, Tier};
use cloudapp::diagnostic::{Findings, Fix, Language, Location, Report, Sentence, apply, render};
use cloudapp::nginx::policy::{Answer, Contract, Explanation, Origin, explain};
use cloudapp::nginx::{Check, Config, Included, Target};
use cloudapp::phrase;
use serde_json::json;

use super::{diff, include};
use crate::output::{Failure, Output};
use crate::{Format, Verdict};

/// Says what `nginx -t` would say, without nginx.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Configurations to check.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// nginx that would run them, as in 1.22.1.
    #[arg(long, value_name = "V")]
    nginx_version: Option<NginxVersion>,
    /// Checks only whether nginx would start, not what the platform allows.
    #[arg(long)]
    syntax_only: bool,
    /// Framework of the app whose file it is; with --environment, what the platform allows is checked too.
    #[arg(long, requires = "environment")]
    framework: Option<Framework>,
    /// Environment for which the file is.
    #[arg(long, requires = "framework")]
    environment: Option<EnvironmentKind>,
    /// Tier of the environment, which says where TLS ends.
    #[arg(long, default_value_t = Tier::Starter)]
    tier: Tier,
    /// Directory to read included files from, in the place of /etc/nginx; without it they are not read.
    #[arg(long, value_name = "DIRECTORY")]
    include_root: Option<PathBuf>,
    /// Who wrote the files: what the platform generated is refused for nothing.
    #[arg(long, value_enum, default_value_t)]
    origin: Writer,
    /// Writes the safe fixes into the files, and reports what is left.
    #[arg(long)]
    fix: bool,
    /// Shows what --fix would change, and writes nothing.
    #[arg(long)]
    diff: bool,
    /// A module that the nginx does not have, as in `stream` or `http_dav`.
    #[arg(long, value_name = "MODULE")]
    without_module: Vec<String>,
}

#[derive(Clone, Copy, Default, clap::ValueEnum)]
enum Writer {
    Platform,
    #[default]
    User,
}

pub(crate) fn run(arguments: &Arguments, output: &mut Output) -> Result<Verdict, Failure> {
    let policy = Policy::default();
    let mut target = Target::of(arguments.nginx_version.unwrap_or(policy.nginx_version));
    for module in &arguments.without_module {
        target =
            target.without_module(module).map_err(|error| Failure::Message(phrase!("{error}" / "{error}", error)))?;
    }
    let check = Check::new(&target).including(|path: &str| match &arguments.include_root {
        Some(root) => include::open(root, path),
        None => included(path),
    });
    let judge = |text: &[u8]| {
        let mut findings = Findings::new(&policy.levels);
        let config = Config::parse(text);
        let contract = contract(arguments).filter(|_| !arguments.syntax_only);
        let explained = if let Some(contract) = contract {
            let contract = contract.on_nginx(target.version());
            let stops = contract.check(&config, &check, &Location::input(), &mut findings);
            stops.is_none().then(|| explain(&config, None))
        } else {
            check.run(&config, &mut findings);
            None
        };
        (findings.finish(), explained)
    };
    let mut verdict = Verdict::Accepted;
    for path in &arguments.files {
        let mut text = std::fs::read(path).map_err(|error| Failure::file(path, &error))?;
        let name = path.display().to_string();
        let (mut report, mut explained) = judge(&text);
        let mut changes = None;
        if arguments.fix || arguments.diff {
            let fixed = fixed(&text, &report, |text| judge(text).0);
            if arguments.diff {
                changes = Some(diff::unified(&name, &text, &fixed));
            } else if fixed != text {
                std::fs::write(path, &fixed).map_err(|error| Failure::file(path, &error))?;
                text = fixed;
                (report, explained) = judge(&text);
            }
        }
        let word = if report.has_errors() { "fail" } else { "ok" };
        if report.has_errors() {
            verdict = Verdict::Rejected;
        }
        match output.format {
            Format::Text => {
                if let Some(changes) = changes {
                    output.text(changes)?;
                    continue;
                }
                output.text(render::text(&report, &name, output.language))?;
                for explanation in explained.iter().flatten() {
                    output.line(sentence(explanation, output.language))?;
                }
                let word =
                    if word == "ok" { Sentence::plain("ok", "通过") } else { Sentence::plain("fail", "不通过") };
                output.say(&phrase!("{name}: {word}" / "{name}：{word}", name = &name, word))?;
            }
            Format::Json => {
                let diagnostics = render::json(&report, output.language);
                let mut object =
                    json!({ "path": name, "verdict": word, "diagnostics": diagnostics, "routes": explained });
                if let (Some(changes), Some(members)) = (changes, object.as_object_mut()) {
                    members.insert("diff".to_owned(), json!(changes));
                }
                output.json(&object)?;
            }
            Format::Sarif => output.sarif(&name, &report),
        }
    }
    Ok(verdict)
}

/// `text` with the safe fixes of `report`, and of what is found after them.
fn fixed(text: &[u8], report: &Report, judge: impl Fn(&[u8]) -> Report) -> Vec<u8> {
    let safe = |report: &Report| -> Vec<Fix> {
        let fixes = report.diagnostics().iter().filter_map(|found| found.fixes().iter().find(|fix| fix.is_safe()));
        fixes.cloned().collect()
    };
    let (mut text, mut fixes) = (text.to_vec(), safe(report));
    for _ in 0..MOST_ROUNDS {
        let next = apply(&text, &Location::input(), &fixes);
        if next == text {
            break;
        }
        fixes = safe(&judge(&next));
        text = next;
    }
    text
}

/// How often a fixed text is fixed again.
const MOST_ROUNDS: usize = 20;

fn contract(arguments: &Arguments) -> Option<Contract> {
    let contract = match arguments.environment? {
        EnvironmentKind::Test => Contract::test(arguments.framework?),
        EnvironmentKind::Production => Contract::production(arguments.framework?, arguments.tier.tls_end()),
    };
    Some(contract.from(match arguments.origin {
        Writer::Platform => Origin::Platform,
        Writer::User => Origin::User,
    }))
}

/// What happens to a request for `/`.
fn sentence(explanation: &Explanation, language: Language) -> String {
    let names = explanation.names.join(" ");
    let hosts = match (explanation.names.is_empty(), explanation.default) {
        (true, _) => phrase!("any host" / "任意主机名"),
        (false, true) => phrase!("{names} or any other host" / "{names} 或其他任意主机名", names),
        (false, false) => phrase!("{names}" / "{names}", names),
    };
    let answer = match &explanation.answer {
        Answer::Program { target, servers } if servers.is_empty() => {
            phrase!("goes to {target}" / "转发到 {target}", target)
        }
        Answer::Program { target, servers } => {
            let servers = servers.clone();
            phrase!("goes to {target} ({servers})" / "转发到 {target}（{servers}）", target, servers)
        }
        Answer::Redirect(url) => phrase!("is redirected to {url}" / "重定向到 {url}", url),
        Answer::Status(code) if code == "444" => phrase!("is closed without an answer" / "不应答，直接关闭"),
        Answer::Status(code) => phrase!("is answered with {code}" / "返回 {code}", code),
        Answer::Files(directory) => {
            phrase!("is answered with a file of {directory}" / "返回 {directory} 中的文件", directory)
        }
        Answer::Denied => phrase!("is denied" / "被拒绝"),
        Answer::Module(directive) => phrase!("is answered by {directive}" / "由 {directive} 应答", directive),
        _ => phrase!("goes in circles" / "循环跳转"),
    };
    let unless = if explanation.conditional {
        phrase!(", unless an `if` sends it elsewhere" / "，除非某个 `if` 改变去向")
    } else {
        phrase!("" / " ")
    };
    let port = explanation.port;
    let route = phrase!(
        "port {port}, {hosts}: / {answer}{unless}" / "端口 {port}，{hosts}：/ {answer}{unless}",
        port,
        hosts,
        answer,
        unless
    );
    let steps = explanation.steps.iter().map(|step| {
        let (line, directive) = (step.line, &step.directive);
        phrase!("\n  line {line}: {directive}" / "\n  第 {line} 行：{directive}", line, directive)
    });
    [route].into_iter().chain(steps).map(|words| words.text(language)).collect()
}

/// The files that nginx's packages bring, as Debian's do. The types of `mime.types` change no verdict; others are not read.
pub(crate) fn included(path: &str) -> Included {
    let name = path.strip_prefix("/etc/nginx/").unwrap_or(path);
    let text = match name {
        "mime.types" => "types {}".to_owned(),
        "fastcgi_params" => parameters("fastcgi_param", FASTCGI),
        "fastcgi.conf" => {
            let script = "fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;";
            format!("\n{script}{}", parameters("fastcgi_param", FASTCGI))
        }
        "scgi_params" => parameters("scgi_param", GATEWAY),
        "uwsgi_params" => parameters("uwsgi_param", GATEWAY),
        "proxy_params" => parameters("proxy_set_header", PROXY),
        _ => return Included::Unread,
    };
    Included::Files(vec![(format!("/etc/nginx/{name}"), text.into_bytes())])
}

/// One directive a line; the first line is empty, as in Debian's files.
fn parameters(directive: &str, values: &[&str]) -> String {
    let lines = values.iter().map(|value| format!("\n{directive} {value};"));
    lines.chain(["\n".to_owned()]).collect::<Vec<_>>().concat()
}

/// What `fastcgi_params` of nginx's packages sets.
const FASTCGI: &[&str] = &[
    "QUERY_STRING $query_string",
    "REQUEST_METHOD $request_method",
    "CONTENT_TYPE $content_type",
    "CONTENT_LENGTH $content_length",
    "SCRIPT_NAME $fastcgi_script_name",
    "REQUEST_URI $request_uri",
    "DOCUMENT_URI $document_uri",
    "DOCUMENT_ROOT $document_root",
    "SERVER_PROTOCOL $server_protocol",
    "REQUEST_SCHEME $scheme",
    "HTTPS $https if_not_empty",
    "GATEWAY_INTERFACE CGI/1.1",
    "SERVER_SOFTWARE nginx/$nginx_version",
    "REMOTE_ADDR $remote_addr",
    "REMOTE_PORT $remote_port",
    "REMOTE_USER $remote_user",
    "SERVER_ADDR $server_addr",
    "SERVER_PORT $server_port",
    "SERVER_NAME $server_name",
    "REDIRECT_STATUS 200",
    "HTTP_HOST $host",
];

/// What `scgi_params` and `uwsgi_params` set.
const GATEWAY: &[&str] = &[
    "QUERY_STRING $query_string",
    "REQUEST_METHOD $request_method",
    "CONTENT_TYPE $content_type",
    "CONTENT_LENGTH $content_length",
    "REQUEST_URI $request_uri",
    "PATH_INFO $document_uri",
    "DOCUMENT_ROOT $document_root",
    "SERVER_PROTOCOL $server_protocol",
    "REQUEST_SCHEME $scheme",
    "HTTPS $https if_not_empty",
    "REMOTE_ADDR $remote_addr",
    "REMOTE_PORT $remote_port",
    "SERVER_PORT $server_port",
    "SERVER_NAME $server_name",
];

/// What Debian's `proxy_params` sets.
const PROXY: &[&str] = &[
    "Host $host",
    "X-Real-IP $remote_addr",
    "X-Forwarded-For $proxy_add_x_forwarded_for",
    "X-Forwarded-Proto $scheme",
];
