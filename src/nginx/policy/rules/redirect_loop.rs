//! A redirect to where the request came from.

use crate::diagnostic::rule;

rule! {
    /// A redirect to where the request came from.
    pub struct RedirectLoop {
        /// The URL as written.
        pub target: String,
        /// What mends it.
        pub remedy: &'static str,
    }
    id: "nginx/redirect-loop",
    severity: Error,
    source: "spec: TLS ends at the load balancer in the standard tier",
    example: "rewrite ^(.*)$ https://$host$1 permanent; behind a load balancer that ends TLS",
    english: {
        what: "a redirect leads to itself",
        why: "the browser follows it until it gives up: the site is down",
        fix: "redirect only requests that came as http",
        message: "every request is redirected to {target}, and comes back here",
        help: "{remedy}",
    },
    chinese: {
        what: "重定向又回到自身",
        why: "浏览器不断跟随直到放弃：网站不可用",
        fix: "只重定向以 http 到达的请求",
        message: "所有请求都被重定向到 {target}，又回到这里",
        help: "{remedy}",
    },
}
