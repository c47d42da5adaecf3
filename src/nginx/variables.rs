//! Variables that nginx's modules define.

use super::target::Target;
use crate::app::NginxVersion;

/// The two families of variables.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Family {
    Http,
    Stream,
}

/// A variable of a module.
#[derive(Debug)]
pub(super) struct BuiltIn {
    name: &'static str,
    /// Whether `set`, `map` and the like may define it once more.
    pub(super) changeable: bool,
    since: Option<NginxVersion>,
}

/// The variable `name`, in lower case, when `target` has it.
pub(super) fn built_in(family: Family, name: &[u8], target: &Target) -> Option<&'static BuiltIn> {
    let table: &[BuiltIn] = match family {
        Family::Http => &HTTP,
        Family::Stream => &STREAM,
    };
    let index = table.binary_search_by(|variable| variable.name.as_bytes().cmp(name)).ok()?;
    table.get(index).filter(|variable| has(variable.since, target))
}

/// Whether `name`, in lower case, belongs to a family of variables that exist by their first letters.
pub(super) fn has_known_prefix(family: Family, name: &[u8], target: &Target) -> bool {
    let prefixes: &[(&str, Option<NginxVersion>)] = match family {
        Family::Http => &HTTP_PREFIXES,
        Family::Stream => &STREAM_PREFIXES,
    };
    prefixes.iter().any(|(prefix, since)| name.starts_with(prefix.as_bytes()) && has(*since, target))
}

/// The variables that `target` has.
pub(super) fn names(family: Family, target: &Target) -> impl Iterator<Item = &'static str> {
    let table: &[BuiltIn] = match family {
        Family::Http => &HTTP,
        Family::Stream => &STREAM,
    };
    table.iter().filter(|variable| has(variable.since, target)).map(|variable| variable.name)
}

fn has(since: Option<NginxVersion>, target: &Target) -> bool {
    since.is_none_or(|since| since <= target.version())
}

const fn fixed(name: &'static str) -> BuiltIn {
    BuiltIn { name, changeable: false, since: None }
}

const fn changeable(name: &'static str) -> BuiltIn {
    BuiltIn { name, changeable: true, since: None }
}

const fn since(name: &'static str, major: u16, minor: u16, patch: u16, changeable: bool) -> BuiltIn {
    BuiltIn { name, changeable, since: Some(NginxVersion::new(major, minor, patch)) }
}

