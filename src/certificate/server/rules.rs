//! What keeps a server from loading a certificate and its key.

use crate::rule_table;

rule_table! {
    /// Rules of what a server loads, by id.
    pub(in crate::certificate) SERVER_RULES

    BLANK_LINE: Error "certificate/blank-line" { file, block }
        source "OpenSSL 3.0, crypto/pem/pem_lib.c: get_header_and_data; measured with nginx 1.22.1"
        example "site.pem:\n  -----BEGIN CERTIFICATE-----\n  MIIB\n  \n  MIIB\n  -----END CERTIFICATE-----\nsite.key:"
        what "an empty line stands inside a block" / "块中有空行"
        why "OpenSSL takes the lines before it for a header: nginx stops with \"bad end line\" or \"not proc type\", and the service is down"
          / "OpenSSL 会把空行之前的内容当作头部：nginx 报 \"bad end line\" 或 \"not proc type\" 并停止，服务不可用"
        fix "remove the empty lines between -----BEGIN and -----END" / "请删除 -----BEGIN 与 -----END 之间的空行"
        help "sed -i '/^[[:space:]]*$/d' {file:sh} removes the empty lines" / "sed -i '/^[[:space:]]*$/d' {file:sh} 可删除空行"
        message "{block} in {file} has an empty line inside" / "{file} 中的 {block} 块内有空行"

    DAMAGED: Error "certificate/damaged" { file, block, problem }
        source "nginx and OpenSSL, ssl_certificate and ssl_certificate_key"
        example "site.pem:\n  -----BEGIN CERTIFICATE-----\n  MIIB\nsite.key:"
        what "a block of the file cannot be read" / "文件中的某个块无法读取"
        why "nginx stops when it loads the file, and the service is down" / "nginx 加载该文件时会停止，服务不可用"
        fix "copy the block again from its origin" / "请从来源重新复制该块"
        help "copy it again from its origin, each line from -----BEGIN to -----END included"
           / "请从来源重新复制，包含从 -----BEGIN 到 -----END 的每一行"
        message "{block} in {file} cannot be read: {problem}" / "{file} 中的 {block} 无法读取：{problem}"

    ENCRYPTED_KEY: Error "certificate/encrypted-key" { file }
        source "nginx and OpenSSL, ssl_certificate and ssl_certificate_key"
        example "site.pem:\nsite.key:\n  -----BEGIN ENCRYPTED PRIVATE KEY-----\n  MIIB\n  -----END ENCRYPTED PRIVATE KEY-----"
        what "the private key is encrypted" / "私钥已加密"
        why "nginx asks for the password when it starts, nobody answers, and the service is down"
          / "nginx 启动时会询问口令而无人应答，服务不可用"
        fix "decrypt the key with openssl" / "请用 openssl 解密私钥"
        help "openssl pkey -in {file:sh} -out decrypted.key" / "openssl pkey -in {file:sh} -out decrypted.key"
        message "the private key in {file} is encrypted, expected one without a password"
              / "{file} 中的私钥已加密，应为不带口令的私钥"

    HEADER_IN_BLOCK: Error "certificate/header-in-block" { file, block }
        source "OpenSSL 3.0, crypto/pem/pem_lib.c: PEM_get_EVP_CIPHER_INFO; measured with nginx 1.22.1"
        example "site.pem:\n  -----BEGIN CERTIFICATE-----\n  Comment: mine\n  \n  MIIB\n  -----END CERTIFICATE-----\nsite.key:"
        what "a header line stands inside a block" / "块中有头部行"
        why "OpenSSL takes a line with a colon for a header of an encrypted file: nginx stops with \"not proc type\" or \"not encrypted\", and the service is down"
          / "OpenSSL 会把带冒号的行当作加密文件的头部：nginx 报 \"not proc type\" 或 \"not encrypted\" 并停止，服务不可用"
        fix "remove the lines with a colon between -----BEGIN and the base64" / "请删除 -----BEGIN 与 base64 之间带冒号的行"
        help "remove the lines with a colon from {block}; notes may stand before -----BEGIN"
           / "请删除 {block} 中带冒号的行；说明文字可以放在 -----BEGIN 之前"
        message "{block} in {file} has a header line inside" / "{file} 中的 {block} 块内有头部行"

    JOINED_BLOCKS: Error "certificate/joined-blocks" { file }
        source "OpenSSL 3.0, crypto/pem/pem_lib.c: get_header_and_data; measured with nginx 1.22.1"
        example "site.pem:\n  -----BEGIN CERTIFICATE-----\n  MIIB\n  -----END CERTIFICATE----------BEGIN CERTIFICATE-----\n  MIIB\n  -----END CERTIFICATE-----\nsite.key:"
        what "two blocks are joined on one line" / "两个块连在同一行"
        why "nginx stops with \"bad end line\", and the service is down" / "nginx 报 \"bad end line\" 并停止，服务不可用"
        fix "put a line break between the -----END and the -----BEGIN that stand on one line"
          / "请在同一行的 -----END 与 -----BEGIN 之间换行"
        help "sed -i 's/----------BEGIN/-----\\n-----BEGIN/' {file:sh} puts the line break in"
           / "sed -i 's/----------BEGIN/-----\\n-----BEGIN/' {file:sh} 可补上换行"
        message "two blocks of {file} are joined: -----END and the next -----BEGIN stand on the same line"
              / "{file} 中有两个块相连：-----END 与下一个 -----BEGIN 在同一行，缺少换行"

    KEY_IN_CERTIFICATE_FILE: Warning "certificate/key-in-certificate-file" { file }
        source "decided: a certificate is handed on, a private key is not"
        example "site.pem:\n  -----BEGIN CERTIFICATE-----\n  MIIB\n  -----END CERTIFICATE-----\n  -----BEGIN PRIVATE KEY-----\n  MIIB\n  -----END PRIVATE KEY-----\nsite.key:"
        what "the certificate file holds a private key" / "证书文件中含有私钥"
        why "whoever is given the certificate gets the key, and can pose as the site" / "拿到证书文件的人也就拿到了私钥，可以冒充该站点"
        fix "keep the private key in its own file" / "请将私钥单独存放"
        help "openssl storeutl -noout -certs {file:sh} lists what to keep; delete the block of the private key, and have a new certificate issued if others have the file"
           / "openssl storeutl -noout -certs {file:sh} 会列出应保留的证书；请删除私钥块；若文件已给过他人，请重新签发证书"
        message "{file} holds a private key beside the certificate" / "{file} 除证书外还含有私钥"

    KEY_MISMATCH: Error "certificate/key-mismatch" { file, key, subject, certificate }
        source "nginx and OpenSSL, ssl_certificate and ssl_certificate_key"
        example "(a renewed certificate with the key of the old one)"
        what "the private key does not belong to the certificate" / "私钥与证书不匹配"
        why "nginx stops with \"key values mismatch\"; when the kinds of the keys differ it starts, and no handshake works"
          / "nginx 会报 \"key values mismatch\" 并停止；两者密钥类型不同时虽能启动，但所有握手都会失败"
        fix "give the key with which the certificate was requested" / "请提供申请该证书时使用的私钥"
        help "give the key that the certificate was requested with; `openssl x509 -noout -pubkey` and `openssl pkey -pubout` print the same for a pair"
           / "请提供申请该证书时使用的私钥；配对时 `openssl x509 -noout -pubkey` 与 `openssl pkey -pubout` 的输出相同"
        message "the private key in {file} ({key}) does not belong to the certificate of {subject} ({certificate})"
              / "{file} 中的私钥（{key}）与证书 {subject}（{certificate}）不匹配"

    LOST_LINE_ENDS: Error "certificate/lost-line-ends" { file, block, problem }
        source "OpenSSL 3.0, crypto/pem/pem_lib.c: get_name; measured with nginx 1.22.1"
        example "site.pem:\n  -----BEGIN CERTIFICATE-----MIIB-----END CERTIFICATE-----\nsite.key:"
        what "a block has lost its line breaks" / "块的换行丢失"
        why "OpenSSL finds -----BEGIN …----- only as a line of its own: nginx stops, and the service is down"
          / "OpenSSL 只识别独占一行的 -----BEGIN …-----：nginx 会停止，服务不可用"
        fix "put -----BEGIN …-----, the base64 and -----END …----- on lines of their own"
          / "请让 -----BEGIN …-----、base64 和 -----END …----- 各占一行"
        help "copy the file itself instead of its text through a form or an environment variable; where its newlines are written as \\n, `printf '%b' \"$TEXT\"` brings them back"
           / "请直接复制文件，而不要经由表单或环境变量传递文本；若换行写作 \\n，可用 `printf '%b' \"$TEXT\"` 还原"
        message "{block} in {file} has lost its line breaks: {problem}" / "{file} 中的 {block} 丢失了换行：{problem}"

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

    NOT_FIRST: Error "certificate/not-first" { file, subject, place }
        source "nginx: the server certificate comes before the intermediate certificates; measured with nginx 1.22.1"
        example "(the authority's certificate before the server's)"
        what "the server's certificate is not the first of the file" / "服务器证书不在文件的最前面"
        why "nginx takes the first as the server's: it stops with \"key values mismatch\", or, when the kinds of keys differ, starts and refuses every connection"
          / "nginx 以第一张为服务器证书：会报 \"key values mismatch\" 并停止；密钥类型不同时虽能启动，但会拒绝所有连接"
        fix "put the server's certificate first and each issuer after it" / "请将服务器证书放在最前，其后依次为签发者"
        help "take the chain in order from this examination: `repaired` in JSON, or --out of the command"
           / "请使用本次检查给出的有序证书链：JSON 中的 `repaired`，或命令的 --out"
        message "{file} is out of order: the certificate of {subject} that the key belongs to is number {place}, expected first"
              / "{file} 的顺序不对：与私钥匹配的证书 {subject} 是第 {place} 张，应为第一张"

    SKIPPED_CERTIFICATE: Warning "certificate/skipped-certificate" { file, block }
        source "OpenSSL 3.0, crypto/pem/pem_lib.c: check_pem; measured with nginx 1.22.1"
        example "(a block TRUSTED CERTIFICATE behind the first certificate)"
        what "a certificate stands under a label that nginx skips" / "证书块的标签会被 nginx 跳过"
        why "behind the first certificate nginx reads CERTIFICATE and X509 CERTIFICATE only: this one is not sent to clients"
          / "第一张证书之后，nginx 只读取 CERTIFICATE 和 X509 CERTIFICATE：该证书不会发给客户端"
        fix "convert the block: openssl x509 writes it as CERTIFICATE" / "请转换该块：openssl x509 会将其写为 CERTIFICATE"
        help "put `openssl x509 -in block.pem` of that block in its place, which writes it as CERTIFICATE"
           / "请用该块的 `openssl x509 -in block.pem` 输出替换它，其标签为 CERTIFICATE"
        message "{file} has a certificate under the label {block}, which nginx skips" / "{file} 中有标签为 {block} 的证书，nginx 会跳过它"

    SWALLOWED_CERTIFICATE: Error "certificate/swallowed-certificate" { file }
        source "OpenSSL 3.0, crypto/pem/pem_lib.c and crypto/evp/encode.c: a dash ends base64; measured with nginx 1.22.1"
        example "site.pem:\n  -----BEGIN CERTIFICATE-----\n  MIIB\n  -----BEGIN CERTIFICATE-----\n  MIIB\n  -----END CERTIFICATE-----\nsite.key:"
        what "a block is swallowed by the one before it" / "块被前一个块吞掉"
        why "without its -----END line at the start of a line a block goes on to the next -----END: nginx starts without a word and leaves the certificate between out"
          / "缺少位于行首的 -----END 行时，块会一直延续到下一个 -----END：nginx 正常启动，却漏掉中间的证书"
        fix "put the line -----END …----- of the block before it on a line of its own" / "请为前一个块补上独占一行的 -----END …-----"
        message "a block of {file} is swallowed by the one before it, whose line -----END …----- is missing or does not stand at the start of a line"
              / "{file} 中有一个块被前一个块吞掉：前一个块的 -----END …----- 行缺失或不在行首"

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
        example "(a certificate of an Ed448 key)"
        what "the kind of the private key is not known" / "无法识别私钥类型"
        why "whether it belongs to the certificate is not known; if it does not, nginx stops"
          / "无法判断它与证书是否匹配；若不匹配，nginx 会停止"
        fix "use RSA 2048 or more, or ECDSA on P-256 or P-384" / "请使用 RSA 2048 及以上，或 P-256、P-384 曲线的 ECDSA"
        help "openssl genrsa -out new.key 2048, and have a certificate issued for it"
           / "openssl genrsa -out new.key 2048，并为其申请证书"
        message "the private key in {file} is of a kind that cannot be compared with the certificate"
              / "{file} 中的私钥类型无法与证书比对"

    UNSEEN_BLOCK: Error "certificate/unseen-block" { file, block, problem }
        source "OpenSSL 3.0, crypto/pem/pem_lib.c: get_name; measured with nginx 1.22.1"
        example "site.pem:\n   -----BEGIN CERTIFICATE-----\n   MIIB\n   -----END CERTIFICATE-----\nsite.key:"
        what "the first line of a block is not seen" / "块的起始行无法识别"
        why "OpenSSL passes over a block whose -----BEGIN does not stand at the start of a line: nginx stops, or takes the next certificate for the server's"
          / "-----BEGIN 不在行首时 OpenSSL 会忽略整个块：nginx 会停止，或把下一张证书当作服务器证书"
        fix "let -----BEGIN and -----END start their lines, with five dashes on each side" / "请让 -----BEGIN 和 -----END 位于行首，两侧各五个连字符"
        help "remove what stands before it: sed -i 's/^[[:space:]]*//' {file:sh} takes blanks off the lines"
           / "请删除其前面的内容：sed -i 's/^[[:space:]]*//' {file:sh} 可去掉行首空白"
        message "{block} in {file} is not seen: {problem}" / "{file} 中的 {block} 无法识别：{problem}"

    UNSUPPORTED_KEY: Error "certificate/unsupported-key" { subject }
        source "OpenSSL 3.0 with nginx 1.22.1: \"unknown certificate type\"; measured"
        example "(a certificate of an SM2 key)"
        what "the certificate has a key of SM2" / "证书的密钥为国密 SM2"
        why "nginx of the hosts stops with \"unknown certificate type\", and phones do not offer SM2: the service is down"
          / "主机上的 nginx 会报 \"unknown certificate type\" 并停止，手机也不支持 SM2：服务不可用"
        fix "use the RSA certificate that authorities hand out with one for SM2" / "请使用随 SM2 证书一同提供的 RSA 证书"
        help "upload the RSA certificate that came with it, or openssl genrsa -out new.key 2048 and have a certificate issued for it"
           / "请上传随附的 RSA 证书，或执行 openssl genrsa -out new.key 2048 并为其申请证书"
        message "the certificate of {subject} has a key of SM2, which neither nginx nor phones take"
              / "证书 {subject} 的密钥为国密 SM2，nginx 和手机都不支持"

    WEAK_KEY: Error "certificate/weak-key" { subject, bits }
        source "CA/Browser Forum baseline requirements §6.1.5; OpenSSL security level 2"
        example "(a certificate of a key of RSA 1024)"
        what "an RSA key is shorter than 2048 bits" / "RSA 密钥短于 2048 位"
        why "OpenSSL refuses it with \"ee key too small\" and nginx stops; clients refuse it too"
          / "OpenSSL 会报 \"ee key too small\"，nginx 停止；客户端也会拒绝"
        fix "use RSA 2048 or more, or ECDSA on P-256" / "请使用 RSA 2048 及以上，或 P-256 曲线的 ECDSA"
        help "openssl genrsa -out new.key 2048, and have a certificate issued for it"
           / "openssl genrsa -out new.key 2048，并为其申请证书"
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
        help "mv {file:sh} {renamed:sh}" / "mv {file:sh} {renamed:sh}"
        message "the certificate file is named {file}, expected a name ending in .pem or .crt"
              / "证书文件名为 {file}，应以 .pem 或 .crt 结尾"

    WRONG_FORMAT: Error "certificate/wrong-format" { file, found, remedy }
        source "nginx and OpenSSL, ssl_certificate and ssl_certificate_key"
        example "site.pem:\n  -----BEGIN CERTIFICATE REQUEST-----\n  MIIB\n  -----END CERTIFICATE REQUEST-----\nsite.key:"
        what "the file is in another format than PEM with certificates and keys" / "文件不是包含证书或私钥的 PEM 格式"
        why "nginx and the load balancer read PEM only: nginx stops with \"no start line\" and the service is down"
          / "nginx 与负载均衡只读取 PEM：nginx 找不到起始行而停止，服务不可用"
        fix "convert the file to PEM" / "请将文件转换为 PEM"
        help "{remedy}" / "{remedy}"
        message "{file} is {found}, expected PEM text with a line -----BEGIN …-----"
              / "{file} 是 {found}，应为包含 -----BEGIN …----- 行的 PEM 文本"

    WRONG_LABEL: Error "certificate/wrong-label" { file, block, expected }
        source "OpenSSL 3.0, crypto/pem/pem_pkey.c; measured with nginx 1.22.1"
        example "(an RSA key of PKCS#1 under the label PRIVATE KEY)"
        what "the private key stands under the label of another form" / "私钥的标签与其格式不符"
        why "OpenSSL reads a key by its label: nginx stops because it cannot load it, and the service is down"
          / "OpenSSL 按标签读取私钥：nginx 无法加载而停止，服务不可用"
        fix "change the label in both lines, -----BEGIN and -----END" / "请修改 -----BEGIN 和 -----END 两行中的标签"
        help "sed -i 's/{block}-----$/{expected}-----/' {file:sh} changes both lines"
           / "sed -i 's/{block}-----$/{expected}-----/' {file:sh} 可同时修改两行"
        message "the private key in {file} stands under {block}, expected {expected}" / "{file} 中私钥的标签为 {block}，应为 {expected}"
}
