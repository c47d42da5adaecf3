//! What keeps a certificate or a key from serving.

use crate::rule_table;

rule_table! {
    /// Rules of certificates and keys, by id.
    pub RULES

    DAMAGED: Error "certificate/damaged" { file, block, problem }
        source "nginx and OpenSSL, ssl_certificate and ssl_certificate_key"
        example "site.pem:\n  -----BEGIN CERTIFICATE-----\n  MIIB\nsite.key:"
        what "a block of the file cannot be read" / "文件中的某个块无法读取"
        why "nginx stops when it loads the file, and the service is down" / "nginx 加载该文件时会停止，服务不可用"
        fix "copy the block again from its origin" / "请从来源重新复制该块"
        help "copy it again from its origin, each line from -----BEGIN to -----END included"
           / "请从来源重新复制，包含从 -----BEGIN 到 -----END 的每一行"
        message "{block} in {file} cannot be read: {problem}" / "{file} 中的 {block} 无法读取：{problem}"

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

    ENCRYPTED_KEY: Error "certificate/encrypted-key" { file }
        source "nginx and OpenSSL, ssl_certificate and ssl_certificate_key"
        example "site.pem:\nsite.key:\n  -----BEGIN ENCRYPTED PRIVATE KEY-----\n  MIIB\n  -----END ENCRYPTED PRIVATE KEY-----"
        what "the private key is encrypted" / "私钥已加密"
        why "nginx asks for the password when it starts, nobody answers, and the service is down"
          / "nginx 启动时会询问口令而无人应答，服务不可用"
        fix "decrypt the key with openssl" / "请用 openssl 解密私钥"
        help "openssl pkey -in {file} -out decrypted.key" / "openssl pkey -in {file} -out decrypted.key"
        message "the private key in {file} is encrypted, expected one without a password"
              / "{file} 中的私钥已加密，应为不带口令的私钥"

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

    INCOMPLETE_CHAIN: Warning "certificate/incomplete-chain" { subject, issuer }
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

    KEY_MISMATCH: Error "certificate/key-mismatch" { file, key, subject, certificate }
        source "nginx and OpenSSL, ssl_certificate and ssl_certificate_key"
        example "(a renewed certificate with the key of the old one)"
        what "the private key does not belong to the certificate" / "私钥与证书不匹配"
        why "nginx stops with \"key values mismatch\" and the service is down"
          / "nginx 会报 \"key values mismatch\" 并停止，服务不可用"
        fix "give the key with which the certificate was requested" / "请提供申请该证书时使用的私钥"
        help "give the key that the certificate was requested with; `openssl x509 -noout -pubkey` and `openssl pkey -pubout` print the same for a pair"
           / "请提供申请该证书时使用的私钥；配对时 `openssl x509 -noout -pubkey` 与 `openssl pkey -pubout` 的输出相同"
        message "the private key in {file} ({key}) does not belong to the certificate of {subject} ({certificate})"
              / "{file} 中的私钥（{key}）与证书 {subject}（{certificate}）不匹配"

    MISSING_CERTIFICATE: Error "certificate/missing-certificate" { file, found }
        source "nginx and OpenSSL, ssl_certificate and ssl_certificate_key"
        example "site.pem:\n  -----BEGIN PRIVATE KEY-----\nsite.key:"
        what "the certificate file holds no certificate" / "证书文件中没有证书"
        why "nginx stops with \"no start line\" and the service is down"
          / "nginx 找不到 PEM 的起始行而停止，服务不可用"
        fix "choose the file with -----BEGIN CERTIFICATE-----" / "请选择包含 -----BEGIN CERTIFICATE----- 的文件"
        help "choose the file with a line -----BEGIN CERTIFICATE-----; check that the certificate and the key are not swapped"
           / "请选择包含 -----BEGIN CERTIFICATE----- 行的文件；并确认证书与私钥没有选反"
        message "{file} holds {found}, expected a certificate" / "{file} 的内容为：{found}；应为证书"

    MISSING_KEY: Error "certificate/missing-key" { file, found }
        source "nginx and OpenSSL, ssl_certificate and ssl_certificate_key"
        example "site.pem:\nsite.key:\n  -----BEGIN CERTIFICATE-----"
        what "the key file holds no private key" / "私钥文件中没有私钥"
        why "nginx stops because it cannot load the key, and the service is down"
          / "nginx 无法加载私钥而停止，服务不可用"
        fix "choose the file with -----BEGIN PRIVATE KEY-----" / "请选择包含 -----BEGIN PRIVATE KEY----- 的文件"
        help "choose the file with a line -----BEGIN PRIVATE KEY-----, BEGIN RSA PRIVATE KEY or BEGIN EC PRIVATE KEY; check that the certificate and the key are not swapped"
           / "请选择包含 -----BEGIN PRIVATE KEY-----、BEGIN RSA PRIVATE KEY 或 BEGIN EC PRIVATE KEY 行的文件；并确认证书与私钥没有选反"
        message "{file} holds {found}, expected a private key" / "{file} 的内容为：{found}；应为私钥"

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
        source "nginx: the server certificate comes before the intermediate certificates"
        example "(the authority's certificate before the server's)"
        what "the certificates are not in the order of the chain" / "证书没有按证书链的顺序排列"
        why "nginx takes the first as the server's and stops with \"key values mismatch\" when it is not; some clients refuse a shuffled chain"
          / "nginx 以第一张为服务器证书，若不是则报 \"key values mismatch\" 并停止；部分客户端也不接受乱序的链"
        fix "put the server's certificate first and each issuer after it" / "请将服务器证书放在最前，其后依次为签发者"
        help "the accepted certificate has the chain in order; in a file of yours, put the server's certificate first and each issuer after it"
           / "通过检查的证书已按顺序排好；在您的文件中，请将服务器证书放在最前，其后依次为签发者"
        message "the chain is out of order: by their places in the file nginx needs {found}"
              / "证书链顺序不对：按文件中的位置，nginx 需要 {found}"

    RARE_KEY: Warning "certificate/rare-key" { subject, algorithm }
        source "CA/Browser Forum baseline requirements §6.1.1.3"
        example "(a certificate of an Ed25519 key)"
        what "the certificate's kind of key is known to few clients" / "证书的密钥类型很少有客户端支持"
        why "browsers and phones offer only RSA and ECDSA on P-256 and P-384, so they cannot connect"
          / "浏览器和手机只支持 RSA 以及 P-256、P-384 曲线的 ECDSA，因此无法连接"
        fix "use RSA 2048 or more, or ECDSA on P-256 or P-384" / "请使用 RSA 2048 及以上，或 P-256、P-384 曲线的 ECDSA"
        help "openssl ecparam -name prime256v1 -genkey -noout -out new.key, and have a certificate issued for it"
           / "openssl ecparam -name prime256v1 -genkey -noout -out new.key，并为其申请证书"
        message "the certificate of {subject} has a key of {algorithm}, which phones do not know"
              / "证书 {subject} 的密钥为 {algorithm}，手机不支持"

    SELF_SIGNED: Warning "certificate/self-signed" { subject }
        source "nginx and OpenSSL, ssl_certificate and ssl_certificate_key"
        example "(what openssl req -x509 makes)"
        what "the certificate is signed by itself" / "证书是自签名的"
        why "mini programs and browsers trust it nowhere: it serves for trials only"
          / "小程序和浏览器都不信任它：只能用于试验"
        fix "get a certificate from an authority" / "请向签发机构申请证书"
        help "get one from an authority that phones trust" / "请向手机信任的签发机构申请证书"
        message "the certificate of {subject} is signed by itself" / "证书 {subject} 是自签名的"

    STRAY_CERTIFICATE: Warning "certificate/stray-certificate" { subject }
        source "nginx and OpenSSL, ssl_certificate and ssl_certificate_key"
        example "(the certificate of another site in the file)"
        what "a certificate of the file does not belong to the chain" / "文件中有不属于证书链的证书"
        why "it is sent with each handshake for nothing, and strict clients refuse it"
          / "它会随每次握手白白发送，严格的客户端会拒绝"
        fix "remove it from the file" / "请从文件中删除"
        help "remove it from the file" / "请从文件中删除该证书"
        message "the certificate of {subject} does not belong to the chain" / "证书 {subject} 不属于证书链"

    TOO_LARGE: Error "certificate/too-large" { file, bytes, most }
        source "decided: a chain of five certificates with RSA 4096 has 12 KiB"
        example "(a file of 2 MiB)"
        what "the file is far larger than a certificate or a key" / "文件远大于证书或私钥"
        why "every connection would send it, and it is hardly what was meant"
          / "每个连接都会发送它，且几乎不会是您想要的文件"
        fix "upload the certificate with the intermediate certificates of its authority only"
          / "请只上传证书及其签发机构的中间证书"
        help "upload the certificate with the intermediate certificates of its authority, not a collection of authorities"
           / "请只上传证书及其签发机构的中间证书，不要上传 CA 集合"
        message "{file} has {bytes} bytes, expected at most {most}" / "{file} 有 {bytes} 字节，最多 {most} 字节"

    UNKNOWN_KEY: Warning "certificate/unknown-key" { file }
        source "nginx and OpenSSL, ssl_certificate and ssl_certificate_key"
        example "site.pem:\nsite.key:\n  -----BEGIN DSA PRIVATE KEY-----\n  MIIB\n  -----END DSA PRIVATE KEY-----"
        what "the kind of the private key is not known" / "无法识别私钥类型"
        why "whether it belongs to the certificate is not known; if it does not, nginx stops"
          / "无法判断它与证书是否匹配；若不匹配，nginx 会停止"
        fix "use RSA 2048 or more, or ECDSA on P-256 or P-384" / "请使用 RSA 2048 及以上，或 P-256、P-384 曲线的 ECDSA"
        help "openssl ecparam -name prime256v1 -genkey -noout -out new.key, and have a certificate issued for it"
           / "openssl ecparam -name prime256v1 -genkey -noout -out new.key，并为其申请证书"
        message "the private key in {file} is of a kind that cannot be compared with the certificate"
              / "{file} 中的私钥类型无法与证书比对"

    WEAK_KEY: Error "certificate/weak-key" { subject, bits }
        source "CA/Browser Forum baseline requirements §6.1.5; OpenSSL security level 2"
        example "(a certificate of a key of RSA 1024)"
        what "an RSA key is shorter than 2048 bits" / "RSA 密钥短于 2048 位"
        why "OpenSSL refuses it with \"ee key too small\" and nginx stops; clients refuse it too"
          / "OpenSSL 会报 \"ee key too small\"，nginx 停止；客户端也会拒绝"
        fix "use RSA 2048 or more, or ECDSA on P-256" / "请使用 RSA 2048 及以上，或 P-256 曲线的 ECDSA"
        help "openssl ecparam -name prime256v1 -genkey -noout -out new.key, and have a certificate issued for it"
           / "openssl ecparam -name prime256v1 -genkey -noout -out new.key，并为其申请证书"
        message "the certificate of {subject} has an RSA key of {bits} bits, expected 2048 or more"
              / "证书 {subject} 的 RSA 密钥为 {bits} 位，应不少于 2048 位"

    WEAK_SIGNATURE: Error "certificate/weak-signature" { subject, signature }
        source "CA/Browser Forum baseline requirements §7.1.3.2; OpenSSL security level 2"
        example "(a certificate with the signature sha1WithRSAEncryption)"
        what "a certificate is signed with MD5 or SHA-1" / "证书使用 MD5 或 SHA-1 签名"
        why "OpenSSL refuses it with \"ca md too weak\" and nginx may stop; clients refuse it"
          / "OpenSSL 会报 \"ca md too weak\"，nginx 可能停止；客户端会拒绝"
        fix "have the certificate reissued" / "请重新签发证书"
        help "have it reissued: authorities sign with SHA-256" / "请重新签发：签发机构使用 SHA-256 签名"
        message "the certificate of {subject} is signed with {signature}, expected SHA-256 or better"
              / "证书 {subject} 使用 {signature} 签名，应为 SHA-256 或更强"

    WRONG_EXTENSION: Error "certificate/wrong-extension" { file, renamed }
        source "guide §3.3.1: the format must be .pem or .crt"
        example "site.cer:\nsite.key:"
        what "the certificate file is not named .pem or .crt" / "证书文件的扩展名不是 .pem 或 .crt"
        why "the platform takes certificates in files with these two endings only, so the upload is refused"
          / "平台只接受这两种扩展名的证书文件，否则上传会被拒绝"
        fix "rename the file; convert it first when it is not PEM" / "请重命名文件；若不是 PEM 格式请先转换"
        help "mv {file} {renamed}" / "mv {file} {renamed}"
        message "the certificate file is named {file}, expected a name ending in .pem or .crt"
              / "证书文件名为 {file}，应以 .pem 或 .crt 结尾"

    WRONG_FORMAT: Error "certificate/wrong-format" { file, found, remedy }
        source "nginx and OpenSSL, ssl_certificate and ssl_certificate_key"
        example "site.pem:\n  -----BEGIN CERTIFICATE REQUEST-----\n  MIIB\n  -----END CERTIFICATE REQUEST-----\nsite.key:"
        what "the file is no PEM text" / "文件不是 PEM 文本"
        why "nginx and the load balancer read PEM only: nginx stops with \"no start line\" and the service is down"
          / "nginx 与负载均衡只读取 PEM：nginx 找不到起始行而停止，服务不可用"
        fix "convert the file to PEM" / "请将文件转换为 PEM"
        help "{remedy}" / "{remedy}"
        message "{file} is {found}, expected PEM text with a line -----BEGIN …-----"
              / "{file} 是 {found}，应为包含 -----BEGIN …----- 行的 PEM 文本"
}
