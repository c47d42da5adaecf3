//! An uploaded file: what it is when it is not what it should be.

use x509_cert::der::asn1::{AnyRef, ObjectIdentifier, UintRef};
use x509_cert::der::oid::db::rfc5911;
use x509_cert::der::{Decode, Reader, SliceReader};

use super::File;
use super::link::Parsed;
use super::pem::{self, Block, Damage};
use super::public_key::PublicKey;
use super::rules::{DAMAGED, TOO_LARGE, WRONG_FORMAT};
use crate::diagnostic::{Findings, Location, Source, terms};
use crate::{finding, phrase};

impl File<'_> {
    /// The PEM blocks, after what can be said of the file as a whole; `None` when that is all there is to say.
    pub(super) fn blocks(self, findings: &mut Findings<'_>) -> Option<Vec<Block>> {
        let file = self.name.to_owned();
        if self.bytes.len() > MOST_BYTES {
            findings.add(self.location(), finding!(TOO_LARGE { file, bytes: self.bytes.len(), most: MOST_BYTES }));
            return None;
        }
        if let Some((found, remedy)) = self.foreign_format() {
            findings.add(self.location(), finding!(WRONG_FORMAT { file, found, remedy }));
            return None;
        }
        if self.bytes.starts_with(BYTE_ORDER_MARK) {
            let (problem, block) = (Damage::Mark, phrase!("the first block" / "第一个块"));
            findings.add(self.location(), finding!(DAMAGED { file, block, problem }));
        }
        Some(pem::blocks(self.bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(self.bytes)))
    }

    /// The whole file.
    pub(super) fn location(self) -> Location {
        Location::entry(self.name)
    }

    /// The first line of a block. Its text is not shown: in a file that lost its line ends it holds the key.
    pub(super) fn first_line(self, block: &Block) -> Location {
        let text = self.bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(self.bytes);
        Source::new(self.location(), text).at(block.begin.clone()).without_snippet()
    }

    /// What a file without a line `-----BEGIN` is, and what makes PEM of it.
    fn foreign_format(self) -> Option<(Format, String)> {
        let name = self.name;
        let Self { bytes, .. } = self;
        // `MAGIC` of the JDK's `JavaKeyStore`.
        if bytes.starts_with(&[0xfe, 0xed, 0xfe, 0xed]) {
            let command =
                format!("keytool -importkeystore -srckeystore {name} -destkeystore site.p12 -deststoretype pkcs12");
            return Some((Format::Jks, format!("{command} && openssl pkcs12 -in site.p12 -nodes -out site.pem")));
        }
        // What `>` of Windows PowerShell writes.
        if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
            return Some((Format::Utf16, format!("iconv -f UTF-16 -t UTF-8 {name} > site.pem")));
        }
        // Certificates, keys and bundles in DER are all a SEQUENCE.
        if bytes.first() != Some(&0x30) {
            return None;
        }
        if Parsed::read(bytes).is_some() {
            return Some((Format::Certificate, format!("openssl x509 -inform der -in {name} -out site.pem")));
        }
        if starts_with_number(bytes, 3) {
            return Some((Format::Pkcs12, format!("openssl pkcs12 -in {name} -nodes -out site.pem")));
        }
        if starts_with_signed_data(bytes) {
            let command = format!("openssl pkcs7 -inform der -print_certs -in {name} -out site.pem");
            return Some((Format::Pkcs7, command));
        }
        let key =
            PublicKey::of_pkcs8(bytes).or_else(|| PublicKey::of_pkcs1(bytes)).or_else(|| PublicKey::of_sec1(bytes));
        let command = format!("openssl pkey -inform der -in {name} -out site.key");
        key.map(|_| (Format::Key, command))
    }
}

/// Whether a sequence starts with the integer `number`: 3 is the version of PKCS#12 (RFC 7292 §4).
fn starts_with_number(der: &[u8], number: u8) -> bool {
    first_of_sequence(der)
        .is_some_and(|first| first.decode_as::<UintRef<'_>>().is_ok_and(|found| found.as_bytes() == [number]))
}

/// Whether it is `signedData` (RFC 2315 §14), as authorities hand out chains in.
fn starts_with_signed_data(der: &[u8]) -> bool {
    let first = first_of_sequence(der);
    first.is_some_and(|first| first.decode_as::<ObjectIdentifier>().is_ok_and(|oid| oid == rfc5911::ID_SIGNED_DATA))
}

fn first_of_sequence(der: &[u8]) -> Option<AnyRef<'_>> {
    let mut reader = SliceReader::new(der).ok()?;
    let first = reader.sequence(|sequence| {
        let first = AnyRef::decode(sequence)?;
        let rest = sequence.remaining_len();
        sequence.read_slice(rest)?;
        Ok::<_, x509_cert::der::Error>(first)
    });
    first.ok()
}

const MOST_BYTES: usize = 256 * 1024;
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

terms! {
    /// What a file is that should be a certificate or a key in PEM.
    pub(super) Format {
        Bundle = "a PKCS#7 bundle" / "PKCS#7 证书包",
        Certificate = "a certificate in DER" / "DER 格式的证书",
        Jks = "a Java key store" / "Java 密钥库",
        Key = "a private key in DER" / "DER 格式的私钥",
        Pkcs12 = "a PKCS#12 archive" / "PKCS#12 文件",
        Pkcs7 = "a PKCS#7 bundle in DER" / "DER 格式的 PKCS#7 证书包",
        Request = "a certificate request" / "证书签名请求（CSR）",
        Utf16 = "text in UTF-16" / "UTF-16 编码的文本",
    }
}
