//! Keys and certificates made by the installed openssl, once a run.
#![allow(clippy::print_stdout, reason = "a test that could not run says so")]

use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// Files by name. Without openssl the test is skipped with a note, except in CI.
pub fn files() -> Option<&'static BTreeMap<String, Vec<u8>>> {
    static FILES: OnceLock<Option<BTreeMap<String, Vec<u8>>>> = OnceLock::new();
    FILES.get_or_init(make).as_ref()
}

/// What openssl prints for `arguments`, with the files in its working directory; and whether it succeeded.
pub fn openssl(arguments: &str) -> (bool, String) {
    let mut command = Command::new("openssl");
    let output = command.args(arguments.split(' ')).current_dir(directory()).stdin(Stdio::null()).output().unwrap();
    (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
}

fn make() -> Option<BTreeMap<String, Vec<u8>>> {
    if Command::new("openssl").arg("version").stdout(Stdio::null()).status().is_err() {
        assert!(std::env::var_os("CI").is_none(), "CI has no openssl");
        println!("skipped: no openssl on this machine");
        return None;
    }
    let directory = directory();
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(&directory).unwrap();
    let output = Command::new("sh").args(["-ec", SCRIPT]).current_dir(&directory).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let entries = fs::read_dir(&directory).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_file());
    let files: BTreeMap<String, Vec<u8>> =
        entries.map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())).collect();
    assert!(files.len() > 40, "openssl made only {} files", files.len());
    Some(files)
}

/// Where the files are.
pub fn directory() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("openssl")
}

const SCRIPT: &str = r#"
key() { openssl genpkey -algorithm "$2" ${3:+-pkeyopt "$3"} -out "$1.key" 2>/dev/null; }
# name, subject, issuer, days, digest; the extensions come from name.ext
sign() {
  openssl req -new -key "$1.key" -subj "$2" -out "$1.csr"
  openssl x509 -req -in "$1.csr" -CA "$3.pem" -CAkey "$3.key" -set_serial "$RANDOM_SERIAL" -days "$4" "-$5" \
    -extfile "$1.ext" -out "$1.pem" 2>/dev/null
  RANDOM_SERIAL=$((RANDOM_SERIAL + 1))
}
RANDOM_SERIAL=1000
authority='basicConstraints=critical,CA:TRUE
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid'
server='subjectAltName=DNS:www.example.com,DNS:*.shop.example.com
extendedKeyUsage=serverAuth
authorityKeyIdentifier=keyid'

key root EC ec_paramgen_curve:P-256
openssl req -x509 -new -key root.key -days 4000 -subj '/CN=Root' -out root.pem
key intermediate EC ec_paramgen_curve:P-384
echo "$authority" > intermediate.ext
sign intermediate '/O=Authority/CN=Intermediate' root 2000 sha256

key rsa RSA rsa_keygen_bits:2048
key p256 EC ec_paramgen_curve:P-256
key p384 EC ec_paramgen_curve:P-384
key p521 EC ec_paramgen_curve:P-521
key ed25519 ED25519
for name in rsa p256 p384 p521 ed25519; do
  echo "$server" > $name.ext
  sign $name "/CN=$name" intermediate 90 sha256
done
openssl rsa -in rsa.key -traditional -out rsa.pkcs1.key 2>/dev/null
for name in p256 p384 p521; do openssl ec -in $name.key -out $name.sec1.key 2>/dev/null; done
openssl ecparam -name prime256v1 -out params.pem
cat params.pem p256.sec1.key > p256.params.key
openssl ec -in p256.key -no_public -out p256.nopublic.key 2>/dev/null
openssl pkey -in p256.key -outform der -out p256.key.der
openssl pkey -in p256.key -aes256 -passout pass:x -out p256.encrypted.key
openssl rsa -in rsa.key -traditional -aes256 -passout pass:x -out rsa.encrypted.key 2>/dev/null
openssl x509 -in p256.pem -outform der -out p256.der
openssl x509 -in p256.pem -text -out p256.text.pem
openssl x509 -in p256.pem -trustout -addtrust serverAuth -out p256.trusted.pem
openssl pkcs12 -export -in p256.pem -inkey p256.key -passout pass:x -out p256.p12
openssl crl2pkcs7 -nocrl -certfile p256.pem -out p256.p7b
openssl crl2pkcs7 -nocrl -certfile p256.pem -outform der -out p256.p7b.der

