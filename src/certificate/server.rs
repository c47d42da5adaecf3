//! Whether a server loads the two files: nginx with OpenSSL 3.0, as strict as it is.

pub(super) mod rules;

use self::rules::{
    DAMAGED, ENCRYPTED_KEY, HEADER_IN_BLOCK, KEY_IN_CERTIFICATE_FILE, KEY_MISMATCH, MISSING_CERTIFICATE, MISSING_KEY,
    NOT_FIRST, SKIPPED_CERTIFICATE, UNKNOWN_KEY, UNSUPPORTED_KEY, WEAK_KEY, WEAK_SIGNATURE, WRONG_EXTENSION,
    WRONG_FORMAT, WRONG_LABEL,
};
use super::der::{self, SEQUENCE};
use super::file::label;
use super::foreign::Format;
use super::parsed::Parsed;
use super::pem::{Block, Fault};
use super::private_key::{Form, PrivateKey};
use super::public_key::PublicKey;
use super::{Algorithm, File};
use crate::diagnostic::{Findings, Location, Phrase, Severity, Value, shell_word, terms};
use crate::{finding, phrase};

/// The certificates of a file.
pub(super) struct Certificates<'a> {
    pub(super) file: File<'a>,
    pub(super) items: Vec<Item>,
    pub(super) blocks: Vec<Block>,
    /// A block cannot be read: what the rest lacks is not known.
    pub(super) is_damaged: bool,
}

/// A certificate that could be read.
pub(super) struct Item {
    pub(super) parsed: Parsed,
    pub(super) location: Location,
    label: &'static str,
    /// The server reads it; where it stops at a fault, it would once that is mended.
    pub(super) is_sent: bool,
    /// The server passes over the block of this number, and why.
    pub(super) unseen: Option<(usize, Fault)>,
}

/// The private key.
pub(super) struct Key<'a> {
    pub(super) file: File<'a>,
    pub(super) public: Option<PublicKey>,
    /// The block that it is read from.
    pub(super) block: Option<Block>,
}

terms! {
    /// Why what a block holds is not what its label says.
    Damage {
        NoKey = "it is no private key; a line may be missing or doubled" / "内容不是私钥，可能缺行或有重复行",
        NotX509 = "it is no X.509 certificate; a line may be missing or doubled" / "内容不是 X.509 证书，可能缺行或有重复行",
        Trailing = "bytes follow the certificate" / "证书之后还有多余的字节",
    }
}

/// Reads the certificate file as `ngx_ssl_load_certificate` does.
pub(super) fn read_certificates<'a>(file: File<'a>, findings: &mut Findings<'_>) -> Certificates<'a> {
    let name = file.name.to_owned();
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    if !["pem", "crt"].iter().any(|accepted| extension.eq_ignore_ascii_case(accepted)) {
        let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
        findings.add(file.location(), finding!(WRONG_EXTENSION { renamed: format!("{stem}.pem"), file: name.clone() }));
    }
    let mut read = Certificates { file, items: Vec::new(), blocks: Vec::new(), is_damaged: false };
    let Some(blocks) = file.blocks(findings) else {
        // What stands in it is not known, and was said.
        read.is_damaged = true;
        return read;
    };
    let (mut seen, mut said) = (false, Vec::new());
    // Alone it is the wrong file, and refused as such.
    if blocks.iter().any(is_private) && blocks.iter().any(is_certificate) {
        findings.add(file.location(), finding!(KEY_IN_CERTIFICATE_FILE { file: name.clone() }));
    }
    for (number, block) in blocks.iter().enumerate() {
        let is_certificate = is_certificate(block);
        // Blocks of other kinds are passed over: unseen, and with headers; but they have to be whole.
        let fault = block.fault.filter(|fault| is_certificate || (!fault.is_passed_over() && *fault != Fault::Header));
        let is_passed_over = fault.is_some_and(Fault::is_passed_over);
        if let Some(fault) = fault
            && !is_passed_over
            && !said.contains(&fault)
        {
            said.push(fault);
            file.refuse(block, fault, Severity::Error, findings);
        }
        if !is_certificate {
            continue;
        }
        if block.encrypted {
            let finding = finding!(HEADER_IN_BLOCK { file: name.clone(), block: label(block) });
            findings.add(file.first_line(block), finding);
        }
        let Some(contents) = &block.contents else {
            (seen, read.is_damaged) = (true, true);
            if let Some(fault) = fault.filter(|_| is_passed_over) {
                file.refuse(block, fault, Severity::Error, findings);
            }
            continue;
        };
        match certificate(contents, seen) {
            Ok(parsed) => {
                // Behind the first, `PEM_read_bio_X509` takes two labels only.
                let is_sent = matches!(block.label, "CERTIFICATE" | "X509 CERTIFICATE")
                    || (block.label == "TRUSTED CERTIFICATE" && !seen);
                let unseen = fault.filter(|_| is_passed_over).map(|fault| (number, fault));
                read.items.push(Item { parsed, location: file.first_line(block), label: block.label, is_sent, unseen });
            }
            Err(problem) => {
                read.is_damaged = true;
                // A block that OpenSSL does not read was said to be one.
                if let Some(fault) = fault.filter(|_| is_passed_over) {
                    file.refuse(block, fault, Severity::Error, findings);
                } else if fault.is_none() {
                    let finding = finding!(DAMAGED { file: name.clone(), block: label(block), problem });
                    findings.add(file.first_line(block), finding);
                }
            }
        }
        seen = true;
    }
    if !seen {
        read.is_damaged = true;
        refuse_others(file, &blocks, findings);
    }
    read.blocks = blocks;
    read
}