static HTTP: [BuiltIn; 156] = [
    changeable("ancient_browser"),
    changeable("args"),
    fixed("binary_remote_addr"),
    fixed("body_bytes_sent"),
    fixed("bytes_sent"),
    fixed("connection"),
    fixed("connection_requests"),
    fixed("connection_time"),
    fixed("connections_active"),
    fixed("connections_reading"),
    fixed("connections_waiting"),
    fixed("connections_writing"),
    fixed("content_length"),
    fixed("content_type"),
    fixed("date_gmt"),
    fixed("date_local"),
    fixed("document_root"),
    fixed("document_uri"),
    fixed("fastcgi_path_info"),
    fixed("fastcgi_script_name"),
    fixed("geoip_area_code"),
    fixed("geoip_city"),
    fixed("geoip_city_continent_code"),
    fixed("geoip_city_country_code"),
    fixed("geoip_city_country_code3"),
    fixed("geoip_city_country_name"),
    fixed("geoip_country_code"),
    fixed("geoip_country_code3"),
    fixed("geoip_country_name"),
    fixed("geoip_dma_code"),
    fixed("geoip_latitude"),
    fixed("geoip_longitude"),
    fixed("geoip_org"),
    fixed("geoip_postal_code"),
    fixed("geoip_region"),
    fixed("geoip_region_name"),
    fixed("grpc_internal_trailers"),
    fixed("gzip_ratio"),
    fixed("host"),
    fixed("hostname"),
    fixed("http2"),
    since("http3", 1, 25, 0, false),
    fixed("http_cookie"),
    fixed("http_host"),
    fixed("http_referer"),
    fixed("http_user_agent"),
    fixed("http_via"),
    fixed("http_x_forwarded_for"),
    fixed("https"),
    fixed("invalid_referer"),
    fixed("is_args"),
    since("is_request_port", 1, 29, 3, false),
    fixed("limit_conn_status"),
    changeable("limit_rate"),
    fixed("limit_req_status"),
    changeable("modern_browser"),
    fixed("msec"),
    changeable("msie"),
    fixed("nginx_version"),
    fixed("pid"),
    fixed("pipe"),
    fixed("proxy_add_via"),
    fixed("proxy_add_x_forwarded_for"),
    changeable("proxy_host"),
    fixed("proxy_internal_body_length"),
    fixed("proxy_internal_chunked"),
    changeable("proxy_port"),
    fixed("proxy_protocol_addr"),
    fixed("proxy_protocol_port"),
    fixed("proxy_protocol_server_addr"),
    fixed("proxy_protocol_server_port"),
    fixed("query_string"),
    fixed("realip_remote_addr"),
    fixed("realip_remote_port"),
    fixed("realpath_root"),
    fixed("remote_addr"),
    fixed("remote_port"),
    fixed("remote_user"),
    fixed("request"),
    fixed("request_body"),
    fixed("request_body_file"),
    fixed("request_completion"),
    fixed("request_filename"),
    fixed("request_id"),
    fixed("request_length"),
    fixed("request_method"),
    since("request_port", 1, 29, 3, false),
    fixed("request_time"),
    fixed("request_uri"),
    fixed("scheme"),
    fixed("secure_link"),
    fixed("secure_link_expires"),
    fixed("sent_http_cache_control"),
    fixed("sent_http_connection"),
    fixed("sent_http_content_length"),
    fixed("sent_http_content_type"),
    fixed("sent_http_keep_alive"),
    fixed("sent_http_last_modified"),
    fixed("sent_http_link"),
    fixed("sent_http_location"),
    fixed("sent_http_transfer_encoding"),
    fixed("server_addr"),
    fixed("server_name"),
    fixed("server_port"),
    fixed("server_protocol"),
    fixed("slice_range"),
    changeable("ssl_alpn_protocol"),
    changeable("ssl_cipher"),
    changeable("ssl_ciphers"),
    changeable("ssl_client_cert"),
    changeable("ssl_client_escaped_cert"),
    changeable("ssl_client_fingerprint"),
    changeable("ssl_client_i_dn"),
    changeable("ssl_client_i_dn_legacy"),
    changeable("ssl_client_raw_cert"),
    changeable("ssl_client_s_dn"),
    changeable("ssl_client_s_dn_legacy"),
    changeable("ssl_client_serial"),
    since("ssl_client_sigalg", 1, 29, 3, true),
    changeable("ssl_client_v_end"),
    changeable("ssl_client_v_remain"),
    changeable("ssl_client_v_start"),
    changeable("ssl_client_verify"),
    changeable("ssl_curve"),
    changeable("ssl_curves"),
    changeable("ssl_early_data"),
    since("ssl_ech_outer_server_name", 1, 29, 4, true),
    since("ssl_ech_status", 1, 29, 4, true),
    changeable("ssl_protocol"),
    changeable("ssl_server_name"),
    changeable("ssl_session_id"),
    changeable("ssl_session_reused"),
    since("ssl_sigalg", 1, 29, 3, true),
    since("ssl_sigalgs", 1, 31, 2, true),
    fixed("status"),
    fixed("tcpinfo_rcv_space"),
    fixed("tcpinfo_rtt"),
    fixed("tcpinfo_rttvar"),
    fixed("tcpinfo_snd_cwnd"),
    fixed("time_iso8601"),
    fixed("time_local"),
    fixed("uid_got"),
    changeable("uid_reset"),
    fixed("uid_set"),
    fixed("upstream_addr"),
    fixed("upstream_bytes_received"),
    fixed("upstream_bytes_sent"),
    fixed("upstream_cache_etag"),
    fixed("upstream_cache_last_modified"),
    fixed("upstream_cache_status"),
    fixed("upstream_connect_time"),
    fixed("upstream_header_time"),
    fixed("upstream_response_length"),
    fixed("upstream_response_time"),
    fixed("upstream_status"),
    fixed("uri"),
];

