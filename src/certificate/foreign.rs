//! What a file is that is no PEM, and what makes PEM of it.

use super::File;
use super::der::{self, INTEGER, OID, SEQUENCE};
use super::parsed::Parsed;
use super::private_key::PrivateKey;
use crate::diagnostic::{Value, shell_word, terms};
use crate::phrase;

terms! {
    /// What a file is that should be a certificate or a key in PEM.
    pub(super) Format {
        Archive = "a compressed archive" / "压缩包",
        Base64 = "base64 without the lines -----BEGIN …----- and -----END …-----" / "缺少 -----BEGIN …----- 和 -----END …----- 行的 base64",
        Bundle = "a PKCS#7 bundle" / "PKCS#7 证书包",
        Certificate = "a certificate in DER" / "DER 格式的证书",
        Html = "an HTML page" / "HTML 网页",
        Jks = "a Java key store" / "Java 密钥库",
        Json = "text in JSON" / "JSON 文本",
        Jwk = "a key in JSON (JWK)" / "JSON 格式的密钥（JWK）",
        Key = "a private key in DER" / "DER 格式的私钥",
        OpenSsh = "a private key in the format of OpenSSH" / "OpenSSH 格式的私钥",
        OpenSshPublic = "a public key in the format of OpenSSH" / "OpenSSH 格式的公钥",
        Pkcs12 = "a PKCS#12 archive" / "PKCS#12 文件",
        Pkcs7 = "a PKCS#7 bundle in DER" / "DER 格式的 PKCS#7 证书包",
        Putty = "a private key in the format of `PuTTY`" / "PuTTY 格式的私钥",
        Request = "a certificate request" / "证书签名请求（CSR）",
        Utf16 = "text in UTF-16" / "UTF-16 编码的文本",
    }
}

/// A format that is no text.
pub(super) fn binary(file: File<'_>) -> Option<(Format, Value)> {
    let File { bytes, .. } = file;
    let name = shell_word(file.name);
    let command = |format, command: String| Some((format, Value::from(command)));
    // `MAGIC` and `JCEKS_MAGIC` of the JDK's `JavaKeyStore` and `JceKeyStore`.
    if bytes.starts_with(&[0xfe, 0xed, 0xfe, 0xed]) || bytes.starts_with(&[0xce, 0xce, 0xce, 0xce]) {
        let first = format!("keytool -importkeystore -srckeystore {name} -destkeystore site.p12 -deststoretype pkcs12");
        return command(Format::Jks, format!("{first} && openssl pkcs12 -in site.p12 -nodes -out site.pem"));
    }
    // What `>` of Windows PowerShell writes, with its mark and without.
    let is_wide = |zero: usize| bytes.iter().skip(zero).step_by(2).take(16).all(|byte| *byte == 0) && bytes.len() > 32;
    if bytes.starts_with(&[0xff, 0xfe]) || is_wide(1) {
        return command(Format::Utf16, format!("iconv -f UTF-16LE -t UTF-8 {name} > site.pem"));
    }
    if bytes.starts_with(&[0xfe, 0xff]) || is_wide(0) {
        return command(Format::Utf16, format!("iconv -f UTF-16BE -t UTF-8 {name} > site.pem"));
    }
    // zip, gzip, RAR and 7z
    if [&b"PK\x03\x04"[..], b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf"].iter().any(|magic| bytes.starts_with(magic)) {
        let remedy = phrase!("unpack it, and upload the files for nginx" / "请解压，并上传其中供 nginx 使用的文件");
        return Some((Format::Archive, remedy.into()));
    }
    der_format(bytes).and_then(|format| {
        let convert = match format {
            Format::Certificate => format!("openssl x509 -inform der -in {name} -out site.pem"),
            Format::Pkcs12 => format!("openssl pkcs12 -in {name} -nodes -out site.pem"),
            Format::Pkcs7 => format!("openssl pkcs7 -inform der -print_certs -in {name} -out site.pem"),
            _ => format!("openssl pkey -inform der -in {name} -out site.key"),
        };
        command(format, convert)
    })
}

/// Text of another kind than PEM.
pub(super) fn text(file: File<'_>) -> Option<(Format, Value)> {
    let name = shell_word(file.name);
    let text = file.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file.bytes).trim_ascii_start();
    let starts = |with: &[u8]| text.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    let again =
        || phrase!("download the certificate file itself, for nginx" / "请下载供 nginx 使用的证书文件本身").into();
    match () {
        () if starts(b"{") && text.windows(5).any(|window| window == b"\"kty\"") => {
            let script = "console.log(crypto.createPrivateKey({key: JSON.parse(fs.readFileSync(0)), format: \"jwk\"}).export({type: \"pkcs8\", format: \"pem\"}))";
            Some((Format::Jwk, format!("node -e '{script}' < {name} > site-pem.key").into()))
        }
        () if starts(b"{") || starts(b"[") => Some((Format::Json, again())),
        () if starts(b"PuTTY-User-Key-File-") => {
            Some((Format::Putty, format!("puttygen {name} -O private-openssh -o site-pem.key").into()))
        }
        () if starts(b"<!doctype") || starts(b"<html") => Some((Format::Html, again())),
        () if starts(b"ssh-") || starts(b"ecdsa-sha2-") => {
            let remedy = phrase!(
                "give the private key that the certificate was requested with" / "请提供申请该证书时使用的私钥"
            );
            Some((Format::OpenSshPublic, remedy.into()))
        }
        () => {
            let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/=\r\n \t".contains(byte);
            (text.starts_with(b"MI") && text.len() > 100 && text.iter().all(is_base64)).then(|| {
                (
                    Format::Base64,
                    format!("base64 -d {name} > site.der && openssl x509 -inform der -in site.der -out site.pem")
                        .into(),
                )
            })
        }
    }
}

/// Certificates, keys and bundles in DER are all a SEQUENCE.
fn der_format(bytes: &[u8]) -> Option<Format> {
    let mut fields = der::first(bytes, SEQUENCE)?;
    if Parsed::read(bytes).is_some() {
        return Some(Format::Certificate);
    }
    let first = der::next(&mut fields)?;
    // 3 is the version of PKCS#12 (RFC 7292 §4); `signedData` is what authorities hand out chains in (RFC 2315 §14).
    match (first.tag, first.contents) {
        (INTEGER, [3]) => Some(Format::Pkcs12),
        (OID, [0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 7, 2]) => Some(Format::Pkcs7),
        _ => PrivateKey::read(bytes).map(|_| Format::Key),
    }
}