/// The certificate in a block. Behind the first one only OpenSSL's trust settings may follow (`d2i_X509_AUX`), behind others
/// anything.
fn certificate(contents: &[u8], is_later: bool) -> Result<Parsed, Damage> {
    let parsed = Parsed::read(contents).ok_or(Damage::NotX509)?;
    let rest = contents.get(parsed.der.len()..).unwrap_or_default();
    let is_clean = is_later || rest.is_empty() || der::first(rest, SEQUENCE).is_some();
    if is_clean { Ok(parsed) } else { Err(Damage::Trailing) }
}

/// Says what a file holds that holds no certificate.
fn refuse_others(file: File<'_>, blocks: &[Block], findings: &mut Findings<'_>) {
    let name = file.name.to_owned();
    if let Some(request) = blocks.iter().find(|block| block.label.ends_with("CERTIFICATE REQUEST")) {
        let remedy = phrase!(
            "upload the certificate that the authority issued for this request" / "请上传签发机构为该请求签发的证书"
        );
        findings.add(file.first_line(request), finding!(WRONG_FORMAT { file: name, found: Format::Request, remedy }));
    } else if let Some(bundle) =
        blocks.iter().find(|block| matches!(block.label, "PKCS7" | "CMS" | "PKCS #7 SIGNED DATA"))
    {
        let remedy = format!("openssl pkcs7 -print_certs -in {} -out site.pem", shell_word(file.name));
        findings.add(file.first_line(bundle), finding!(WRONG_FORMAT { file: name, found: Format::Bundle, remedy }));
    } else {
        findings.add(file.location(), finding!(MISSING_CERTIFICATE { file: name, found: held(blocks) }));
    }
}

/// Reads the key file as `PEM_read_bio_PrivateKey` does: the first key that can be read counts.
pub(super) fn read_key<'a>(file: File<'a>, findings: &mut Findings<'_>) -> Key<'a> {
    let mut key = Key { file, public: None, block: None };
    let Some(mut blocks) = file.blocks(findings) else { return key };
    let read = |block: &Block| {
        let readable = block.fault.is_none() && !block.encrypted && is_private(block);
        let private = block.contents.as_deref().filter(|_| readable).and_then(PrivateKey::read)?;
        (private.form != Form::Encrypted && private.is_read_under(block.label)).then_some(private)
    };
    let good = blocks.iter().enumerate().find_map(|(number, block)| Some((number, read(block)?)));
    if let Some((number, private)) = good {
        // Only what has its two lines is passed over.
        let unended = blocks.iter().take(number).find_map(|block| {
            let fault = block.fault.filter(|fault| is_unended(*fault))?;
            Some((block, fault))
        });
        if let Some((block, fault)) = unended {
            file.refuse(block, fault, Severity::Error, findings);
        }
        if private.public.is_none() {
            findings.add(file.location(), finding!(UNKNOWN_KEY { file: file.name.to_owned() }));
        }
        key.public = private.public;
        key.block = Some(blocks.swap_remove(number));
        return key;
    }
    let Some(number) = blocks.iter().position(is_private) else {
        findings.add(file.location(), finding!(MISSING_KEY { file: file.name.to_owned(), found: held(&blocks) }));
        return key;
    };
    let block = blocks.swap_remove(number);
    key.public = refuse_key(file, &block, findings);
    key.block = Some(block);
    key
}

