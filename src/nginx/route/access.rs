//! Who may come in: `allow`, `deny`, `auth_basic`, `satisfy`, and the address that a trusted proxy tells.

use std::net::IpAddr;

use super::Reason;
use super::run::{Flow, Run, unknown};
use crate::nginx::directives::name;

/// What the access phase says.
pub(super) enum Access {
    Granted,
    /// A status.
    Refused(u16),
}

impl Run<'_, '_, '_> {
    /// `ngx_http_core_access_phase`
    pub(super) fn access(&mut self) -> Flow<Access> {
        let client = self.client;
        let rules = self.tree.access_rules(self.scope);
        let fits = |rule: &str| match rule {
            "all" => true,
            "unix:" => false,
            rule => network(rule).is_some_and(|(net, length)| address(client, net, length)),
        };
        // The first rule that fits decides.
        let by_address = rules.iter().find(|rule| fits(&rule.argument(0)));
        let allowed = by_address.map(|rule| rule.is(name!("allow")));
        let deciding = by_address.copied();
        let basic = self.tree.effective(self.scope, name!("auth_basic")).next_back();
        let basic = basic.filter(|setting| setting.argument(0) != "off");
        let asked = self.tree.effective(self.scope, name!("auth_request")).next_back();
        let asked = asked.filter(|setting| setting.argument(0) != "off");
        let any = self.tree.setting(self.scope, name!("satisfy")).is_some_and(|value| value == "any");
        if any && allowed == Some(true) {
            return Ok(Access::Granted);
        }
        if !any && allowed == Some(false) {
            self.last = deciding;
            return Ok(Access::Refused(403));
        }
        if let Some(setting) = asked {
            return Err(unknown(Reason::Directive(setting.name().to_owned())));
        }
        if let Some(setting) = basic {
            if self.request.header("Authorization").is_some() {
                return Err(unknown(Reason::Directive(setting.name().to_owned())));
            }
            self.last = Some(setting);
            return Ok(Access::Refused(401));
        }
        if allowed == Some(false) {
            self.last = deciding;
            return Ok(Access::Refused(403));
        }
        Ok(Access::Granted)
    }

    /// `ngx_http_realip_handler`: the client as a trusted proxy names it.
    pub(super) fn real_address(&mut self) {
        let trusted: Vec<(IpAddr, u8)> = self
            .tree
            .effective(self.scope, name!("set_real_ip_from"))
            .filter_map(|statement| network(&statement.argument(0)))
            .collect();
        let trusts = |client: IpAddr| trusted.iter().any(|(net, length)| address(client, *net, *length));
        if !trusts(self.client) {
            return;
        }
        let header = self.tree.setting(self.scope, name!("real_ip_header"));
        let header = header.as_deref().unwrap_or("X-Real-IP");
        let claimed = self.sent_headers().filter(|(known, _)| known.eq_ignore_ascii_case(header));
        let claimed: Vec<&str> = claimed.map(|(_, value)| value).collect();
        let is_list = header.eq_ignore_ascii_case("X-Forwarded-For");
        let recursive = self.tree.setting(self.scope, name!("real_ip_recursive")).is_some_and(|value| value == "on");
        let claims: Vec<&str> = if is_list {
            claimed.iter().flat_map(|value| value.split([',', ' '])).filter(|claim| !claim.is_empty()).collect()
        } else {
            claimed.first().copied().into_iter().collect()
        };
        let mut client = self.client;
        for claim in claims.into_iter().rev() {
            let Some(next) = claim.parse().ok().or_else(|| without_port(claim)) else { break };
            client = next;
            if !recursive || !trusts(client) {
                break;
            }
        }
        self.client = client;
    }
}

fn without_port(claim: &str) -> Option<IpAddr> {
    let (host, _) = claim.rsplit_once(':')?;
    host.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

/// `10.0.0.0/8`, or an address alone.
pub(super) fn network(text: &str) -> Option<(IpAddr, u8)> {
    if let Some((net, length)) = text.split_once('/') {
        return Some((net.parse().ok()?, length.parse().ok()?));
    }
    let net: IpAddr = text.parse().ok()?;
    Some((net, if net.is_ipv4() { 32 } else { 128 }))
}

/// Whether the network holds the address.
pub(super) fn address(client: IpAddr, net: IpAddr, length: u8) -> bool {
    let bits = |address: IpAddr| match address {
        IpAddr::V4(address) => (u128::from(address.to_bits()), 32),
        IpAddr::V6(address) => (address.to_bits(), 128),
    };
    let ((client, one), (net, other)) = (bits(client), bits(net));
    let shift = u32::from(u8::min(one, other).saturating_sub(length));
    one == other && (shift >= 128 || client >> shift == net >> shift || length == 0)
}
