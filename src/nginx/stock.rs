//! Files that nginx's packages bring.

use super::includes::Included;

/// The files that nginx's packages bring, as Debian's do: for [`Check::including`](super::Check::including). The types of
/// `mime.types` change no verdict; other files are not read.
///
/// # Examples
///
/// ```
/// use cloudapp::nginx::{Included, stock};
///
/// assert!(matches!(stock("fastcgi_params"), Included::Files(_)));
/// assert!(matches!(stock("conf.d/*.conf"), Included::Unread));
/// ```
#[must_use]
pub fn stock(path: &str) -> Included {
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