static HTTP_PREFIXES: [(&str, Option<NginxVersion>); 9] = [
    ("arg_", None),
    ("cookie_", None),
    ("http_", None),
    ("proxy_protocol_tlv_", Some(NginxVersion::new(1, 23, 2))),
    ("sent_http_", None),
    ("sent_trailer_", None),
    ("upstream_cookie_", None),
    ("upstream_http_", None),
    ("upstream_trailer_", None),
];

static STREAM: [BuiltIn; 75] = [
    fixed("binary_remote_addr"),
    fixed("bytes_received"),
    fixed("bytes_sent"),
    fixed("connection"),
    fixed("geoip_area_code"),
    fixed("geoip_city"),
    fixed("geoip_city_continent_code"),
    fixed("geoip_city_country_code"),
    fixed("geoip_city_country_code3"),
    fixed("geoip_city_country_name"),
    fixed("geoip_country_code"),
    fixed("geoip_country_code3"),
    fixed("geoip_country_name"),
    fixed("geoip_dma_code"),
    fixed("geoip_latitude"),
    fixed("geoip_longitude"),
    fixed("geoip_org"),
    fixed("geoip_postal_code"),
    fixed("geoip_region"),
    fixed("geoip_region_name"),
    fixed("hostname"),
    fixed("limit_conn_status"),
    fixed("msec"),
    fixed("nginx_version"),
    fixed("pid"),
    fixed("protocol"),
    fixed("proxy_protocol_addr"),
    fixed("proxy_protocol_port"),
    fixed("proxy_protocol_server_addr"),
    fixed("proxy_protocol_server_port"),
    fixed("realip_remote_addr"),
    fixed("realip_remote_port"),
    fixed("remote_addr"),
    fixed("remote_port"),
    fixed("server_addr"),
    since("server_name", 1, 25, 5, false),
    fixed("server_port"),
    fixed("session_time"),
    changeable("ssl_alpn_protocol"),
    changeable("ssl_cipher"),
    changeable("ssl_ciphers"),
    changeable("ssl_client_cert"),
    changeable("ssl_client_escaped_cert"),
    changeable("ssl_client_fingerprint"),
    changeable("ssl_client_i_dn"),
    changeable("ssl_client_raw_cert"),
    changeable("ssl_client_s_dn"),
    changeable("ssl_client_serial"),
    since("ssl_client_sigalg", 1, 29, 3, true),
    changeable("ssl_client_v_end"),
    changeable("ssl_client_v_remain"),
    changeable("ssl_client_v_start"),
    changeable("ssl_client_verify"),
    changeable("ssl_curve"),
    changeable("ssl_curves"),
    since("ssl_ech_outer_server_name", 1, 29, 4, true),
    since("ssl_ech_status", 1, 29, 4, true),
    fixed("ssl_preread_alpn_protocols"),
    fixed("ssl_preread_protocol"),
    fixed("ssl_preread_server_name"),
    changeable("ssl_protocol"),
    changeable("ssl_server_name"),
    changeable("ssl_session_id"),
    changeable("ssl_session_reused"),
    since("ssl_sigalg", 1, 29, 3, true),
    since("ssl_sigalgs", 1, 31, 2, true),
    fixed("status"),
    fixed("time_iso8601"),
    fixed("time_local"),
    fixed("upstream_addr"),
    fixed("upstream_bytes_received"),
    fixed("upstream_bytes_sent"),
    fixed("upstream_connect_time"),
    fixed("upstream_first_byte_time"),
    fixed("upstream_session_time"),
];

static STREAM_PREFIXES: [(&str, Option<NginxVersion>); 1] =
    [("proxy_protocol_tlv_", Some(NginxVersion::new(1, 23, 2)))];
