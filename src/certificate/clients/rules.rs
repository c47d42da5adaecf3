//! What keeps clients from trusting a certificate.

use crate::rule_table;

rule_table! {
    /// Rules of what clients trust, by id.
    pub(in crate::certificate) CLIENT_RULES

    AUTHORITY_NOT_FOR_SIGNING: Error "certificate/authority-not-for-signing" { subject }
        source "RFC 5280 §4.2.1.3; OpenSSL 3.0, crypto/x509/v3_purp.c"
        example "(an intermediate certificate whose key usage lacks keyCertSign)"
        what "an intermediate certificate may not sign certificates" / "中间证书不允许签发证书"
        why "clients refuse the connection: the key usage of the certificate lacks keyCertSign" / "客户端会拒绝连接：该证书的密钥用法中没有 keyCertSign"
        fix "append the intermediate certificate that the authority names for this certificate" / "请附加签发机构为该证书指定的中间证书"
        message "the certificate of {subject} is used as an authority's, but its key usage does not let it sign certificates"
              / "证书 {subject} 被用作签发者，但其密钥用法不允许签发证书"

    BROKEN_SIGNATURE: Error "certificate/broken-signature" { subject, issuer }
        source "RFC 5280 §6.1.3"
        example "(a certificate with one byte changed)"
        what "the signature of a certificate does not verify" / "证书的签名验证失败"
        why "clients refuse the connection: the certificate was changed after it was signed, or somebody else signed it"
          / "客户端会拒绝连接：证书在签名后被修改，或由他人签名"
        fix "download the certificate again from its authority" / "请从签发机构重新下载证书"
        message "the signature of the certificate of {subject} does not verify with the key of its issuer {issuer}"
              / "证书 {subject} 的签名无法用签发者 {issuer} 的密钥验证"

    CHAIN_TOO_LARGE: Error "certificate/chain-too-large" { count, bytes, most }
        source "OpenSSL 3.0, SSL_MAX_CERT_LIST_DEFAULT: 100 KiB; measured with 130 certificates"
        example "(a file of 130 certificates)"
        what "the certificates are too large for a TLS handshake" / "证书过大，无法完成 TLS 握手"
        why "nginx sends all of them, and clients end the connection with \"excessive message size\""
          / "nginx 会发送全部证书，客户端报 \"excessive message size\" 并断开"
        fix "keep the server's certificate and the intermediate certificates of its authority only" / "请只保留服务器证书及其签发机构的中间证书"
        message "the file has {count} certificates of {bytes} bytes together, expected at most {most} bytes"
              / "文件中有 {count} 张证书，共 {bytes} 字节，最多 {most} 字节"

    CRITICAL_EXTENSION: Error "certificate/critical-extension" { subject, extension }
        source "RFC 5280 §4.2; OpenSSL 3.0, crypto/x509/v3_purp.c: X509_supported_extension"
        example "(a certificate with a critical extension of a private number)"
        what "a certificate has a critical extension that clients do not know" / "证书含有客户端不识别的关键扩展"
        why "clients have to refuse what they do not know and what is marked as critical" / "客户端必须拒绝不识别的关键扩展"
        fix "have the certificate issued without this extension" / "请重新签发不含该扩展的证书"
        message "the certificate of {subject} has the critical extension {extension}, which clients do not know"
              / "证书 {subject} 含有客户端不识别的关键扩展 {extension}"

    DOMAIN_NOT_COVERED: Error "certificate/domain-not-covered" { domain, names, common_name }
        source "RFC 6125 §6.4; RFC 9525: the common name is not read"
        example "(a certificate for *.example.com and the domain example.com)"
        what "the certificate is not for the domain" / "证书不适用于该域名"
        why "clients refuse the connection: the mini program shows a certificate error"
          / "客户端会拒绝连接：小程序会提示证书错误"
        fix "get a certificate that names the domain; `*.` stands for exactly one label"
          / "请申请包含该域名的证书；`*.` 只代表一级"
        help "get a certificate with the subject alternative name {domain}; a wildcard stands for exactly one label, and a common name alone does not count"
           / "请申请使用者可选名称（SAN）包含 {domain} 的证书；通配符只代表一级，仅有通用名（CN）无效"
        message "the certificate is for {names}, not for {domain}" / "证书适用于 {names}，不适用于 {domain}"

    EXPIRED: Error "certificate/expired" { subject, not_after, at }
        source "nginx and OpenSSL, ssl_certificate and ssl_certificate_key"
        example "(a certificate of last year)"
        what "a certificate is no longer valid" / "证书已过期"
        why "clients refuse the connection: the mini program shows a certificate error"
          / "客户端会拒绝连接：小程序会提示证书错误"
        fix "renew the certificate" / "请续期证书"
        help "renew it at its authority and upload the new one with its key" / "请在签发机构续期，并上传新证书及其私钥"
        message "the certificate of {subject} ended at {not_after}, before {at}"
              / "证书 {subject} 已于 {not_after} 到期，早于 {at}"

    EXPIRES_SOON: Warning "certificate/expires-soon" { subject, not_after, days }
        source "decided: 30 days"
        example "(a certificate that ends in a week)"
        what "the certificate ends within 30 days" / "证书将在 30 天内到期"
        why "clients refuse the connection from then on, and a new one takes effect at a release only"
          / "到期后客户端会拒绝连接，而新证书要到下次发布才生效"
        fix "renew it and release before that day" / "请在此之前续期并发布"
        help "renew it, upload it and release before {not_after}" / "请在 {not_after} 之前续期、上传并发布"
        message "the certificate of {subject} ends at {not_after}, in {days} days"
              / "证书 {subject} 将于 {not_after} 到期，剩余 {days} 天"

    INCOMPLETE_CHAIN: Error "certificate/incomplete-chain" { subject, issuer }
        source "RFC 8446 §4.4.2"
        example "(only the first of two certificates)"
        what "the certificate of the issuer is missing" / "缺少签发者的证书"
        why "phones do not fetch it: they refuse the connection while a desktop browser may accept it"
          / "手机不会自动获取：会拒绝连接，而桌面浏览器可能正常"
        fix "append the intermediate certificate of the authority" / "请附加签发机构的中间证书"
        help "append the intermediate certificate of the authority: cat cert.pem intermediate.pem > chain.pem"
           / "请附加签发机构的中间证书：cat cert.pem intermediate.pem > chain.pem"
        message "the certificate of {subject} comes without that of its issuer {issuer}"
              / "证书 {subject} 没有附带签发者 {issuer} 的证书"

    ISSUER_NOT_FOR_SERVERS: Error "certificate/issuer-not-for-servers" { subject }
        source "OpenSSL 3.0, crypto/x509/v3_purp.c: xku_reject"
        example "(an intermediate certificate with extendedKeyUsage = clientAuth)"
        what "an intermediate certificate is for another purpose than TLS servers" / "中间证书的用途不是 TLS 服务器"
        why "clients refuse the connection: an authority for mail or clients may not certify servers" / "客户端会拒绝连接：用于邮件或客户端的机构不能签发服务器证书"
        fix "get a certificate from an authority for TLS servers" / "请向签发 TLS 服务器证书的机构申请"
        message "the certificate of {subject}, which signed another one, is not for TLS servers: its extended key usage lacks serverAuth"
              / "签发者证书 {subject} 不适用于 TLS 服务器：扩展密钥用法中没有 serverAuth"

    KEY_USAGE: Error "certificate/key-usage" { subject }
        source "RFC 5280 §4.2.1.3; OpenSSL 3.0, crypto/x509/v3_purp.c: KU_TLS"
        example "(a certificate whose key usage is keyCertSign alone)"
        what "the certificate's key may not be used by a TLS server" / "证书的密钥用法不允许用于 TLS 服务器"
        why "clients refuse the connection" / "客户端会拒绝连接"
        fix "have the certificate issued with the key usage digitalSignature" / "请重新签发密钥用法包含 digitalSignature 的证书"
        message "the key usage of the certificate of {subject} has neither digitalSignature nor keyEncipherment nor keyAgreement"
              / "证书 {subject} 的密钥用法中没有 digitalSignature、keyEncipherment 或 keyAgreement"

    NAME_CONSTRAINT: Error "certificate/name-constraint" { subject, breach, name }
        source "RFC 5280 §4.2.1.10"
        example "(an authority for example.org that certifies example.com)"
        what "an authority may not certify a name of the certificate" / "签发者不允许签发证书中的名称"
        why "clients refuse the connection: the name constraints of the authority do not permit the domain" / "客户端会拒绝连接：签发者的名称约束不允许该域名"
        fix "get a certificate from an authority that may certify the domain" / "请向允许签发该域名的机构申请证书"
        message "the authority {subject} {breach} {name} by its name constraints" / "签发者 {subject} 的名称约束{breach} {name}"

    NOT_AN_AUTHORITY: Error "certificate/not-an-authority" { subject, issued }
        source "RFC 5280 §4.2.1.9"
        example "(an intermediate certificate with CA:FALSE)"
        what "a certificate is signed by one that is no authority's" / "签发者的证书不是 CA 证书"
        why "clients refuse the connection: the basic constraints of the issuer do not make it a CA" / "客户端会拒绝连接：签发者的基本约束未声明为 CA"
        fix "append the intermediate certificate that the authority names for this certificate" / "请附加签发机构为该证书指定的中间证书"
        message "the certificate of {issued} is signed by {subject}, whose certificate is not an authority's (CA)"
              / "证书 {issued} 由 {subject} 签发，但后者的证书不是 CA 证书"

    NOT_FOR_SERVERS: Error "certificate/not-for-servers" { subject }
        source "RFC 5280 §4.2.1.12"
        example "(a certificate with extendedKeyUsage = clientAuth)"
        what "the certificate is for another purpose than TLS servers" / "证书的用途不是 TLS 服务器"
        why "clients refuse the connection" / "客户端会拒绝连接"
        fix "get a certificate for TLS servers" / "请申请用于 TLS 服务器的证书"
        help "get a certificate for a TLS server, not for a client, code or mail"
           / "请申请 TLS 服务器证书，而不是客户端、代码签名或邮件证书"
        message "the certificate of {subject} is not for TLS servers: its extended key usage lacks serverAuth"
              / "证书 {subject} 不适用于 TLS 服务器：扩展密钥用法中没有 serverAuth"

    NOT_YET_VALID: Error "certificate/not-yet-valid" { subject, not_before, at }
        source "nginx and OpenSSL, ssl_certificate and ssl_certificate_key"
        example "(a certificate that starts tomorrow)"
        what "a certificate is not valid yet" / "证书尚未生效"
        why "clients refuse the connection until it is" / "在生效之前客户端会拒绝连接"
        fix "release it after its first day, or keep the present certificate until then"
          / "请在生效后再发布，或在此之前继续使用现有证书"
        help "keep the present certificate until {not_before}" / "请在 {not_before} 之前继续使用现有证书"
        message "the certificate of {subject} starts at {not_before}, after {at}"
              / "证书 {subject} 于 {not_before} 生效，晚于 {at}"

    OUT_OF_ORDER: Warning "certificate/out-of-order" { found }
        source "RFC 8446 §4.4.2"
        example "(the root before the intermediate certificate)"
        what "the certificates are not in the order of the chain" / "证书没有按证书链的顺序排列"
        why "each certificate should be followed by its issuer: phones sort the rest themselves, some older clients do not"
          / "每张证书之后应为其签发者：手机会自行排序，部分旧客户端不会"
        fix "put the server's certificate first and each issuer after it" / "请将服务器证书放在最前，其后依次为签发者"
        help "take the chain in order from this examination: `repaired` in JSON, or --out of the command"
           / "请使用本次检查给出的有序证书链：JSON 中的 `repaired`，或命令的 --out"
        message "the chain is out of order: by their places in the file nginx needs {found}"
              / "证书链顺序不对：按文件中的位置，nginx 需要 {found}"

    PATH_TOO_LONG: Error "certificate/path-too-long" { subject, most, found }
        source "RFC 5280 §4.2.1.9"
        example "(two intermediate certificates below one with the path length 0)"
        what "more authorities stand below one than it allows" / "签发者下级的机构数超过其允许的路径长度"
        why "clients refuse the connection: the path length of an authority is exceeded" / "客户端会拒绝连接：超过了签发者的路径长度限制"
        fix "get a certificate from an authority that may certify servers itself" / "请向可直接签发服务器证书的机构申请"
        message "the authority {subject} allows {most} authorities below it, the path has {found}"
              / "签发者 {subject} 允许其下有 {most} 级机构，实际路径中有 {found} 级"

    PRECERTIFICATE: Error "certificate/precertificate" { subject }
        source "RFC 6962 §3.1"
        example "(what an authority sends to a log of certificate transparency)"
        what "the certificate is a precertificate" / "证书是预证书（precertificate）"
        why "it is for logs of certificate transparency only: its critical poison extension makes every client refuse it"
          / "它只供证书透明度日志使用：其中的关键毒化扩展使所有客户端都拒绝它"
        fix "download the certificate itself from the authority" / "请从签发机构下载正式证书"
        message "the certificate of {subject} is a precertificate: it has the critical poison extension of certificate transparency"
              / "证书 {subject} 是预证书：含有证书透明度的关键毒化扩展"

    RARE_KEY: Warning "certificate/rare-key" { subject, algorithm }
        source "CA/Browser Forum baseline requirements §6.1.1.3"
        example "(a certificate of an Ed25519 key)"
        what "the certificate's kind of key is known to few clients" / "证书的密钥类型很少有客户端支持"
        why "browsers and phones offer only RSA and ECDSA on P-256 and P-384, so they cannot connect"
          / "浏览器和手机只支持 RSA 以及 P-256、P-384 曲线的 ECDSA，因此无法连接"
        fix "use RSA 2048 or more, or ECDSA on P-256 or P-384" / "请使用 RSA 2048 及以上，或 P-256、P-384 曲线的 ECDSA"
        help "openssl genrsa -out new.key 2048, and have a certificate issued for it"
           / "openssl genrsa -out new.key 2048，并为其申请证书"
        message "the certificate of {subject} has a key of {algorithm}, which phones do not know"
              / "证书 {subject} 的密钥为 {algorithm}，手机不支持"

    RAW_UNICODE_NAME: Error "certificate/raw-unicode-name" { subject, name }
        source "RFC 5280 §7.2"
        example "(a certificate for 商店.cn instead of xn--w4r85el8f.cn)"
        what "a domain of the certificate is not in its ASCII form" / "证书中的域名不是 ASCII 形式"
        why "clients look for the xn-- form of a domain: they refuse the connection" / "客户端按域名的 xn-- 形式比对：会拒绝连接"
        fix "have the certificate issued for the xn-- form of the domain" / "请按域名的 xn-- 形式重新签发证书"
        message "the certificate of {subject} is for {name}, expected the xn-- form of the domain"
              / "证书 {subject} 适用的名称为 {name}，应为该域名的 xn-- 形式"

    SELF_SIGNED: Error "certificate/self-signed" { subject }
        source "nginx and OpenSSL, ssl_certificate and ssl_certificate_key"
        example "(what openssl req -x509 makes)"
        what "the certificate is signed by itself" / "证书是自签名的"
        why "no phone trusts it, and a mini program cannot ask its user to: every connection is refused"
          / "手机都不信任它，小程序也无法让用户确认：所有连接都会被拒绝"
        fix "get a certificate from an authority" / "请向签发机构申请证书"
        help "get one from an authority that phones trust" / "请向手机信任的签发机构申请证书"
        message "the certificate of {subject} is signed by itself" / "证书 {subject} 是自签名的"

    STRAY_CERTIFICATE: Warning "certificate/stray-certificate" { subject }
        source "nginx and OpenSSL, ssl_certificate and ssl_certificate_key"
        example "(the certificate of another site in the file)"
        what "a certificate of the file does not belong to the chain" / "文件中有不属于证书链的证书"
        why "it is sent with each handshake for nothing, and strict clients may refuse it"
          / "它会随每次握手白白发送，严格的客户端会拒绝"
        fix "remove it from the file" / "请从文件中删除"
        help "remove it from the file" / "请从文件中删除该证书"
        message "the certificate of {subject} does not belong to the chain" / "证书 {subject} 不属于证书链"

    UNKNOWN_ROOT: Error "certificate/unknown-root" { subject, issuer }
        source "RFC 5280 §6.1: the path ends at a trust anchor"
        example "(a chain that leads to none of the given roots)"
        what "the chain leads to none of the roots that clients trust" / "证书链没有通向客户端信任的根证书"
        why "clients refuse the connection: an intermediate certificate is missing, or the authority is not trusted"
          / "客户端会拒绝连接：缺少中间证书，或签发机构不受信任"
        fix "append the missing intermediate certificate, or get a certificate from a trusted authority" / "请附加缺少的中间证书，或向受信任的机构申请证书"
        message "the chain ends at {subject}, whose issuer {issuer} is none of the given roots"
              / "证书链止于 {subject}，其签发者 {issuer} 不在给定的根证书之中"

    UNVERIFIED_SIGNATURE: Info "certificate/unverified-signature" { subject }
        source "decided: RSA, ECDSA on P-256 and P-384 and Ed25519 are computed"
        example "(a certificate that an authority with a key on P-521 signed)"
        what "the signature of a certificate was not verified" / "证书的签名未经验证"
        why "the scheme is not one that is computed here: whether clients accept the signature is not known" / "该签名算法不在本程序的计算范围内：客户端是否接受尚不可知"
        fix "verify the chain with openssl verify" / "请用 openssl verify 验证证书链"
        message "the signature of the certificate of {subject} was not verified: its scheme is not computed here"
              / "证书 {subject} 的签名未经验证：其算法不在计算范围内"

    UNUSABLE_KEY: Error "certificate/unusable-key" { subject, algorithm }
        source "OpenSSL 3.0, ssl/t1_lib.c: tls12_sigalgs and supported_groups_default; measured"
        example "(a certificate of a DSA key)"
        what "no client can use the certificate's kind of key" / "没有客户端支持证书的密钥类型"
        why "nginx starts, and every handshake ends with \"no shared cipher\": clients offer neither DSA nor other curves than P-256, P-384 and P-521"
          / "nginx 能启动，但每次握手都以 \"no shared cipher\" 结束：客户端不支持 DSA 或 P-256、P-384、P-521 之外的曲线"
        fix "use RSA 2048 or more, or ECDSA on P-256 or P-384" / "请使用 RSA 2048 及以上，或 P-256、P-384 曲线的 ECDSA"
        help "openssl genrsa -out new.key 2048, and have a certificate issued for it" / "openssl genrsa -out new.key 2048，并为其申请证书"
        message "the certificate of {subject} has a key of {algorithm}, which no client takes" / "证书 {subject} 的密钥为 {algorithm}，没有客户端支持"

    VALID_TOO_LONG: Warning "certificate/valid-too-long" { subject, days, most }
        source "Apple, requirements for trusted certificates in iOS 13 (support.apple.com/103769), as of 2026-08: 825 days for any authority"
        example "(a certificate for ten years)"
        what "the certificate is valid for longer than phones allow" / "证书的有效期超过手机允许的上限"
        why "iOS refuses certificates issued since July 2019 that are valid for more than 825 days" / "iOS 会拒绝 2019 年 7 月之后签发且有效期超过 825 天的证书"
        fix "have the certificate issued for a year or less" / "请重新签发有效期不超过一年的证书"
        message "the certificate of {subject} is valid for {days} days, expected at most {most}"
              / "证书 {subject} 的有效期为 {days} 天，应不超过 {most} 天"

    WRONG_ISSUER: Error "certificate/wrong-issuer" { subject, issuer }
        source "RFC 5280 §6.1.3"
        example "(an intermediate certificate of the right name with another key)"
        what "the issuer's certificate in the file has another key" / "文件中签发者证书的密钥不对"
        why "clients refuse the connection: the signature does not verify with the certificate of that name"
          / "客户端会拒绝连接：签名无法用该名称的证书验证"
        fix "append the intermediate certificate that came with this certificate: authorities renew theirs under the same name"
          / "请附加与该证书一同签发的中间证书：机构会以相同名称更换中间证书"
        message "the certificate of {subject} is not signed by the key of {issuer} that is in the file"
              / "证书 {subject} 不是由文件中 {issuer} 的密钥签名的"
}