# Variants of the p256 certificate on its own key.
variant() {
  cp p256.key "$1.key"
  printf '%s\n' "$2" > "$1.ext"
  sign "$1" "$3" "$4" "$5" "$6"
}
variant common 'basicConstraints=CA:FALSE' '/CN=www.example.com' intermediate 90 sha256
variant client 'subjectAltName=DNS:www.example.com
extendedKeyUsage=clientAuth' '/CN=client' intermediate 90 sha256
variant sha1 "$server" '/CN=sha1' intermediate 90 sha1
variant many 'subjectAltName=DNS:one.example.com,DNS:two.example.com,IP:192.0.2.1,DNS:UPPER.example.com,DNS:xn--yet01dc35b.example.com,email:a@example.com,DNS:*.deep.wild.example.com' '/CN=many' intermediate 90 sha256
key rsa1024 RSA rsa_keygen_bits:1024
echo "$server" > rsa1024.ext
sign rsa1024 '/CN=rsa1024' intermediate 90 sha256
openssl req -x509 -new -key p256.key -days 90 -subj '/CN=self' -addext 'subjectAltName=DNS:www.example.com' -out self.pem

# Authorities with a fault each, below the root, and servers' certificates below them, all on two keys.
# name, subject, extensions, issuer, options of openssl x509
below() {
  printf '%s\n' "$3" > "$1.ext"
  openssl req -new -key "${6:-p256}.key" -subj "$2" -out "$1.csr"
  openssl x509 -req -in "$1.csr" -CA "$4.pem" -CAkey "${5##* }.key" -set_serial "$RANDOM_SERIAL" -days ${7:-90} \
    -extfile "$1.ext" ${5% *} -out "$1.pem" 2>/dev/null
  RANDOM_SERIAL=$((RANDOM_SERIAL + 1))
}
names='subjectAltName=DNS:www.example.com'
ca='basicConstraints=critical,CA:TRUE'
authority() {
  below "$1-ca" "/O=Authority/CN=$1" "$2" root '-sha256 root' p384 "${3:-900}"
  below "server-$1" '/CN=server' "${4:-$names}" "$1-ca" "${5:--sha256} ${6:-p384}"
}
authority plain "$ca"
authority plain2 "$ca
keyUsage=critical,keyCertSign"
authority permitted "$ca
nameConstraints=critical,permitted;DNS:example.com"
authority shallow "$ca,pathlen:0"
authority unfit 'basicConstraints=critical,CA:FALSE'
authority unsigning "$ca
keyUsage=critical,cRLSign"
authority excluding "$ca
nameConstraints=critical,excluded;DNS:example.com"
authority elsewhere "$ca
nameConstraints=critical,permitted;DNS:example.org"
authority mail "$ca
extendedKeyUsage=emailProtection"
authority strange "$ca
1.2.3.4=critical,ASN1:NULL"
authority forged "$ca" 900 "$names" -sha256 p384
cp root.key rsa-root.key
below forged-ca '/O=Authority/CN=forged' "$ca" root '-sha256 root' p521 900
below pss-ca '/O=Authority/CN=pss' "$ca" root '-sha256 root' rsa 900
below server-pss '/CN=server' "$names" pss-ca '-sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32 rsa'
below spaced-ca '/O=Authority/CN=Spaced  out' "$ca" root '-sha256 root' p384 900
below spacedx '/O=authority/CN=spaced Out' "$ca" root '-sha256 root' p384 900
below server-spaced '/CN=server' "$names" spacedx '-sha256 p384'
below deep-ca '/O=Authority/CN=deep' "$ca" shallow-ca '-sha256 p384' p384 900
below server-deep '/CN=server' "$names" deep-ca '-sha256 p384'
below poison-plain '/CN=poison' "$names
1.3.6.1.4.1.11129.2.4.3=critical,ASN1:NULL" plain-ca '-sha256 p384'
below critical-plain '/CN=critical' "$names
1.2.3.4=critical,ASN1:NULL" plain-ca '-sha256 p384'
below signing-plain '/CN=signing' "$names
keyUsage=critical,keyCertSign" plain-ca '-sha256 p384'
below anything-plain '/CN=anything' "$names
extendedKeyUsage=anyExtendedKeyUsage" plain-ca '-sha256 p384'
below old-plain '/CN=old' "$names" plain-ca '-sha256 p384' p256 1000
openssl ecparam -name secp256k1 -genkey -noout -out k256.key
below k256-plain '/CN=k256' "$names" plain-ca '-sha256 p384' k256
# One that ended: openssl 3.0 takes no dates but through `ca`.
mkdir -p ca && : > ca/index && echo 77 > ca/serial
printf '[ca]\ndefault_ca=d\n[d]\ndir=ca\ndatabase=ca/index\nserial=ca/serial\nnew_certs_dir=ca\ndefault_md=sha256\npolicy=p\nunique_subject=no\n[p]\norganizationName=supplied\ncommonName=supplied\n[x]\n%s\n' "$ca" > ca.cnf
openssl ca -batch -config ca.cnf -extensions x -in plain-ca.csr -cert root.pem -keyfile root.key -startdate 20200101000000Z \
  -enddate 20210101000000Z -notext -out expired-ca.pem 2>/dev/null
"#;