/// Says why a key cannot be read, and gives its public half where that can be told all the same.
fn refuse_key(file: File<'_>, block: &Block, findings: &mut Findings<'_>) -> Option<PublicKey> {
    let (name, location) = (file.name.to_owned(), file.first_line(block));
    let private = block.contents.as_deref().and_then(PrivateKey::read);
    let is_encrypted = private.as_ref().is_some_and(|private| private.form == Form::Encrypted);
    match &private {
        // PKCS#8 says it by the label, the older form by a header (RFC 1421 §4.6.1.1).
        _ if block.encrypted || is_encrypted || block.label == "ENCRYPTED PRIVATE KEY" => {
            findings.add(location, finding!(ENCRYPTED_KEY { file: name }));
        }
        _ if block.label == "OPENSSH PRIVATE KEY" => {
            let word = shell_word(file.name);
            let remedy = format!("cp {word} site-pem.key && ssh-keygen -p -N '' -m PEM -f site-pem.key");
            findings.add(location, finding!(WRONG_FORMAT { file: name, found: Format::OpenSsh, remedy }));
        }
        _ if block.fault.is_some() => {
            if let Some(fault) = block.fault {
                file.refuse(block, fault, Severity::Error, findings);
            }
        }
        Some(private) => {
            let expected = private.form.label();
            findings.add(location, finding!(WRONG_LABEL { file: name, block: label(block), expected }));
        }
        None => {
            let finding = finding!(DAMAGED { file: name, block: label(block), problem: Damage::NoKey });
            findings.add(location, finding);
        }
    }
    private.and_then(|private| private.public)
}

/// The place of the server's certificate: the first one, unless the key says that it is another.
pub(super) fn leaf(certificates: &Certificates<'_>, key: &Key<'_>) -> Option<usize> {
    let belongs = |item: &Item| {
        let pair = item.parsed.key.as_ref().zip(key.public.as_ref());
        pair.is_some_and(|(certified, key)| certified.is(key) != Some(false))
    };
    let items = &certificates.items;
    let first = items.iter().position(|item| item.is_sent);
    let is_server = |item: &Item| !item.parsed.authority;
    first
        .filter(|first| items.get(*first).is_some_and(|item| belongs(item) && is_server(item)))
        .or_else(|| items.iter().position(|item| belongs(item) && is_server(item)))
        // The key of an authority beside a server's certificate is a mistake for the server's.
        .or_else(|| items.iter().position(is_server))
        .or_else(|| items.iter().position(belongs))
        .or(first)
}

/// What holds once the two files are read: the certificate of the key first, and keys and signatures that OpenSSL's security
/// level 2 takes.
pub(super) fn judge(certificates: &Certificates<'_>, leaf: usize, key: &Key<'_>, findings: &mut Findings<'_>) {
    let sent = || certificates.items.iter().filter(|item| item.is_sent);
    for (place, item) in
        certificates.items.iter().enumerate().filter(|(_, item)| !item.is_sent && item.unseen.is_none())
    {
        // Without its own certificate a server does not start, or serves with another's.
        let severity = if place == leaf { Severity::Error } else { Severity::Warning };
        let file = certificates.file.name.to_owned();
        let finding = finding!(SKIPPED_CERTIFICATE { file, block: item.label });
        findings.add_as(severity, item.location.clone(), finding);
    }
    for item in sent() {
        let subject = item.parsed.link.subject.clone();
        // Baseline Requirements of the CA/Browser Forum, §6.1.5. OpenSSL takes some more from 1962 bits on, phones do not.
        if let Algorithm::Rsa { bits } = item.parsed.link.algorithm
            && bits < 2048
        {
            findings.add(item.location.clone(), finding!(WEAK_KEY { subject: subject.clone(), bits }));
        }
        // Nobody relies on what a certificate says about itself.
        if let (Some(signature), false) = (item.parsed.signed.weakness(), item.parsed.self_issued()) {
            findings.add(item.location.clone(), finding!(WEAK_SIGNATURE { subject, signature }));
        }
    }
    let Some(item) = certificates.items.get(leaf) else { return };
    let (location, subject) = (|| item.location.clone(), || item.parsed.link.subject.clone());
    let file = || key.file.name.to_owned();
    match item.parsed.key.as_ref().zip(key.public.as_ref()).map(|(certified, key)| certified.is(key)) {
        Some(Some(false)) if !certificates.is_damaged => {
            let (algorithm, certificate) = (key.public.as_ref().map(PublicKey::algorithm), item.parsed.link.algorithm);
            let key = algorithm.unwrap_or(Algorithm::Other);
            findings.add(location(), finding!(KEY_MISMATCH { file: file(), key, subject: subject(), certificate }));
        }
        Some(None) => findings.add(location(), finding!(UNKNOWN_KEY { file: file() })),
        None if item.parsed.key.is_none() => findings.add(location(), finding!(UNKNOWN_KEY { file: file() })),
        _ => {}
    }
    let first = certificates.items.iter().position(|item| item.is_sent);
    if first != Some(leaf) && item.is_sent && !certificates.is_damaged {
        let (file, place) = (certificates.file.name.to_owned(), leaf + 1);
        findings.add(location(), finding!(NOT_FIRST { file, subject: subject(), place }));
    }
    if item.parsed.link.algorithm == Algorithm::Sm2 {
        findings.add(location(), finding!(UNSUPPORTED_KEY { subject: subject() }));
    }
}

impl Certificates<'_> {
    /// Says which blocks the server passes over, which ends the service unless the rest does without them.
    pub(super) fn refuse_unseen(&self, severity: Severity, findings: &mut Findings<'_>) {
        let mut said = Vec::new();
        for (number, fault) in self.items.iter().filter_map(|item| item.unseen) {
            if let Some(block) = self.blocks.get(number).filter(|_| !said.contains(&fault)) {
                said.push(fault);
                self.file.refuse(block, fault, severity, findings);
            }
        }
    }

    /// What the server reads when it passes over what it does not see.
    pub(super) fn passing_over(self) -> Self {
        self.with_unseen(false)
    }

    /// What it would read if it saw all.
    pub(super) fn seeing_all(self) -> Self {
        self.with_unseen(true)
    }

    fn with_unseen(mut self, is_sent: bool) -> Self {
        for item in self.items.iter_mut().filter(|item| item.unseen.is_some()) {
            item.is_sent = is_sent;
        }
        self
    }
}

/// Labels that are meant for certificates.
fn is_certificate(block: &Block) -> bool {
    matches!(block.label, "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" | "X.509 CERTIFICATE")
}

fn is_private(block: &Block) -> bool {
    block.label.ends_with("PRIVATE KEY")
}

/// Whether OpenSSL runs past the end of the block, and stops there.
const fn is_unended(fault: Fault) -> bool {
    matches!(fault, Fault::NoEnd | Fault::EndHidden | Fault::OtherEnd | Fault::TextBehind | Fault::Joined)
}

/// What a file holds instead.
fn held(blocks: &[Block]) -> Phrase {
    match blocks {
        [] => phrase!("no PEM block" / "没有任何 PEM 块"),
        blocks => {
            let labels = blocks.iter().take(MOST_SHOWN).map(label).collect::<Value>();
            phrase!("{labels}" / "{labels}", labels)
        }
    }
}

const MOST_SHOWN: usize = 5;
